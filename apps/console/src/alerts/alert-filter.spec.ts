import type { AlertRow } from '@vedette/api-client';
import { isEmptyFilter, matchesFilter, readFilter, writeFilter } from './alert-filter';

const read = (query: string) => readFilter(new URLSearchParams(query));

describe('the filter of the alert list', () => {
  it('survives the way through the address', () => {
    const query = 'status=open%2Cclosed&severity=critical%2Chigh&q=ws-014&rule=r1';
    expect(writeFilter(read(query)).toString()).toBe(query);
  });

  it('leaves out what it does not know', () => {
    expect(isEmptyFilter(read('status=broken&severity=&other=1'))).toBe(true);
  });

  it('asks of a live alert what the gateway asks of a stored one', () => {
    const alert = { severity: 'HIGH', status: 'OPEN', rule: { id: 'r1', title: 'Encoded PowerShell' }, entity: { kind: 'host', value: 'WS-014' } } as AlertRow;
    expect(['', 'status=open', 'severity=high', 'q=powershell', 'q=ws-01', 'rule=r1'].map((query) => matchesFilter(read(query), alert))).toEqual(Array(6).fill(true));
    expect(['status=closed', 'severity=low', 'q=mshta', 'rule=r2'].map((query) => matchesFilter(read(query), alert))).toEqual(Array(4).fill(false));
  });
});
