import type { AlertDetail } from '@vedette/api-client';
import { EvidenceCard } from './evidence-card';

/** The first events of an alert, the matched values marked. Whatever an event holds is shown as text. */
export function EvidenceList({ alert }: { alert: AlertDetail }) {
  const more = alert.eventCount - alert.evidence.length;
  return (
    <section className="stack" aria-labelledby="evidence">
      <h2 id="evidence">
        Evidence <span className="muted">· {more > 0 ? `the first ${alert.evidence.length} of ${alert.eventCount.toLocaleString('en')} events` : `${alert.eventCount} ${alert.eventCount === 1 ? 'event' : 'events'}`}</span>
      </h2>
      {alert.evidence.map((evidence, index) => (
        <EvidenceCard key={evidence.eventId} evidence={evidence} opened={index === 0} />
      ))}
    </section>
  );
}
