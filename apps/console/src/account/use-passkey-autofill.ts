import { browserSupportsWebAuthnAutofill, WebAuthnAbortService } from '@simplewebauthn/browser';
import { BeginPasskeySignInDocument } from '@vedette/api-client';
import { useEffect, useRef } from 'react';
import { api } from '../api/client';
import { passkeyOfAutofill } from './passkey';

/** A challenge lasts five minutes. */
const ANEW_MS = 4 * 60_000;

/**
 * Lets the browser offer passkeys where it fills in the e-mail address. It asks nothing of anybody and says nothing when it
 * fails: the button is there for that.
 * @param ready false while another ceremony runs: a browser has only one at a time
 */
export function usePasskeyAutofill(ready: boolean, take: (response: string) => void): void {
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    if (!ready) return;
    let left = false;
    const offer = async () => {
      if (document.visibilityState !== 'visible' || !(await browserSupportsWebAuthnAutofill()) || left) return;
      const { beginPasskeySignIn } = await api.request(BeginPasskeySignInDocument, {});
      if (left) return;
      const response = await passkeyOfAutofill(beginPasskeySignIn);
      if (response !== null && !left) latest.current(response);
    };
    const tryOffer = () => void offer().catch(() => undefined);
    // Not for a page that is left in the same moment.
    const first = setTimeout(tryOffer, 300);
    const timer = setInterval(tryOffer, ANEW_MS);
    return () => {
      left = true;
      clearTimeout(first);
      clearInterval(timer);
      WebAuthnAbortService.cancelCeremony();
    };
  }, [ready]);
}
