import type { Viewer } from '@vedette/api-client';
import { DeletionBanner } from './deletion-banner';
import { JoinBanner } from './join-banner';
import { SupportBanner } from './support-banner';

/** What holds for the whole organisation stands over every page. */
export function Banners({ viewer }: { viewer: Viewer }) {
  return (
    <>
      {viewer.support && <SupportBanner viewer={viewer} />}
      {viewer.tenant.state === 'deleting' && <DeletionBanner viewer={viewer} />}
      {!viewer.support && !viewer.factorRequired && <JoinBanner viewer={viewer} />}
    </>
  );
}
