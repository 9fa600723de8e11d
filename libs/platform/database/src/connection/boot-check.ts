import type { Pool } from 'pg';
import { asFailure } from './outage';
import { checkServerFloor } from './server-floor';
import { roleOf } from '../doors/roles';
import type { Door } from '../doors/roles';

interface Standing {
  role: string;
  version: number;
  superuser: boolean;
  bypass: boolean;
  creator: boolean;
  owns: boolean;
  member: boolean;
}

/**
 * Refuses to start on a role that row security would not hold.
 * @throws Error naming what is wrong with the role or the server; Outage('postgres') when it cannot be asked.
 */
export async function bootCheck(pool: Pick<Pool, 'query'>, door: Door): Promise<void> {
  const standing = await ask(pool);
  checkServerFloor(standing.version);
  const wrong =
    (standing.superuser && 'is a superuser') ||
    (standing.bypass && 'has BYPASSRLS') ||
    (standing.creator && 'may create roles or databases') ||
    (standing.owns && 'owns tables or the database') ||
    (standing.member && 'is a member of another role') ||
    (standing.role !== roleOf[door] && `is not ${roleOf[door]}`);
  if (wrong) throw new Error(`the ${door} door refuses to open: the role ${standing.role} ${wrong}`);
}

async function ask(pool: Pick<Pool, 'query'>): Promise<Standing> {
  try {
    const { rows } = await pool.query<Standing>(`
      select r.rolname as role, current_setting('server_version_num')::int as version, r.rolsuper as superuser,
        r.rolbypassrls as bypass, r.rolcreaterole or r.rolcreatedb as creator,
        exists (select from pg_class c where c.relowner = r.oid)
          or exists (select from pg_database d where d.datdba = r.oid) as owns,
        exists (select from pg_auth_members m where m.member = r.oid) as member
      from pg_roles r where r.rolname = session_user`);
    const standing = rows[0];
    if (!standing) throw new Error('the server does not know the role it let in');
    return standing;
  } catch (error) {
    throw asFailure(error);
  }
}
