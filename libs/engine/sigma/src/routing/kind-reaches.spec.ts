import { builtInRouting } from './built-in-routing';
import { kindReaches } from './kind-reaches';

describe('kinds of logs and the rules they reach', () => {
  it.each([
    ['windows/sysmon', { product: 'windows', category: 'process_creation' }, true],
    ['windows/security', { product: 'windows', category: 'process_creation' }, true],
    ['windows/security', { product: 'windows', category: 'dns_query' }, false],
    ['windows/security', { product: 'windows', service: 'security' }, true],
    ['windows/system', { product: 'windows', service: 'security' }, false],
    ['linux/sysmon', { product: 'linux', category: 'process_creation' }, true],
    ['linux/auditd', { product: 'linux', category: 'process_creation' }, false],
    ['aws/cloudtrail', { product: 'aws', service: 'cloudtrail' }, true],
    ['web', { category: 'webserver' }, true],
    ['web', { category: 'proxy' }, false],
  ])('%s, %p: %p', (kind, logsource, reached) => {
    expect(kindReaches(kind, logsource, builtInRouting)).toBe(reached);
  });
});
