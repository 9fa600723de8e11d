/**
 * Text of an event as a reader may see it: controls, line breaks, invisible and direction-changing characters become a
 * blank, lone surrogates and NUL (which Postgres cannot store) do not survive, and it ends after `limit` characters.
 */
export function inert(text: string, limit: number): string {
  const plain = text
    .slice(0, limit * 2 + 16)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, ' ')
    .trim();
  return plain.length <= limit ? plain : `${sliceWhole(plain, limit - 1)}…`;
}

/** Never cuts between the two halves of a character outside the basic plane. */
function sliceWhole(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

/**
 * JSON text that Postgres takes as jsonb: it refuses the escapes of NUL and of surrogates without their other half,
 * both of which a sender may well put into an event.
 */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  // JSON.stringify writes whole pairs as they are, so what is left as an escape has no other half.
  return text.includes('\\u')
    ? text.replace(/\\(?:u0000|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/g, (escape) => (/^\\u(0000|d)/i.test(escape) ? '\ufffd' : escape))
    : text;
}
