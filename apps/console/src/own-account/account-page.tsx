import { useViewer } from '../api/viewer';
import { PageHeading } from '../layout/page-heading';
import { AppSection } from './app-section';
import { CodesSection } from './codes-section';
import { DevicesSection } from './devices-section';
import { EmailSection } from './email-section';
import { FactorDemanded } from './factor-demanded';
import { LeaveSection } from './leave-section';
import classes from './own-account.module.css';
import { PasskeysSection } from './passkeys-section';
import { PasswordSection } from './password-section';
import { SessionsSection } from './sessions-section';

/** One's own account: how it proves itself, its address, and where it is signed in. */
export function AccountPage() {
  const viewer = useViewer().data;
  if (!viewer) return null;
  return (
    <>
      <PageHeading title="Your account" lead={viewer.email ?? viewer.principal} />
      <div className={classes.page}>
        <FactorDemanded viewer={viewer} />
        <PasskeysSection />
        <AppSection />
        <CodesSection />
        <PasswordSection viewer={viewer} />
        <EmailSection viewer={viewer} />
        <SessionsSection />
        <DevicesSection />
        <LeaveSection viewer={viewer} />
      </div>
    </>
  );
}
