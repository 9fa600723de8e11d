import type { ConformanceCase } from './conformance-case';
import { field } from './conformance-case';

const generic = 'Modifiers, Generic';
const text = 'Modifiers, String';
const regex = 'Modifiers, Regular Expression';
const encoding = 'Modifiers, Encoding';
const numeric = 'Modifiers, Numeric';
const time = 'Modifiers, Time';
const noon = '2026-03-09T12:34:56Z';

function utf16(value: string, order: 'le' | 'be'): string {
  return [...value].map((letter) => (order === 'le' ? `${letter}\0` : `\0${letter}`)).join('');
}

/** Every value modifier of the appendix, alone and in the chains that rules use. */
export const modifierCases: readonly ConformanceCase[] = [
  field('contains', generic, 'F|contains', 'bc', ['abcd', 'BC', 'xbc'], ['b c', '', 'b']),
  field('contains', generic, 'F|contains', '[ab, cd]', ['xaby', 'cd'], ['a', 'bc']),
  field('startswith', generic, 'F|startswith', 'ab', ['abc', 'AB'], ['xab', 'a']),
  field('endswith', generic, 'F|endswith', "'\\cmd.exe'", ['C:\\Windows\\cmd.exe', '\\CMD.EXE'], ['cmd.exe', '\\cmd.exe ']),
  field('all', generic, 'F|contains|all', '[-enc, -nop]', ['x -nop -ENC y'], ['-enc', '-nop']),
  field('all', generic, 'F|endswith|all', '[c, bc]', ['abc'], ['c']),
  field('exists', generic, 'F|exists', 'true', ['x', '', null], []),
  { construct: 'exists', section: generic, detection: '{s: {F|exists: false}, condition: s}', matches: [{ G: 1 }], not: [{ F: '' }, { F: 0 }] },
  field('cased', generic, 'F|cased', 'Abc', ['Abc'], ['abc', 'ABC']),
  field('cased', generic, 'F|contains|cased', 'Abc', ['xAbcx'], ['xabcx']),
  field('neq', generic, 'F|neq', 'a', ['b', 'ab'], ['a', 'A']),
  field('neq', generic, 'F|contains|neq', 'a', ['b'], ['bab']),
  field('windash', text, 'F|windash|contains', "' -f'", ['x -f', 'x /f', 'x \u2013f', 'x \u2014f', 'x \u2015f'], ['x f', 'x +f']),
  field('windash', text, 'F|windash', "'-a -b x-y'", ['-a -b x-y', '/a -b x-y', '-a /b x-y', '/a \u2013b x-y'], ['-a -b x/y', 'a b x-y']),
  field('re', regex, 'F|re', "'ab+c?$'", ['xabb', 'abc'], ['AB', 'abcd']),
  field('re', regex, 'F|re', "'^(foo|ba[rz]){2}$'", ['foobar', 'bazfoo'], ['foo', 'foobarbaz']),
  field('re', regex, 'F|re', "'[^a-z]{2,3}x'", ['12x', 'a123x'], ['1x', 'abx']),
  field('re', regex, 'F|re|contains', 'b.d', ['abcde'], ['abd']),
  field('re|i', regex, 'F|re|i', "'ab+c'", ['ABBC', 'abc'], ['ac']),
  field('re|m', regex, 'F|re|m', "'^b$'", ['a\nb\nc', 'b'], ['ab']),
  field('re|s', regex, 'F|re|s', "'a.b'", ['a\nb', 'axb'], ['ab']),
  field('re', regex, 'F|re', "'a.b'", ['axb'], ['a\nb']),
  field('base64', encoding, 'F|base64', 'foobar', ['Zm9vYmFy'], ['foobar', 'Zm9v']),
  field('base64', encoding, 'F|base64|contains', 'foobar', ['xZm9vYmFyx'], ['Zm9v YmFy']),
  field('base64offset', encoding, 'F|base64offset|contains', 'foobar', ['foobar', 'xfoobar', 'xxfoobar', 'xxx foobar y'].map((plain) => Buffer.from(plain).toString('base64')), ['foobar', Buffer.from('fooba').toString('base64')]),
  field('utf16le', encoding, 'F|utf16le|contains', 'cmd', [utf16('xcmdx', 'le')], ['cmd', utf16('cm', 'le')]),
  field('utf16le', encoding, 'F|utf16le|base64offset|contains', 'cmd.exe', ['cmd.exe', 'xcmd.exe', 'xxcmd.exe'].map((plain) => Buffer.from(plain, 'utf16le').toString('base64')), [Buffer.from('cmd.exe').toString('base64')]),
  field('wide', encoding, 'F|wide|base64offset|contains', 'ping', [Buffer.from('a ping b', 'utf16le').toString('base64')], [Buffer.from('ping').toString('base64')]),
  field('utf16be', encoding, 'F|utf16be|contains', 'cmd', [utf16('xcmdx', 'be')], ['cmd']),
  field('utf16', encoding, 'F|utf16', 'cmd', [`\u00ff\u00fe${utf16('cmd', 'le')}`], [utf16('cmd', 'le')]),
  field('lt', numeric, 'F|lt', '10', [9, '9', -1, 9.5], [10, 11, 'x', '', null]),
  field('lte', numeric, 'F|lte', '10', [10, '10'], [10.5]),
  field('gt', numeric, 'F|gt', '10', [11, '10.5'], [10, 'a11']),
  field('gte', numeric, 'F|gte', '10', [10, '1e2'], [9]),
  field('neq', numeric, 'F|neq', '10', [11, 'x'], [10, '10']),
  field('minute', time, 'F|minute', '34', [noon], ['2026-03-09T12:35:00Z', 'x']),
  field('hour', time, 'F|hour', '12', [noon, '2026-03-09 12:00:00'], ['2026-03-09T13:00:00Z', 12]),
  field('hour', time, 'F|hour|gte', '12', [noon], ['2026-03-09T11:59:59Z']),
  field('day', time, 'F|day', '9', [noon], ['2026-03-10T00:00:00Z']),
  field('week', time, 'F|week', '11', [noon], ['2026-03-08T12:00:00Z']),
  field('month', time, 'F|month', '3', [noon], ['2026-04-01T00:00:00Z']),
  field('year', time, 'F|year', '2026', [noon], ['2025-12-31T23:59:59Z']),
  field('cidr v4', 'Modifiers, IP', 'F|cidr', '10.0.0.0/8', ['10.0.0.0', '10.255.1.2'], ['11.0.0.1', '10.0.0', 'x', '::10.0.0.1/8']),
  field('cidr v4', 'Modifiers, IP', 'F|cidr', '[192.168.0.0/16, 127.0.0.1/32]', ['192.168.9.1', '127.0.0.1'], ['127.0.0.2']),
  field('cidr v6', 'Modifiers, IP', 'F|cidr', "'fe80::/10'", ['fe80::1', 'FEBF::1'], ['fec0::1', '10.0.0.1']),
  field('cidr v6', 'Modifiers, IP', 'F|cidr', "'2001:db8::/32'", ['2001:db8:0:1::2', '2001:0DB8::'], ['2001:db9::1']),
  { construct: 'expand', section: 'Modifiers, Specific', detection: "{s: {F|expand: '%admins%'}, condition: s}", placeholders: { admins: ['root', 'adm_*'] }, matches: [{ F: 'ROOT' }, { F: 'adm_x' }], not: [{ F: '%admins%' }, { F: 'ann' }] },
  { construct: 'expand', section: 'Rules, Placeholders', detection: "{s: {F|expand|contains: 'x\\%y%admins%'}, condition: s}", placeholders: { admins: ['root'] }, matches: [{ F: 'ax%yrootb' }], not: [{ F: 'x%y%admins%' }] },
  { construct: 'expand', section: 'Rules, Placeholders', detection: "{s: {F: '%admins%'}, condition: s}", placeholders: { admins: ['root'] }, matches: [{ F: '%admins%' }], not: [{ F: 'root' }] },
  { construct: 'fieldref', section: 'Modifiers, Specific', detection: '{s: {F|fieldref: G}, condition: s}', matches: [{ F: 'a', G: 'A' }, { F: 5, G: '5' }], not: [{ F: 'a', G: 'b' }, { F: 'a' }] },
  { construct: 'fieldref', section: 'Modifiers, Specific', detection: '{s: {F|fieldref|neq: G}, condition: s}', matches: [{ F: 'a', G: 'b' }], not: [{ F: 'a', G: 'a' }] },
  { construct: 'fieldref', section: 'Modifiers, Specific', detection: '{s: {F|fieldref|endswith: G}, condition: s}', matches: [{ F: 'xab', G: 'ab' }], not: [{ F: 'abx', G: 'ab' }] },
];
