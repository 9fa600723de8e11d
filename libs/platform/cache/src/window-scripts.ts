/**
 * `sliding-window.ts` in Lua, on Redis's own clock, so that all processes share one window. The hash holds `total`,
 * `oldest` (the first part that may still be there) and each part under its number.
 */
const window = `
local limit, window, cost, width = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local function text(number) return string.format('%.0f', number) end
local function names(from, to)
  local list = {}
  for part = from, to do list[#list + 1] = text(part) end
  return list
end
local current, live = math.floor(now / width), math.floor((now - window) / width)
local held = redis.call('HMGET', KEYS[1], 'total', 'oldest')
local total, oldest = tonumber(held[1] or '0'), tonumber(held[2] or text(current))
if total == 0 or live - oldest > 400 or oldest - current > 400 then
  if held[1] then redis.call('DEL', KEYS[1]) end
  total = 0
  oldest = current
elseif oldest < live then
  local gone = names(oldest, live - 1)
  for _, count in ipairs(redis.call('HMGET', KEYS[1], unpack(gone))) do total = total - tonumber(count or '0') end
  redis.call('HDEL', KEYS[1], unpack(gone))
  oldest = live
  redis.call('HSET', KEYS[1], 'total', text(total), 'oldest', text(oldest))
end
-- A clock that stepped back.
current = math.max(current, oldest)
`;

/** KEYS[1] the limit's key; ARGV limit, windowMs, cost, width of a part. Answers allowed (0/1), remaining, retryAfterMs, at. */
export const takeScript = `${window}
if total + cost <= limit then
  if cost > 0 then
    redis.call('HINCRBY', KEYS[1], text(current), text(cost))
    redis.call('HSET', KEYS[1], 'total', text(total + cost), 'oldest', text(oldest))
    redis.call('PEXPIRE', KEYS[1], text(window + 2 * width))
  end
  return {1, limit - total - cost, 0, now}
end
local wait = window
local missing = total + cost - limit
-- A few parts at a time: what comes free first is mostly enough, and a refusal is to be cheap.
local from = oldest
while cost <= limit and missing > 0 and from <= current do
  for index, count in ipairs(redis.call('HMGET', KEYS[1], unpack(names(from, math.min(from + 15, current))))) do
    missing = missing - tonumber(count or '0')
    if missing <= 0 then
      wait = (from + index) * width + window - now
      break
    end
  end
  from = from + 16
end
return {0, math.max(0, limit - total), math.max(1, wait), now}
`;

/** ARGV as above, and when it was taken. Answers what was returned, remaining. */
export const giveBackScript = `${window}
local part = text(math.floor(tonumber(ARGV[5]) / width))
local there = tonumber(redis.call('HGET', KEYS[1], part) or '0')
local returned = math.min(cost, there)
if returned > 0 then
  redis.call('HINCRBY', KEYS[1], part, text(-returned))
  total = total - returned
  redis.call('HSET', KEYS[1], 'total', text(total))
end
return {returned, math.max(0, limit - total)}
`;
