import { Button } from '@mantine/core';
import type { AlertDetail } from '@vedette/api-client';
import { useState } from 'react';
import { EvidenceCard } from './evidence-card';

/** So many stand open: what else is known of the alert must not be a long way down. */
const SHOWN = 3;

/** The first events of an alert, the matched values marked. Whatever an event holds is shown as text. */
export function EvidenceList({ alert }: { alert: AlertDetail }) {
  const [all, setAll] = useState(false);
  const hidden = all ? 0 : Math.max(0, alert.evidence.length - SHOWN);
  const more = alert.eventCount - alert.evidence.length;
  return (
    <section className="stack" aria-labelledby="evidence">
      <h2 id="evidence">
        Evidence <span className="muted">· {more > 0 ? `the first ${alert.evidence.length} of ${alert.eventCount.toLocaleString('en')} events` : `${alert.eventCount} ${alert.eventCount === 1 ? 'event' : 'events'}`}</span>
      </h2>
      {alert.evidence.slice(0, alert.evidence.length - hidden).map((evidence, index) => (
        <EvidenceCard key={evidence.eventId} evidence={evidence} opened={index === 0} />
      ))}
      {hidden > 0 && (
        <div>
          <Button variant="default" size="xs" onClick={() => setAll(true)}>
            Show the other {hidden}
          </Button>
        </div>
      )}
    </section>
  );
}
