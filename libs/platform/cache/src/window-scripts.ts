/**
 * `sliding-window.ts` in Lua, on Redis's own clock, so that all processes share one window.
 * KEYS[1] the limit's key; ARGV limit, windowMs, cost. Answers allowed (0/1), remaining, retryAfterMs.
 */
export const takeScript = `
local limit, window, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local slot = math.floor(now / window)
local elapsed = now - slot * window
local held = redis.call('HMGET', KEYS[1], 'slot', 'current', 'previous')
local heldSlot, current, previous = tonumber(held[1] or '-1'), tonumber(held[2] or '0'), tonumber(held[3] or '0')
if heldSlot == slot - 1 then
  previous = current
  current = 0
elseif heldSlot ~= slot then
  previous = 0
  current = 0
end
local used = current + previous * (1 - elapsed / window)
if used + cost <= limit then
  redis.call('HSET', KEYS[1], 'slot', string.format('%.0f', slot), 'current', string.format('%.0f', current + cost),
    'previous', string.format('%.0f', previous))
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', window * 2))
  return {1, math.floor(limit - used - cost), 0}
end
local room = limit - cost
local wait = window
if room >= 0 then
  if current <= room then
    wait = window * (1 - (room - current) / previous) - elapsed
  else
    wait = window - elapsed + window * (1 - room / current)
  end
end
return {0, math.max(0, math.floor(limit - used)), math.max(1, math.ceil(wait))}
`;
