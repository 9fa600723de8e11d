import { createBrowserRouter, Navigate } from 'react-router';
import { FirstPlace } from './first-place';
import { NotFoundPage } from './not-found-page';
import { RouteProblem } from './route-problem';
import { SignedIn } from './signed-in';

export const router = createBrowserRouter([
  {
    ErrorBoundary: RouteProblem,
    // Shown while the first page's own script is fetched: nothing, rather than a spinner that flashes.
    HydrateFallback: () => null,
    children: [
      { path: '/sign-up', lazy: async () => ({ Component: (await import('../account/sign-up-page')).SignUpPage }) },
      { path: '/log-in', lazy: async () => ({ Component: (await import('../account/log-in-page')).LogInPage }) },
      // As our letters spell it.
      { path: '/login', element: <Navigate to="/log-in" replace /> },
      { path: '/verify-email', lazy: async () => ({ Component: (await import('../account/verify-page')).VerifyPage }) },
      { path: '/forgot-password', lazy: async () => ({ Component: (await import('../account/forgot-password-page')).ForgotPasswordPage }) },
      { path: '/reset-password', lazy: async () => ({ Component: (await import('../account/reset-password-page')).ResetPasswordPage }) },
      { path: '/mail-link', lazy: async () => ({ Component: (await import('../account/mail-link-page')).MailLinkPage }) },
      { path: '/sign-in-link', lazy: async () => ({ Component: (await import('../account/sign-in-link-page')).SignInLinkPage }) },
      { path: '/cancel-recovery', lazy: async () => ({ Component: (await import('../account/recovery-pages')).CancelRecoveryPage }) },
      { path: '/recover-factor', lazy: async () => ({ Component: (await import('../account/recovery-pages')).RecoverFactorPage }) },
      { path: '/confirm-email', lazy: async () => ({ Component: (await import('../account/confirm-email-page')).ConfirmEmailPage }) },
      { path: '/not-me', lazy: async () => ({ Component: (await import('../account/not-me-page')).NotMePage }) },
      { path: '/invitation', lazy: async () => ({ Component: (await import('../account/invitation-page')).InvitationPage }) },
      {
        Component: SignedIn,
        children: [
          { index: true, Component: FirstPlace },
          {
            ErrorBoundary: RouteProblem,
            children: [
              { path: '/alerts', lazy: async () => ({ Component: (await import('../alerts/alerts-page')).AlertsPage }) },
              { path: '/alerts/:id', lazy: async () => ({ Component: (await import('../alert/alert-page')).AlertPage }) },
              { path: '/entities/:kind/:value', lazy: async () => ({ Component: (await import('../entities/entity-page')).EntityPage }) },
              { path: '/noise', lazy: async () => ({ Component: (await import('../noise/noise-page')).NoisePage }) },
              { path: '/hunts', lazy: async () => ({ Component: (await import('../hunts/hunts-page')).HuntsPage }) },
              { path: '/hunts/:id', lazy: async () => ({ Component: (await import('../hunts/hunt-page')).HuntPage }) },
              { path: '/rules', lazy: async () => ({ Component: (await import('../rules/rules-page')).RulesPage }) },
              { path: '/rules/:id', lazy: async () => ({ Component: (await import('../rules/rule-page')).RulePage }) },
              { path: '/rules/new', lazy: async () => ({ Component: (await import('../rules/editor/new-rule-page')).NewRulePage }) },
              { path: '/rules/:id/edit', lazy: async () => ({ Component: (await import('../rules/editor/edit-rule-page')).EditRulePage }) },
              { path: '/coverage', lazy: async () => ({ Component: (await import('../coverage/coverage-page')).CoveragePage }) },
              { path: '/sources', lazy: async () => ({ Component: (await import('../sources/sources-page')).SourcesPage }) },
              { path: '/sources/:name', lazy: async () => ({ Component: (await import('../sources/source-page')).SourcePage }) },
              { path: '/members', lazy: async () => ({ Component: (await import('../members/members-page')).MembersPage }) },
              { path: '/keys', lazy: async () => ({ Component: (await import('../keys/keys-page')).KeysPage }) },
              { path: '/account', lazy: async () => ({ Component: (await import('../own-account/account-page')).AccountPage }) },
              { path: '/device', lazy: async () => ({ Component: (await import('../device/device-page')).DevicePage }) },
              { path: '/organisation/:view?', lazy: async () => ({ Component: (await import('../organisation/organisation-page')).OrganisationPage }) },
              { path: '/platform/:view?', lazy: async () => ({ Component: (await import('../platform/platform-page')).PlatformPage }) },
              { path: '/platform/tenants/:id', lazy: async () => ({ Component: (await import('../platform/tenant-page')).TenantPage }) },
              { path: '*', Component: NotFoundPage },
            ],
          },
        ],
      },
    ],
  },
]);
