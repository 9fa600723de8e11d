import { Button } from '@mantine/core';
import type { Viewer } from '@vedette/api-client';
import { useState } from 'react';
import { Link } from 'react-router';
import classes from './banners.module.css';
import { JoinButton } from './joinable-list';
import { putAway, unseen } from './put-away';
import { useJoinable } from './use-organisation';

/** Told once: whoever puts it away finds the offer on the organisation's page. */
export function JoinBanner({ viewer }: { viewer: Viewer }) {
  const joinable = useJoinable(true).data ?? [];
  const [, setAway] = useState(0);
  const [offer, ...others] = unseen(viewer.principal, joinable);
  if (!offer) return null;
  const close = () => {
    putAway(viewer.principal, joinable);
    setAway((count) => count + 1);
  };
  return (
    <section className={classes.banner} data-kind="join" aria-label="An offer to join">
      <p>
        <strong>{offer.name}</strong> lets people with an address of {offer.domain} join, as {offer.role}. {others.length > 0 && <Link to="/organisation">{others.length === 1 ? 'Another does, too' : `${others.length} others do, too`}</Link>}
      </p>
      <JoinButton joinable={offer} />
      <Button size="xs" variant="default" onClick={close}>
        Not now
      </Button>
    </section>
  );
}
