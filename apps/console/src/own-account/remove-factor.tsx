import type { UserError } from '@vedette/api-client';
import type { ReactNode } from 'react';
import { visibleText } from '../layout/visible-text';
import { ConfirmDialog } from '../members/confirm-dialog';
import { useFactors, useOwnChange } from './use-own-account';

interface RemoveFactorProps {
  readonly title: string;
  readonly verb: string;
  readonly remove: () => Promise<{ readonly userErrors: readonly (UserError & { readonly reason?: string | null })[] }>;
  readonly close: () => void;
  /** What happens then. */
  readonly children: ReactNode;
}

export function RemoveFactor({ title, verb, remove, close, children }: RemoveFactorProps) {
  const factors = useFactors().data;
  const last = factors ? factors.passkeys.length + (factors.totp ? 1 : 0) === 1 : false;
  const change = useOwnChange(async () => {
    const { userErrors } = await remove();
    return { userErrors: userErrors.map((error) => ({ ...error, message: error.reason ? `${error.message} (${visibleText(error.reason)})` : error.message })) };
  }, close);
  return (
    <ConfirmDialog title={title} verb={verb} change={change} confirm={() => change.run(undefined)} close={close}>
      <p>{children}</p>
      {last && <p>It is your last second factor: your password alone signs you in from then on, and your recovery codes are void.</p>}
    </ConfirmDialog>
  );
}
