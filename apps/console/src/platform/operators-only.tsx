import type { ReactNode } from 'react';
import { useViewer } from '../api/viewer';
import { NotFoundPage } from '../layout/not-found-page';

/** To anybody else these pages are not there. The gateway refuses what they ask in any case. */
export function OperatorsOnly({ children }: { children: ReactNode }) {
  return useViewer().data?.operator ? children : <NotFoundPage />;
}
