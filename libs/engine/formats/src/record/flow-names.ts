import type { FieldBag } from './field-bag';

/** What CEF, LEEF and firewalls call the ends of a connection → the names of Sigma's `category: firewall`. */
const flowNames: readonly (readonly [string, string])[] = [
  ['src', 'src_ip'], ['srcip', 'src_ip'], ['spt', 'src_port'], ['srcPort', 'src_port'], ['srcport', 'src_port'],
  ['dst', 'dst_ip'], ['dstip', 'dst_ip'], ['dpt', 'dst_port'], ['dstPort', 'dst_port'], ['dstport', 'dst_port'],
  ['act', 'action'], ['suser', 'username'], ['usrName', 'username'],
];

/** Adds Sigma's names beside the vendor's, where Sigma has one. */
export function addFlowNames(bag: FieldBag): void {
  for (const [from, to] of flowNames) if (bag.has(from)) bag.addIfAbsent(to, bag.fields[from]);
}
