import type { Provider } from '@nestjs/common';
import type { Database, DirectoryDoor } from '@vedette/database';
import { AccessReport, AccessReviews, CustomRoles, InvitationDoor, Invitations, Members, Teams, Tenancies } from '@vedette/identity';
import type { BreachedPasswords, PasswordHasher } from '@vedette/identity';
import type { Clock } from '@vedette/kernel';
import type { Mail } from '@vedette/mail';
import { AccessResolver } from './access.resolver';
import { InvitationsResolver } from './invitations.resolver';
import { MemberView } from './member-view';
import { MembershipsResolver } from './memberships.resolver';
import { ReviewsResolver } from './reviews.resolver';
import { RolesResolver } from './roles.resolver';
import { TeamsResolver } from './teams.resolver';
import { TenanciesResolver } from './tenancies.resolver';

export interface MemberPartsDeps {
  readonly directory: DirectoryDoor;
  readonly database: Database;
  readonly mail: Mail;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly breached?: BreachedPasswords;
  readonly hasher?: PasswordHasher;
}

/** What membership is made of. */
export interface MemberParts {
  readonly members: Members;
  readonly roles: CustomRoles;
  readonly invitations: Invitations;
  readonly door: InvitationDoor;
  readonly teams: Teams;
  readonly report: AccessReport;
  readonly reviews: AccessReviews;
  readonly tenancies: Tenancies;
}

export function openMemberParts(deps: MemberPartsDeps): MemberParts {
  return {
    members: new Members(deps),
    roles: new CustomRoles(deps),
    invitations: new Invitations(deps),
    door: new InvitationDoor(deps),
    teams: new Teams(deps),
    report: new AccessReport(deps),
    reviews: new AccessReviews(deps),
    tenancies: new Tenancies(deps),
  };
}

export const memberResolvers = [MembershipsResolver, RolesResolver, InvitationsResolver, TeamsResolver, AccessResolver, ReviewsResolver, TenanciesResolver];

export function memberProviders(parts: MemberParts): Provider[] {
  return [
    MemberView,
    { provide: Members, useValue: parts.members },
    { provide: CustomRoles, useValue: parts.roles },
    { provide: Invitations, useValue: parts.invitations },
    { provide: InvitationDoor, useValue: parts.door },
    { provide: Teams, useValue: parts.teams },
    { provide: AccessReport, useValue: parts.report },
    { provide: AccessReviews, useValue: parts.reviews },
    { provide: Tenancies, useValue: parts.tenancies },
  ];
}
