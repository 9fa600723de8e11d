import type { AlertRow } from '@vedette/api-client';
import { askedFilter, isEmptyFilter, matchesFilter, readFilter, writeFilter } from './alert-filter';

const read = (query: string) => readFilter(new URLSearchParams(query));

describe('the filter of the alert list', () => {
  it('survives the way through the address', () => {
    const query = 'status=open%2Cclosed&severity=critical%2Chigh&q=ws-014&rule=r1&assignee=account%3A1&entity=host%3Aa%3Ab';
    expect(writeFilter(read(query)).toString()).toBe(query);
  });

  it('leaves out what it does not know', () => {
    expect(isEmptyFilter(read('status=broken&severity=&other=1'))).toBe(true);
  });

  it('asks of a live alert what the gateway asks of a stored one', () => {
    const alert = { severity: 'HIGH', status: 'OPEN', rule: { id: 'r1', title: 'Encoded PowerShell' }, entity: { kind: 'host', value: 'WS-014' }, assignee: 'account:1' } as AlertRow;
    expect(['', 'status=open', 'severity=high', 'q=powershell', 'q=ws-01', 'rule=r1', 'assignee=account:1', 'entity=host:WS-014'].map((query) => matchesFilter(read(query), alert))).toEqual(Array(8).fill(true));
    expect(['status=closed', 'severity=low', 'q=mshta', 'rule=r2', 'assignee=account:2', 'entity=host:ws-014', 'entity=user:WS-014'].map((query) => matchesFilter(read(query), alert))).toEqual(Array(7).fill(false));
  });

  it('asks the gateway for the words of an entity, within what it takes', () => {
    expect(askedFilter(read('entity=host:WS-014&q=other')).text).toBe('ws-014');
    const long = `${'a'.repeat(199)}🦊b`;
    expect(askedFilter({ ...read(''), entity: { kind: 'host', value: long } }).text).toBe('a'.repeat(199));
  });
});
