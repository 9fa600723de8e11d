import { openMail } from '@vedette/mail';
import { Actor } from '../actor/actor';
import { openDnsServer } from '../testing/dns-server';
import type { DnsServer } from '../testing/dns-server';
import { openStage } from '../testing/identity-stage';
import type { Stage } from '../testing/identity-stage';
import { DnsDoor } from './dns-door';
import { Domains } from './domains';
import type { Domain } from './domains';
import { Joining } from './joining';

const DAY = 24 * 60 * 60 * 1000;
const mail = openMail({ url: 'mailbox:', from: 'vedette@vedette.local' });

let stage: Stage;
let dns: DnsServer;
let domains: Domains;
let joining: Joining;
let acme: Actor;
let globex: Actor;
let number = 0;

beforeAll(async () => {
  [stage, dns] = await Promise.all([openStage(), openDnsServer()]);
  const deps = { ...stage.db, clock: stage.clock };
  domains = new Domains({ ...deps, mail, publicUrl: 'https://vedette.example', dns: new DnsDoor({ servers: [dns.address] }) });
  joining = new Joining(deps);
});
beforeEach(async () => {
  number += 1;
  acme = (await stage.signedUp(`owner${number}@acme.example`, 'acme')).actor;
  globex = (await stage.signedUp(`owner${number}@globex.example`, 'globex')).actor;
});
afterAll(async () => {
  await domains?.settled();
  await dns?.close();
  await stage?.close();
});

const publish = ({ record }: Domain) => dns.records.set(record.name, [...[dns.records.get(record.name) ?? []].flat(), record.value]);
const withdraw = ({ record }: Domain) => dns.records.set(record.name, [dns.records.get(record.name) ?? []].flat().filter((value) => value !== record.value));
const proven = async (actor: Actor, domain: string) => {
  const claimed = await domains.claim(actor, domain);
  publish(claimed);
  return domains.check(actor, claimed.id);
};
/** Whoever works for hours proves themselves again now and then. */
const fresh = (actor: Actor) => Actor.of({ ...actor, authenticatedAt: stage.clock.now() });
const lettersTo = async (address: string) => {
  await domains.settled();
  return (mail.mailbox?.messages() ?? []).filter(({ to }) => to === address).map(({ subject }) => subject);
};

describe('a domain', () => {
  it('is proven by its record, and by nothing else', async () => {
    const claimed = await domains.claim(acme, 'Bücher.example');
    expect(claimed).toMatchObject({ domain: 'xn--bcher-kva.example', verifiedAt: null, autoJoinRole: null });
    expect(claimed.record.name).toBe('_vedette-challenge.xn--bcher-kva.example');
    await expect(domains.check(acme, claimed.id)).rejects.toMatchObject({ code: 'domain.record_missing' });
    dns.records.set(claimed.record.name, [`${claimed.record.value}x`, 'vedette-verification=', claimed.record.value.slice(0, -1)]);
    await expect(domains.check(acme, claimed.id)).rejects.toMatchObject({ code: 'domain.record_missing' });
    dns.records.set(claimed.record.name, 'failing');
    await expect(domains.check(acme, claimed.id)).rejects.toMatchObject({ code: 'domain.unanswered' });
    dns.records.set(claimed.record.name, ['something else', claimed.record.value]);
    expect((await domains.check(acme, claimed.id)).verifiedAt).toEqual(stage.clock.date());
    expect(await stage.audits(acme)).toEqual(expect.arrayContaining(['domain.claimed', 'domain.verified']));
  });

  it('is claimed once, twenty are, and each with a fresh proof', async () => {
    await domains.claim(acme, 'once.example');
    await expect(domains.claim(acme, 'ONCE.example.')).rejects.toMatchObject({ code: 'domain.exists' });
    const more = await Promise.allSettled(Array.from({ length: 25 }, (_, index) => domains.claim(acme, `d${index}.example`)));
    expect(more.filter(({ status }) => status === 'fulfilled')).toHaveLength(19);
    expect(await domains.list(acme)).toHaveLength(20);
    await expect(domains.claim(Actor.of({ ...acme, authenticatedAt: stage.clock.now() - 6 * 60_000 }), 'late.example')).rejects.toMatchObject({ code: 'auth.step_up' });
  });

  it('belongs to one organisation, and DNS says to which', async () => {
    const name = `contested${number}.example`;
    const ours = await proven(acme, name);
    await domains.setAutoJoin(acme, ours.id, 'viewer');
    const theirs = await domains.claim(globex, name);
    await expect(domains.check(globex, theirs.id)).rejects.toMatchObject({ code: 'domain.record_missing' });
    publish(theirs);
    await expect(domains.check(globex, theirs.id)).rejects.toMatchObject({ code: 'domain.contested' });
    expect((await domains.list(acme))[0]?.verifiedAt).not.toBeNull();
    withdraw(ours);
    expect((await domains.check(globex, theirs.id)).verifiedAt).not.toBeNull();
    expect(await domains.list(acme)).toMatchObject([{ verifiedAt: null, autoJoinRole: null }]);
    expect(await stage.audits(acme)).toContain('domain.lost');
    expect(await lettersTo(acme.accountEmail ?? '')).toEqual(['A domain is proven by another organisation now']);
  });

  it('proven by two at once belongs to one of them', async () => {
    const name = `race${number}.example`;
    const [ours, theirs] = [await domains.claim(acme, name), await domains.claim(globex, name)];
    publish(ours);
    publish(theirs);
    const both = await Promise.allSettled([domains.check(acme, ours.id), domains.check(globex, theirs.id)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await stage.db.adminSql`select count(*)::int as n from tenant_domains where domain = ${name} and verified_at is not null`).toEqual([{ n: 1 }]);
  });

  it('is asked for again each week, and lost with the third miss in a row', async () => {
    const mine = await proven(acme, `weekly${number}.example`);
    const asked = () => dns.asked.splice(0).filter((name) => name === mine.record.name).length;
    asked();
    stage.clock.advance(7 * DAY - 1);
    await domains.round();
    expect(asked()).toBe(0);
    stage.clock.advance(1);
    await domains.round();
    expect(asked()).toBe(1);
    await domains.round();
    expect(asked()).toBe(0);

    stage.clock.advance(7 * DAY);
    withdraw(mine);
    await domains.round();
    stage.clock.advance(DAY);
    await domains.round();
    // Found in between: the count begins anew.
    publish(mine);
    stage.clock.advance(DAY);
    await domains.round();
    expect((await domains.list(acme))[0]?.verifiedAt).not.toBeNull();

    stage.clock.advance(7 * DAY);
    // Silence is no answer, and no miss.
    dns.records.set(mine.record.name, 'failing');
    for (let hour = 0; hour < 5; hour += 1) {
      await domains.round();
      stage.clock.advance(DAY / 24);
    }
    expect((await domains.list(acme))[0]?.verifiedAt).not.toBeNull();
    dns.records.set(mine.record.name, []);
    for (let day = 0; day < 3; day += 1) {
      expect((await domains.list(acme))[0]?.verifiedAt).not.toBeNull();
      expect(await lettersTo(acme.accountEmail ?? '')).toEqual([]);
      await domains.round();
      stage.clock.advance(DAY);
    }
    expect((await domains.list(acme))[0]?.verifiedAt).toBeNull();
    expect(await lettersTo(acme.accountEmail ?? '')).toEqual(['A domain is no longer proven']);
  });

  it('is asked for by one of several processes', async () => {
    const mine = await proven(acme, `many${number}.example`);
    stage.clock.advance(8 * DAY);
    dns.asked.splice(0);
    await Promise.all([1, 2, 3, 4].map(() => domains.round()));
    expect(dns.asked.filter((name) => name === mine.record.name)).toHaveLength(1);
  });
});

describe('joining by a domain', () => {
  const joiner = async (email: string) => (await stage.signedUp(email, 'Own')).actor;

  it('is offered to a proven address of a proven domain, and happens only when asked for', async () => {
    const name = `join${number}.example`;
    const claimed = await domains.claim(acme, name);
    await expect(domains.setAutoJoin(acme, claimed.id, 'viewer')).rejects.toMatchObject({ code: 'domain.unproven' });
    const ann = await joiner(`ann@${name}`);
    publish(claimed);
    await domains.check(acme, claimed.id);
    expect(await joining.offers(ann)).toEqual([]);
    await expect(domains.setAutoJoin(acme, claimed.id, 'owner')).rejects.toMatchObject({ code: 'domain.role_unknown' });
    await domains.setAutoJoin(acme, claimed.id, 'viewer');
    expect(await joining.offers(ann)).toEqual([{ tenantId: acme.tenantId, name: 'acme', domain: name, role: 'viewer' }]);
    for (const stranger of [`bob@x${name}`, `bob@sub.${name}`, `bob@${name}.example`]) expect(await joining.offers(await joiner(stranger))).toEqual([]);
    expect(await stage.tenancies.mine(ann)).toHaveLength(1);

    const all = await Promise.allSettled(Array.from({ length: 10 }, () => joining.join(ann, acme.tenantId)));
    const [session] = all.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(session?.actor).toMatchObject({ tenantId: acme.tenantId, role: 'viewer' });
    expect(await stage.sessions.isLive(ann)).toBe(false);
    expect(await stage.audits(acme)).toContain('member.joined');
    expect(await joining.offers(session?.actor ?? ann)).toEqual([]);
  });

  it('is over when the domain is lost, and is no way back for who was removed', async () => {
    const name = `back${number}.example`;
    const mine = await proven(acme, name);
    await domains.setAutoJoin(acme, mine.id, 'analyst');
    const [ann, bob] = [await joiner(`ann@${name}`), await joiner(`bob@${name}`)];
    const inside = await joining.join(ann, acme.tenantId);
    await stage.members.remove(acme, inside.actor.accountId ?? '');
    const again = await stage.accounts.logIn({ email: `ann@${name}`, password: 'velvet anchor drifts at noon' }, { address: '192.0.2.9', userAgent: 'spec' });
    if (!('session' in again)) throw new Error('no session');
    expect(await joining.offers(again.session.actor)).toEqual([]);
    await expect(joining.join(again.session.actor, acme.tenantId)).rejects.toMatchObject({ code: 'join.not_offered' });
    expect(await joining.offers(bob)).toHaveLength(1);
    await domains.release(acme, mine.id);
    await expect(joining.join(bob, acme.tenantId)).rejects.toMatchObject({ code: 'join.not_offered' });
  });
});

describe('globex', () => {
  it("can neither list, check, release nor change acme's domain", async () => {
    const mine = await proven(acme, `guarded${number}.example`);
    expect(await domains.list(globex)).toEqual([]);
    const refused = { code: 'domain.not_found' };
    await expect(domains.check(globex, mine.id)).rejects.toMatchObject(refused);
    await expect(domains.release(globex, mine.id)).rejects.toMatchObject(refused);
    await expect(domains.setAutoJoin(fresh(globex), mine.id, 'viewer')).rejects.toMatchObject(refused);
    expect(await domains.list(acme)).toEqual([mine]);
    const viewer = await stage.joined(acme, `viewer${number}@acme.example`, 'viewer');
    await expect(domains.list(viewer.actor)).rejects.toMatchObject({ code: 'auth.forbidden' });
  });
});
