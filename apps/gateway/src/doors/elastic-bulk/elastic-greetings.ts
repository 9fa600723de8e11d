/** What shippers ask before they send: is this Elasticsearch, is it new enough, and does its licence allow them. */
export const aboutCluster = {
  name: 'vedette',
  cluster_name: 'vedette',
  cluster_uuid: 'vedetteEventDoorAAAAAA',
  version: {
    number: '9.3.4',
    build_flavor: 'default',
    build_type: 'docker',
    build_hash: '0000000000000000000000000000000000000000',
    build_date: '2026-01-01T00:00:00.000Z',
    build_snapshot: false,
    lucene_version: '10.3.2',
    minimum_wire_compatibility_version: '8.19.0',
    minimum_index_compatibility_version: '8.0.0',
  },
  tagline: 'You Know, for Search',
} as const;

export const license = { uid: '00000000-0000-0000-0000-000000000000', type: 'basic', mode: 'basic', status: 'active' } as const;
