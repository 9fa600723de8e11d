import type { Viewer } from '@vedette/api-client';
import { Suspense } from 'react';
import { NavLink, Outlet, ScrollRestoration } from 'react-router';
import { CoverageMark } from '../coverage/coverage-mark';
import { AccountPanel } from './account-panel';
import { AlertsMark, HuntMark, KeysMark, SourcesMark } from './marks';
import { MembersMark } from '../members/members-mark';
import { TenantChoice } from '../members/tenant-choice';
import { RulesMark } from '../rules/rules-mark';
import classes from './shell.module.css';
import { NoiseMark } from '../noise/noise-mark';
import { Wordmark } from './wordmark';

const places = [
  { to: '/alerts', name: 'Alerts', Mark: AlertsMark },
  { to: '/hunts', name: 'Hunt', Mark: HuntMark },
  { to: '/rules', name: 'Rules', Mark: RulesMark },
  { to: '/coverage', name: 'Coverage', Mark: CoverageMark },
  { to: '/sources', name: 'Sources', Mark: SourcesMark },
  { to: '/noise', name: 'Noise', Mark: NoiseMark },
  { to: '/members', name: 'Members', Mark: MembersMark },
  { to: '/keys', name: 'API keys', Mark: KeysMark },
] as const;

export function Shell({ viewer }: { viewer: Viewer }) {
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      <header className={classes.rail}>
        <NavLink to="/alerts" className={classes.home} aria-label="Vedette, to the alerts">
          <Wordmark />
        </NavLink>
        <nav aria-label="Main" className={classes.nav}>
          {places.map(({ to, name, Mark }) => (
            <NavLink key={to} to={to} className={classes.place}>
              <Mark />
              {name}
            </NavLink>
          ))}
        </nav>
        <TenantChoice key={viewer.tenant.id} viewer={viewer} />
        <AccountPanel viewer={viewer} />
      </header>
      <main id="main" tabIndex={-1} className={classes.main}>
        <Suspense fallback={null}>
          <Outlet />
        </Suspense>
      </main>
      <ScrollRestoration />
    </div>
  );
}
