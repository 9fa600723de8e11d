import { compileRules } from '../compile/compiled-rules';
import { loadRules } from '../parse/load-rules';
import type { RefusedRule } from '../parse/rule-fault';
import type { SigmaRule } from '../parse/sigma-rule';
import { applyPipelines } from './apply-pipelines';
import { parsePipeline } from './parse-pipeline';
import { leavesOf } from './rule-leaves';
import type { SigmaPipeline } from './sigma-pipeline';

function pipeline(items: string, head = ''): SigmaPipeline {
  const parsed = parsePipeline({ origin: 'p.yml', text: `name: p\n${head}transformations:\n${items.split('\n').map((line) => `  ${line}`).join('\n')}\n` });
  if ('reason' in parsed) throw new Error(parsed.reason);
  return parsed;
}

function refusal(text: string): RefusedRule {
  const parsed = parsePipeline({ origin: 'p.yml', text });
  if (!('reason' in parsed)) throw new Error('the pipeline was accepted');
  return parsed;
}

function rule(detection: string, more = ''): SigmaRule {
  const { rules, refused } = loadRules([{ origin: 'r.yml', text: `title: r\nid: r\nlogsource: {product: windows, category: process_creation}\ndetection: ${detection}\n${more}` }]);
  expect(refused).toEqual([]);
  const [only] = rules;
  if (!only) throw new Error('no rule');
  return only;
}

const image = "{s: {Image|endswith: '\\a.exe', User: root}, condition: s}";
const written = (of: SigmaRule | undefined): string[] => (of ? leavesOf(of.detection).map((leaf) => leaf.written) : []);
const after = (items: string, detection = image, more = ''): string[] => written(applyPipelines([rule(detection, more)], [pipeline(items)]).rules[0]);

describe('transformations', () => {
  it.each([
    ['field_name_mapping', '- {type: field_name_mapping, mapping: {Image: process.executable, User: [user.name, user.id]}}', ['process.executable|endswith: \\a.exe', 'user.name: root', 'user.id: root']],
    ['field_name_prefix_mapping', '- {type: field_name_prefix_mapping, mapping: {Im: process.im}}', ['process.image|endswith: \\a.exe', 'User: root']],
    ['field_name_prefix', '- {type: field_name_prefix, prefix: win.}', ['win.Image|endswith: \\a.exe', 'win.User: root']],
    ['field_name_suffix', '- {type: field_name_suffix, suffix: .text}', ['Image.text|endswith: \\a.exe', 'User.text: root']],
    ['drop_detection_item', '- {type: drop_detection_item, field_name_conditions: [{type: include_fields, fields: [User]}]}', ['Image|endswith: \\a.exe']],
    ['convert_type', '- {type: convert_type, target_type: str}', ['Image|endswith: \\a.exe', 'User: root']],
    ['add_condition', '- {type: add_condition, conditions: {index: main}}', ['index: main', 'Image|endswith: \\a.exe', 'User: root']],
  ])('%s', (_what, items, expected) => {
    expect(after(items)).toEqual(expected);
  });

  it('keeps the name of a selection that is one test, and maps what fields are compared with', () => {
    const { rules } = applyPipelines([rule('{s: {A|fieldref: B}, condition: s}')], [pipeline('- {type: field_name_mapping, mapping: {A: x, B: why}}')]);
    expect(rules[0]?.detection).toMatchObject({ label: 's', field: 'x', test: { op: 'field', other: 'why' } });
  });

  it.each([
    ['replace_string', "- {type: replace_string, regex: '^C:', replacement: 'D:'}", 'C:\\x*', 'D:\\xy', 'C:\\xy'],
    ['replace_string', "- {type: replace_string, regex: 'b+', replacement: '$&'}", 'abb', 'a$&', 'abb'],
    ['map_string', '- {type: map_string, mapping: {high: [3, 4]}}', 'high', '4', 'high'],
    ['set_value', '- {type: set_value, value: 7}', 'x', '7', 'x'],
  ])('%s changes the values that match', (_what, items, value, hit, miss) => {
    const { rules } = applyPipelines([rule(`{s: {F: '${value}'}, condition: s}`)], [pipeline(items)]);
    const compiled = compileRules(rules);
    const matches = (F: string): boolean => compiled.evaluate({ fields: { F, Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 1 }, kind: 'windows/sysmon' }).length > 0;
    expect([matches(hit), matches(miss)]).toEqual([true, false]);
  });

  it('case changes letters where they count', () => {
    const { rules } = applyPipelines([rule('{s: {F|cased: AbC}, condition: s}')], [pipeline('- {type: case, method: upper}')]);
    const compiled = compileRules(rules);
    expect(['ABC', 'AbC'].map((F) => compiled.evaluate({ fields: { F, Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 1 } }).length)).toEqual([1, 0]);
  });

  it('change_logsource, and add_condition negated', () => {
    const { rules } = applyPipelines([rule('{s: {F: x}, condition: s}')], [pipeline('- {type: change_logsource, product: windows, service: security}\n- {type: add_condition, negated: true, conditions: {User: [a, b]}}')]);
    const compiled = compileRules(rules);
    const matches = (fields: Record<string, unknown>): boolean => compiled.evaluate({ fields: { F: 'x', ...fields } }).length > 0;
    expect([matches({ Channel: 'Security' }), matches({ Channel: 'Security', User: 'B' }), matches({ Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 1 })]).toEqual([true, false, false]);
  });

  it.each([
    ['rule_failure', '- {type: rule_failure, message: not for us}', 'not for us'],
    ['detection_item_failure', '- {type: detection_item_failure, message: no users here, field_name_conditions: [{type: include_fields, fields: [User]}]}', 'no users here'],
    ['a detection that is dropped whole', '- {type: drop_detection_item}', 'the pipeline leaves nothing of the detection'],
  ])('%s refuses the rule, and no other', (_what, items, reason) => {
    const other = { ...rule('{s: {A: b}, condition: s}'), id: 'other', tags: ['keep.me'] };
    const { rules, refused } = applyPipelines([rule(image), other], [pipeline(`${items.slice(0, -1)}, rule_conditions: [{type: tag, tag: keep.me}], rule_cond_not: true}`)]);
    expect(rules.map(({ id }) => id)).toEqual(['other']);
    expect(refused).toEqual([{ origin: 'r.yml', ruleId: 'r', title: 'r', reason }]);
  });
});

describe('conditions', () => {
  const prefix = (conditions: string): string => `- {type: field_name_prefix, prefix: x., ${conditions}}`;
  const touched = (conditions: string): boolean => after(prefix(conditions), '{s: {Image: a*b, User: null}, condition: s}', 'level: high\ntags: [attack.t1059]\n')[0] === 'x.Image: a*b';

  it.each([
    ['rule_conditions: [{type: logsource, product: windows}]', true],
    ['rule_conditions: [{type: logsource, product: windows, service: security}]', false],
    ['rule_conditions: [{type: contains_field, field: User}]', true],
    ['rule_conditions: [{type: contains_field, field: Nobody}]', false],
    ["rule_conditions: [{type: contains_detection_item, field: Image, value: 'A*B'}]", true],
    ['rule_conditions: [{type: is_sigma_rule}]', true],
    ['rule_conditions: [{type: is_sigma_correlation_rule}]', false],
    ['rule_conditions: [{type: rule_attribute, attribute: level, value: medium, op: gte}]', true],
    ['rule_conditions: [{type: rule_attribute, attribute: level, value: critical, op: gte}]', false],
    ["rule_conditions: [{type: rule_attribute, attribute: title, value: 'q, r', op: in}]", true],
    ['rule_conditions: [{type: tag, tag: attack.t1059}]', true],
    ['rule_conditions: [{type: tag, tag: a.b}, {type: is_sigma_rule}]', false],
    ['rule_conditions: [{type: tag, tag: a.b}, {type: is_sigma_rule}], rule_cond_op: or', true],
    ['rule_conditions: [{type: tag, tag: a.b}], rule_cond_not: true', true],
    ["detection_item_conditions: [{type: match_string, cond: any, pattern: 'a'}]", true],
    ["detection_item_conditions: [{type: match_string, cond: any, pattern: 'b'}]", false],
    ["detection_item_conditions: [{type: match_string, pattern: 'b', negate: true}]", true],
    ['detection_item_conditions: [{type: contains_wildcard}]', true],
    ['detection_item_conditions: [{type: is_null}]', false],
    ['field_name_conditions: [{type: include_fields, fields: [Image]}]', true],
    ["field_name_conditions: [{type: include_fields, mode: re, fields: ['Im.*e']}]", true],
    ['field_name_conditions: [{type: exclude_fields, fields: [Image]}]', false],
    ['field_name_conditions: [{type: exclude_fields, fields: [User]}]', true],
    ['rule_conditions: [{type: processing_state, key: a, val: b}]', false],
  ])('%s: %s', (conditions, expected) => {
    expect(touched(conditions)).toBe(expected);
  });

  it('know what came before: items, and states', () => {
    const items = '- {id: first, type: field_name_mapping, mapping: {Image: img}}\n- {type: set_state, key: a, val: b}\n- {type: field_name_prefix, prefix: x., field_name_conditions: [{type: processing_item_applied, processing_item_id: first}], rule_conditions: [{type: processing_state, key: a, val: b}, {type: processing_item_applied, processing_item_id: first}]}';
    expect(after(items)).toEqual(['x.img|endswith: \\a.exe', 'User: root']);
  });

  it('run in the order of the priorities', () => {
    const late = pipeline('- {type: field_name_suffix, suffix: .late}', 'priority: 20\n');
    const early = pipeline('- {type: field_name_mapping, mapping: {Image: img}}', 'priority: 10\n');
    expect(written(applyPipelines([rule(image)], [late, early]).rules[0])).toEqual(['img.late|endswith: \\a.exe', 'User.late: root']);
  });
});

describe('parsePipeline', () => {
  it.each([
    ['no map', '- a', 'not a map', 1],
    ['no transformations', 'name: x\n', 'transformations is missing', 1],
    ['an unknown transformation', 'transformations:\n  - id: a\n    type: field_name_maping\n', '"field_name_maping" is no transformation that is known here: field_name_mapping', 3],
    ['an unknown condition', 'transformations:\n  - type: field_name_prefix\n    prefix: a\n    rule_conditions:\n      - type: moon\n', '"moon" is no condition', 5],
    ['a missing setting', 'transformations:\n  - type: field_name_prefix\n', 'prefix is missing', 2],
    ['a mapping to nothing', 'transformations:\n  - type: field_name_mapping\n    mapping: {a: []}\n', 'mapping is missing or empty', 3],
    ['an expression that could explode', "transformations:\n  - type: replace_string\n    regex: '(x+x+)+y'\n    replacement: b\n", 'could take very long', 3],
    ['groups in a replacement', "transformations:\n  - type: replace_string\n    regex: '(a)'\n    replacement: '\\1'\n", 'refers to a group', 4],
    ['a broken expression', "transformations:\n  - type: drop_detection_item\n    detection_item_conditions:\n      - type: match_string\n        pattern: '('\n", 'a group is not closed', 4],
    ['placeholders', 'transformations:\n  - type: value_placeholders\n', 'give them when loading the rules', 2],
    ['conditions as an expression', 'transformations:\n  - type: drop_detection_item\n    rule_cond_expr: a and b\n', 'is not supported', 3],
    ['a broken condition to add', 'transformations:\n  - type: add_condition\n    conditions: {"F|nope": x}\n', 'unknown modifier', 2],
    ['broken YAML', 'transformations: [', 'not valid YAML', 1],
  ])('refuses %s, with the line', (_what, text, reason, line) => {
    const refused = refusal(text);
    expect(refused.reason).toContain(reason);
    expect(refused.line).toBe(line);
  });

  it('is bounded, and takes no name for more than a name', () => {
    expect(refusal(`transformations:\n${'  - {type: drop_detection_item}\n'.repeat(1_001)}`).reason).toContain('more than 1000');
    expect(refusal('transformations:\n  - type: constructor\n').reason).toContain('no transformation');
    const mapped = pipeline('- {type: field_name_mapping, mapping: {__proto__: x, constructor: why, F: __proto__}}');
    expect(written(applyPipelines([rule('{s: {constructor: a, F: b}, condition: s}')], [mapped]).rules[0])).toEqual(['why: a', '__proto__: b']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('a pipeline for events in ECS', () => {
  it('makes Sigma rules match them', () => {
    const ecs = pipeline(
      [
        '- id: fields',
        '  type: field_name_mapping',
        '  mapping: {Image: process.executable, CommandLine: process.command_line, User: [user.name, user.id]}',
        '  rule_conditions: [{type: logsource, product: windows, category: process_creation}]',
        '- type: rule_failure',
        '  message: only process_creation is mapped to ECS',
        '  rule_conditions: [{type: processing_item_applied, processing_item_id: fields}]',
        '  rule_cond_not: true',
        '- {type: change_logsource, category: acme_processes}',
      ].join('\n'),
    );
    const network = { ...rule('{s: {A: b}, condition: s}'), id: 'net', logsource: { category: 'network_connection', product: 'windows' } };
    const { rules, refused } = applyPipelines([rule("{s: {Image|endswith: '\\a.exe', CommandLine|contains: ' -x'}, f: {User: system}, condition: s and not f}"), network], [ecs]);
    expect(refused).toMatchObject([{ ruleId: 'net', reason: 'only process_creation is mapped to ECS' }]);
    const compiled = compileRules(rules, { routing: { entries: [{ name: 'acme', logsource: { category: 'acme_processes' }, conditions: [], fieldMappings: {} }] } });
    const event = (name: string) => ({ fields: { process: { executable: 'C:\\a.exe', command_line: 'a -x' }, user: { name } } });
    expect([compiled.evaluate(event('ann')).length, compiled.evaluate(event('SYSTEM')).length]).toEqual([1, 0]);
  });
});
