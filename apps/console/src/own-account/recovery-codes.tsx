import { Button, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useViewer } from '../api/viewer';
import { CopyButton } from '../layout/copy-button';
import { download } from '../layout/download';
import { codesText } from './codes-text';
import classes from './own-account.module.css';
import './print-codes.css';

/** The one time that they are shown. Nothing but its button closes it: a stray key must not lose them. */
export function RecoveryCodes({ codes, close }: { codes: readonly string[]; close: () => void }) {
  const email = useViewer().data?.email ?? '';
  const [text] = useState(() => codesText({ codes, email, origin: globalThis.location.origin, madeAt: Date.now() }));
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, []);
  return (
    <>
      {/* What the printer gets instead of the page. */}
      {createPortal(<pre className="only-printed">{text}</pre>, document.body)}
      <Modal opened onClose={close} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} size="lg" title="Keep your recovery codes">
        <div className="stack">
          <p>
            This is the only time they are shown. When you have neither your passkey nor your authenticator app at hand, one of them signs you in after your password. Each works once.
          </p>
          <ol className={classes.codes} data-autofocus tabIndex={-1} aria-label="Recovery codes">
            {codes.map((code) => (
              <li key={code}>
                <code>{code}</code>
              </li>
            ))}
          </ol>
          <div className="row">
            <CopyButton text={codes.join('\n')}>Copy</CopyButton>
            <Button variant="default" size="xs" onClick={() => download('vedette-recovery-codes.txt', text, 'text/plain')}>
              Download .txt
            </Button>
            <Button variant="default" size="xs" onClick={() => window.print()}>
              Print
            </Button>
          </div>
          <div>
            <Button onClick={close}>I have kept them</Button>
          </div>
        </div>
      </Modal>
    </>
  );
}
