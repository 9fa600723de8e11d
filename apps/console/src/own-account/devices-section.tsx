import { Button } from '@mantine/core';
import { ForgetDeviceDocument } from '@vedette/api-client';
import type { OwnDevice } from '@vedette/api-client';
import { useState } from 'react';
import { api } from '../api/client';
import { Moment } from '../layout/moment';
import { ConfirmDialog } from '../members/confirm-dialog';
import classes from './own-account.module.css';
import { Section } from './section';
import { useDevices, useOwnChange } from './use-own-account';

export function DevicesSection() {
  const devices = useDevices();
  const [leaving, setLeaving] = useState<OwnDevice | null>(null);
  return (
    <Section title="Known browsers" lead="You signed in from these before. From any other, a letter tells you." read={devices}>
      {devices.data?.length === 0 && <p className="muted">There is none yet.</p>}
      {devices.data && devices.data.length > 0 && (
        <ul className={classes.list}>
          {devices.data.map((device) => (
            <li key={device.id}>
              <div className={classes.what}>
                <strong>{device.browser}</strong>
                {device.current && <span className={classes.here}>This one</span>}
                <p>
                  Seen <Moment at={device.lastSeenAt} inline />
                </p>
                <p>
                  First seen <Moment at={device.createdAt} inline /> from {device.address}
                </p>
              </div>
              <Button variant="default" size="xs" aria-label={`Forget ${device.browser} at ${device.address}`} onClick={() => setLeaving(device)}>
                Forget
              </Button>
            </li>
          ))}
        </ul>
      )}
      {leaving && <Forget device={leaving} close={() => setLeaving(null)} />}
    </Section>
  );
}

function Forget({ device, close }: { device: OwnDevice; close: () => void }) {
  const change = useOwnChange(async () => (await api.request(ForgetDeviceDocument, { input: { id: device.id } })).forgetDevice, close);
  return (
    <ConfirmDialog title={`Forget ${device.browser}?`} verb="Forget" change={change} confirm={() => change.run(undefined)} close={close}>
      <p>{device.current ? 'This is the browser you sit at: you are signed out here.' : 'Its sessions end.'} The next sign-in from there counts as new, and a letter tells you of it.</p>
    </ConfirmDialog>
  );
}
