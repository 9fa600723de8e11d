import { FilesOfTest, failedLogon, whoami } from '../fixtures/rule-files';
import { sigma } from '../fixtures/vedette';

const files = new FilesOfTest();
const broken = whoami.replace('condition: selection', 'condition: selection and');

describe('vedette sigma lint', () => {
  it('prints path, line, column, severity, code and message of each finding, and fails', async () => {
    const path = files.put('rules/broken.yml', broken);
    files.put('rules/good.yml', failedLogon);
    const { code, stdout, stderr } = await sigma(['lint', files.path('rules')]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^\S+\/rules\/broken\.yml:10:14 error [\w.-]+ \S/m);
    expect(stdout).toContain(path);
    expect(stdout).not.toMatch(/good\.yml.* error /);
    expect(stderr).toMatch(/^1 error, \d+ warnings?.* in 2 files$/m);
  });

  it('prints one object a line as JSON', async () => {
    const { stdout } = await sigma(['lint', files.put('broken.yml', broken), '--format', 'json', '-q']);
    const found = stdout.trim().split('\n').map((line): unknown => JSON.parse(line));
    expect(found).toContainEqual(expect.objectContaining({ origin: files.path('broken.yml'), severity: 'error', line: 10, column: 14 }));
  });

  it('counts lines of the whole text where it holds several rules', async () => {
    const { stdout } = await sigma(['lint', files.put('two.yml', `${failedLogon}---\n${broken}`)]);
    expect(stdout).toMatch(/two\.yml:21:14 error /);
  });

  it('checks correlations and several paths', async () => {
    const correlation = files.put('c.yml', 'title: c\ncorrelation:\n  type: event_count\n  rules: [nobody]\n  timespan: 1m\n  condition:\n    gte: 2\n');
    const { code, stdout } = await sigma(['lint', files.put('a.yml', whoami), correlation]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/c\.yml:4:\d+ error .*nobody/);
  });

  it('is content with good rules', async () => {
    const { code, stdout } = await sigma(['lint', files.put('a.yml', whoami), '-q']);
    expect({ code, errors: stdout.includes(' error ') }).toEqual({ code: 0, errors: false });
  });

  it('exits with 1 for a path that is not there and with 2 for wrong usage', async () => {
    expect((await sigma(['lint', files.path('absent')])).code).toBe(1);
    expect((await sigma(['lint'])).code).toBe(2);
    expect((await sigma(['lint', 'x', '--format', 'xml'])).code).toBe(2);
  });
});
