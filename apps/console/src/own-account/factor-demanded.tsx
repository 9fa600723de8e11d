import { Button } from '@mantine/core';
import type { Viewer } from '@vedette/api-client';
import { useState } from 'react';
import { Link } from 'react-router';
import classes from './own-account.module.css';

/** Why nothing else opens; and once a factor is there, the way on. */
export function FactorDemanded({ viewer: { factorRequired, tenant } }: { viewer: Viewer }) {
  const [wasDemanded, setWasDemanded] = useState(factorRequired);
  if (factorRequired && !wasDemanded) setWasDemanded(true);
  if (!wasDemanded) return null;
  return (
    <div className={classes.notice} role="status">
      {factorRequired ? (
        <p>
          <strong>{tenant.name} asks everybody for a second factor.</strong> Add a passkey or an authenticator app here: until then, nothing else opens.
        </p>
      ) : (
        <>
          <p>
            <strong>That was it.</strong> {tenant.name} is open to you.
          </p>
          <Button component={Link} to="/" size="xs">
            Go on
          </Button>
        </>
      )}
    </div>
  );
}
