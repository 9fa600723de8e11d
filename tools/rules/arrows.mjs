// The table of allowed arrows between projects (HOUSE, section 3), as data. Everything not named here is refused.

/** Kinds each kind may import. Specs may import `testing` too. Servers reach the engine through a domain only. */
export const kindArrows = {
  kernel: [],
  contracts: ['kernel'],
  engine: ['kernel', 'engine'],
  platform: ['kernel', 'contracts', 'platform'],
  domain: ['kernel', 'contracts', 'engine', 'platform', 'domain'],
  'server-app': ['kernel', 'contracts', 'platform', 'domain'],
  'api-client': [],
  console: ['api-client'],
  e2e: ['api-client', 'testing'],
  cli: ['kernel', 'engine', 'api-client'],
  testing: ['kernel', 'contracts', 'platform'],
  tools: ['kernel', 'contracts', 'engine', 'platform', 'domain', 'api-client', 'testing'],
};

/** Kinds whose specs get `@vedette/testing`. The others' specs need nothing outside. */
export const testedWithServers = ['platform', 'domain', 'server-app', 'cli', 'engine', 'contracts', 'kernel'];

/** Inside a kind, which subject may import which. A subject that is not listed may import none of its kind. */
export const subjectArrows = {
  engine: {
    sigma: [],
    correlation: ['sigma'],
    indicators: [],
    baselines: [],
    series: [],
    coordination: [],
    formats: [],
  },
  platform: {
    config: [],
    telemetry: ['config'],
    database: ['config', 'telemetry'],
    queue: ['config', 'telemetry', 'database', 'pubsub'],
    pubsub: ['config', 'telemetry'],
    cache: ['config', 'telemetry'],
    storage: ['config', 'telemetry'],
    lake: ['config', 'telemetry', 'storage'],
    mail: ['config', 'telemetry'],
  },
  // The line of the domains: identity < audit < intelligence < detection < response < reporting, and two beside it.
  domain: {
    identity: [],
    audit: ['identity'],
    intelligence: ['identity', 'audit'],
    detection: ['identity', 'audit', 'intelligence'],
    response: ['identity', 'audit', 'intelligence', 'detection'],
    reporting: ['identity', 'audit', 'intelligence', 'detection', 'response'],
    billing: ['identity'],
    privacy: ['identity'],
  },
};

/** The one domain whose verbs every other domain may call; of the rest they see `/reads` only. */
export const openDomain = 'identity';

export const kindOfTags = (tags) => tags.find((tag) => tag.startsWith('type:'))?.slice('type:'.length);
export const subjectOfTags = (tags) => tags.find((tag) => tag.startsWith('scope:'))?.slice('scope:'.length);

/** Why one project may not import another, or null. `inSpec`: the importing file is a spec. */
export function arrowRefusal(from, to, { inSpec = false } = {}) {
  if (from.name === to.name) return null;
  const [kind, target] = [kindOfTags(from.tags), kindOfTags(to.tags)];
  if (inSpec && target === 'testing' && testedWithServers.includes(kind)) return null;
  if (!kindArrows[kind]?.includes(target)) return `${kind} (${from.name}) may not import ${target} (${to.name})`;
  if (kind !== target || !subjectArrows[kind]) return null;
  const [subject, other] = [subjectOfTags(from.tags), subjectOfTags(to.tags)];
  return subjectArrows[kind][subject]?.includes(other) ? null : `${kind} ${subject} may not import ${kind} ${other}`;
}

/** The same table for @nx/enforce-module-boundaries. */
export function depConstraints({ specs = false } = {}) {
  const type = (kind) => `type:${kind}`;
  const byKind = Object.entries(kindArrows).map(([kind, targets]) => ({
    sourceTag: type(kind),
    onlyDependOnLibsWithTags: [...targets, ...(specs && testedWithServers.includes(kind) ? ['testing'] : [])].map(type),
  }));
  const bySubject = Object.entries(subjectArrows).flatMap(([kind, subjects]) => {
    const elsewhere = [...kindArrows[kind].filter((target) => target !== kind), ...(specs ? ['testing'] : [])].map(type);
    return Object.entries(subjects).map(([subject, targets]) => ({
      allSourceTags: [type(kind), `scope:${subject}`],
      onlyDependOnLibsWithTags: [...elsewhere, ...targets.map((target) => `scope:${target}`)],
    }));
  });
  return [...byKind, ...bySubject];
}
