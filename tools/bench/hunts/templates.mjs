/** What varies from event to event, by the character that stands for it in a template (private use: no log holds them). */
export const slots = { host: '\ue000', user: '\ue001', isoTime: '\ue002', plainTime: '\ue003', guid: '\ue004', hex: '\ue005', digits: '\ue006', address: '\ue007', word: '\ue008' };

const GUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const HASH = /\b[0-9a-f]{32,}\b/gi;
const ISO = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?/g;
const PLAIN = /\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?/g;
const ADDRESS = /\b(?!127\.|0\.)\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g;
const HOSTS = /^(computer|hostname|computer_name|host|workstationname)$/i;
const USERS = /^(subjectusername|targetusername|username|accountname|user)$/i;
/** Everybody has these: they are the same in a real estate too. */
const COMMON = /^(-|system|local service|network service|window manager|.*\$|nt authority\\.*|.{0,3})$/i;
const NUMBERS = /^(recordnumber|eventrecordid|record_id|processid|threadid|executionprocessid|execution_processid|execution_threadid|sourceprocessid|targetprocessid|sourceport|destport|sourcethreadid|newprocessid)$/i;
const LOGONS = /^(subjectlogonid|targetlogonid|logonid|handleid)$/i;
const FILES = /^(targetfilename|objectname|relativetargetname|bucketname|key)$/i;
const CONSTANT = /^provider_?guid$/i;

function collect(value, hosts, users) {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'string' && !COMMON.test(inner)) {
      if (HOSTS.test(key)) hosts.add(inner);
      if (USERS.test(key)) users.add(inner);
    } else collect(inner, hosts, users);
  }
}

function varyText(key, text, names) {
  if (CONSTANT.test(key)) return text;
  if (NUMBERS.test(key) && /^\d{2,}$/.test(text)) return `${slots.digits}${String.fromCharCode(text.length)}`;
  if (LOGONS.test(key) && /^0x[0-9a-f]{3,}$/i.test(text)) return `0x${slots.hex}${String.fromCharCode(text.length - 2)}`;
  let varied = text;
  for (const [name, slot] of names) varied = varied.replaceAll(name, slot);
  if (FILES.test(key)) varied = varied.replace(/[^\\/]{4,}(\.\w{2,4})$/, `${slots.word}$1`);
  return varied
    .replace(GUID, slots.guid)
    .replace(HASH, (hash) => `${slots.hex}${String.fromCharCode(hash.length)}`)
    .replace(ISO, slots.isoTime)
    .replace(PLAIN, slots.plainTime)
    .replace(ADDRESS, slots.address);
}

function vary(key, value, names) {
  if (typeof value === 'string') return varyText(key, value, names);
  if (typeof value === 'number' && NUMBERS.test(key) && value >= 10) return `\ue009${slots.digits}${String.fromCharCode(String(value).length)}`;
  if (Array.isArray(value)) return value.map((inner) => vary(key, inner, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([inner, one]) => [inner, vary(inner, one, names)]));
}

const EVERY_SLOT = new RegExp(`([${slots.hex}${slots.digits}]([\\s\\S])|[${Object.values(slots).join('')}])`);

/**
 * A real event as literal texts with slots between them: `[text, slot, length, text, slot, length, …, text]`. Provider ids,
 * event ids, names of programs and command lines stay: they are what an estate repeats.
 */
export function templateOf(event) {
  const [hosts, users] = [new Set(), new Set()];
  collect(event, hosts, users);
  const names = [...[...hosts].map((name) => [name, slots.host]), ...[...users].map((name) => [name, slots.user])];
  // Longest first: a host's short name is part of its long one.
  names.sort(([one], [other]) => other.length - one.length);
  const text = JSON.stringify(vary('', event, names)).replace(/"\ue009(\ue006(?:\\u[0-9a-f]{4}|\\.|[\s\S]))"/g, '$1');
  const parts = [];
  let left = text.replace(/([\ue005\ue006])(?:\\u([0-9a-f]{4})|\\([bfnrt"\\]))/g, (_, slot, code, escape) => slot + (code ? String.fromCharCode(parseInt(code, 16)) : JSON.parse(`"\\${escape}"`)));
  for (let found = EVERY_SLOT.exec(left); found; found = EVERY_SLOT.exec(left)) {
    parts.push(left.slice(0, found.index), found[0][0], found[2] ? found[2].charCodeAt(0) : 0);
    left = left.slice(found.index + found[0].length);
  }
  parts.push(left);
  return parts;
}
