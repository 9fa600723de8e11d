import { Button, Modal } from '@mantine/core';
import { useId, useState } from 'react';
import { FormProblem } from '../account/form-problem';
import { personOf } from '../alerts/person';
import { usePeople } from '../alerts/use-people';
import { useMay } from '../api/viewer';
import { Moment } from '../layout/moment';
import { ProblemNotice } from '../layout/problem-notice';
import { visibleText } from '../layout/visible-text';
import { DiffText } from './diff-text';
import type { RuleDetail } from './rule-days';
import classes from './rule.module.css';
import { useSay } from './use-rule-settings';
import { useDiff, useRollback } from './use-versions';
import type { Span } from './use-versions';

type Version = RuleDetail['versions'][number];

/** Every text that was saved of an own file, newest first. */
export function VersionSection({ ruleId, versions }: { ruleId: string; versions: readonly Version[] }) {
  const [shown, setShown] = useState<number | null>(null);
  const [leaving, setLeaving] = useState<Version | null>(null);
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="versions">
      <h2 id="versions">Versions</h2>
      <ol className={classes.list} reversed>
        {versions.map((version, index) => (
          <VersionItem
            key={version.version}
            version={version}
            newest={index === 0}
            span={spanOf(versions, index)}
            open={shown === version.version}
            toggle={() => setShown(shown === version.version ? null : version.version)}
            rollBack={() => setLeaving(version)}
          />
        ))}
      </ol>
      {leaving && <ConfirmRollback ruleId={ruleId} version={leaving} close={() => setLeaving(null)} />}
    </section>
  );
}

interface VersionItemProps {
  readonly version: Version;
  readonly newest: boolean;
  readonly span: Span | null;
  readonly open: boolean;
  readonly toggle: () => void;
  readonly rollBack: () => void;
}

function VersionItem({ version, newest, span, open, toggle, rollBack }: VersionItemProps) {
  const id = useId();
  const people = usePeople();
  const may = useMay('rule:write');
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <h3 id={id}>
          Version {version.version}
          {newest && <span className="muted"> · the newest</span>}
          {version.removed && <span className="muted"> · removed</span>}
        </h3>
        <div className="row">
          {span && (
            <Button variant="default" size="xs" aria-describedby={id} aria-expanded={open} onClick={toggle}>
              Compare
            </Button>
          )}
          {may && !newest && !version.removed && (
            <Button variant="default" size="xs" aria-describedby={id} onClick={rollBack}>
              Roll back to this
            </Button>
          )}
        </div>
      </div>
      {version.note && <p className={classes.reason}>{visibleText(version.note)}</p>}
      <p className="muted">
        {personOf(version.savedBy, people)}, <Moment at={version.savedAt} inline />
      </p>
      {open && span && <Difference span={span} />}
    </li>
  );
}

/** Of the newest what it changed; of an older one what has changed since. */
function spanOf(versions: readonly Version[], index: number): Span | null {
  const [newest, before, shown] = [versions[0], versions[1], versions[index]];
  if (!newest || !before || !shown) return null;
  const { path } = shown;
  return index === 0 ? { path, from: before.version, to: newest.version } : { path, from: shown.version, to: newest.version };
}

function Difference({ span }: { span: Span }) {
  const diff = useDiff(span);
  const label = `From version ${span.from} to version ${span.to}`;
  return (
    <div className="stack">
      <p className="muted">{label}:</p>
      {diff.isPending && <p className="muted">Comparing …</p>}
      {diff.isError && <ProblemNotice error={diff.error} retry={() => void diff.refetch()} />}
      {diff.isSuccess && <DiffText label={label} diff={diff.data} />}
    </div>
  );
}

function ConfirmRollback({ ruleId, version: { version, path }, close }: { ruleId: string; version: Version; close: () => void }) {
  const say = useSay();
  const rollback = useRollback(ruleId, () => {
    say({ words: `Version ${version} was saved again, as the newest.` });
    close();
  });
  const [refusal] = rollback.data?.rollbackRuleFile.userErrors ?? [];
  return (
    <Modal opened onClose={close} title={`Roll back to version ${version}?`} closeButtonProps={{ 'aria-label': 'Keep the newest' }}>
      <div className="stack">
        <p>Its text is saved again as the newest version and runs from the next events on. Nothing is lost: the present text stays in the list.</p>
        <FormProblem message={refusal && `${refusal.message}${refusal.reason ? ` ${visibleText(refusal.reason)}` : ''}`} error={rollback.error} />
        <div className="row">
          <Button loading={rollback.isPending} onClick={() => rollback.mutate({ path, version })}>
            Roll back
          </Button>
          <Button variant="default" onClick={close}>
            Keep the newest
          </Button>
        </div>
      </div>
    </Modal>
  );
}
