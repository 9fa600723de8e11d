import type { Viewer } from '@vedette/api-client';
import { Suspense } from 'react';
import { Link, NavLink, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { CoverageMark } from '../coverage/coverage-mark';
import { AccountPanel } from './account-panel';
import { AlertsMark, HuntMark, KeysMark, SourcesMark } from './marks';
import { NotShownPage } from './not-shown-page';
import { mayShow, placeAt, places } from './places';
import { MembersMark } from '../members/members-mark';
import { TenantChoice } from '../members/tenant-choice';
import { Banners } from '../organisation/banners';
import { OrganisationMark } from '../organisation/organisation-mark';
import { PlatformMark } from '../platform/platform-mark';
import { RulesMark } from '../rules/rules-mark';
import { StepUpDialog } from '../step-up/step-up-dialog';
import classes from './shell.module.css';
import { NoiseMark } from '../noise/noise-mark';
import { Wordmark } from './wordmark';

const marks = [
  { place: places.alerts, name: 'Alerts', Mark: AlertsMark },
  { place: places.hunts, name: 'Hunt', Mark: HuntMark },
  { place: places.rules, name: 'Rules', Mark: RulesMark },
  { place: places.coverage, name: 'Coverage', Mark: CoverageMark },
  { place: places.sources, name: 'Sources', Mark: SourcesMark },
  { place: places.noise, name: 'Noise', Mark: NoiseMark },
  { place: places.members, name: 'Members', Mark: MembersMark },
  { place: places.keys, name: 'API keys', Mark: KeysMark },
] as const;

export function Shell({ viewer }: { viewer: Viewer }) {
  const here = placeAt(useLocation().pathname);
  return (
    <div className={classes.shell}>
      <StepUpDialog />
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      <header className={classes.rail}>
        <Link to="/" className={classes.home} aria-label="Vedette, to the first page">
          <Wordmark />
        </Link>
        <nav aria-label="Main" className={classes.nav}>
          {marks
            .filter(({ place }) => mayShow(place, viewer.permissions))
            .map(({ place: { path }, name, Mark }) => (
              <NavLink key={path} to={path} className={classes.place}>
                <Mark />
                {name}
              </NavLink>
            ))}
          {!viewer.factorRequired && (
            <NavLink to="/organisation" className={classes.place}>
              <OrganisationMark />
              Organisation
            </NavLink>
          )}
          {viewer.operator && (
            <NavLink to="/platform" className={classes.place}>
              <PlatformMark />
              Platform
            </NavLink>
          )}
        </nav>
        <TenantChoice key={viewer.tenant.id} viewer={viewer} />
        <AccountPanel viewer={viewer} />
      </header>
      <main id="main" tabIndex={-1} className={classes.main}>
        <Banners viewer={viewer} />
        <Suspense fallback={null}>
          {here && !mayShow(here, viewer.permissions) ? <NotShownPage key={here.path} place={here} viewer={viewer} /> : <Outlet />}
        </Suspense>
      </main>
      <ScrollRestoration />
    </div>
  );
}
