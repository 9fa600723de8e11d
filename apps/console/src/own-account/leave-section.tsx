import { Button } from '@mantine/core';
import type { Viewer } from '@vedette/api-client';
import { useState } from 'react';
import { visibleText } from '../layout/visible-text';
import { LeaveDialog } from '../members/leave-dialog';
import { Section } from './section';

/** Here as well as among the members, which not every role shows. */
export function LeaveSection({ viewer }: { viewer: Viewer }) {
  const [leaving, setLeaving] = useState(false);
  const name = visibleText(viewer.tenant.name);
  const tools = (
    <Button variant="default" size="xs" onClick={() => setLeaving(true)}>
      Leave {name}
    </Button>
  );
  return (
    <Section title="Organisation" lead={`You work in ${name}${viewer.tenants.length > 1 ? `, one of your ${viewer.tenants.length} organisations` : ''}.`} tools={tools}>
      {leaving && <LeaveDialog viewer={viewer} close={() => setLeaving(false)} />}
    </Section>
  );
}
