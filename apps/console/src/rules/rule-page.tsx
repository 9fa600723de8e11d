import { Button, NativeSelect } from '@mantine/core';
import type { Severity } from '@vedette/api-client';
import { useId } from 'react';
import { Link, useParams } from 'react-router';
import { Fact } from '../alert/rule-card';
import { severities } from '../alerts/alert-filter';
import { personOf } from '../alerts/person';
import { SeverityBadge } from '../alerts/severity';
import { usePeople } from '../alerts/use-people';
import { useMay } from '../api/viewer';
import { amount } from '../layout/format-amount';
import { CopyButton } from '../layout/copy-button';
import { Moment } from '../layout/moment';
import { PageHeading } from '../layout/page-heading';
import { ProblemNotice } from '../layout/problem-notice';
import { Toast } from '../layout/toast';
import { visibleText } from '../layout/visible-text';
import { ExclusionSection } from './exclusion-section';
import { NumberedText } from './numbered-text';
import { OnSwitch } from './on-switch';
import { PastSection } from './past-section';
import { RuleChart } from './rule-chart';
import type { RuleDetail } from './rule-days';
import { readRuleId, rulePath } from './rule-path';
import { falseShare, logWords, severityWords, writtenLevel } from './rule-words';
import classes from './rule.module.css';
import { TestSection } from './test-section';
import { useRule } from './use-rules';
import { useRuleSettings } from './use-rule-settings';
import { VersionSection } from './version-section';

export function RulePage() {
  const { id: part = '' } = useParams();
  const id = readRuleId(part);
  const rule = useRule(id);
  return (
    <>
      <nav aria-label="Breadcrumb" className={classes.back}>
        <Link to="/rules">← Rules</Link>
      </nav>
      {rule.isPending && <p className="muted">Loading the rule …</p>}
      {rule.isError && <ProblemNotice error={rule.error} retry={() => void rule.refetch()} />}
      {rule.data === null && <PageHeading title="No such rule" lead="It may have been removed, or its pack no longer has it." />}
      {/* The key: another rule's page begins anew, forms and all. */}
      {rule.data && <Found key={id} detail={rule.data} />}
    </>
  );
}

function Found({ detail }: { detail: RuleDetail }) {
  const { rule, file, replaces, yaml } = detail;
  const may = useMay('rule:write');
  const settings = useRuleSettings();
  const way = settings.said?.back;
  const named = useId();
  const level = rule.severity ?? writtenLevel(rule);
  const title = visibleText(rule.title);
  return (
    <>
      <PageHeading
        title={title}
        lead={
          <span className="row" id={named}>
            {level && <SeverityBadge severity={level} />}
            <span>
              {rule.own ? 'Your own rule' : 'A rule of a pack'} · {visibleText(rule.pack)}
            </span>
          </span>
        }
      >
        <span className={classes.running}>
          <span aria-hidden="true">On</span>
          <OnSwitch on={rule.enabled} of={named} busy={settings.turn.isPending} disabled={!may} turn={(on) => settings.turn.mutate({ ids: [rule.id], on })} />
        </span>
        {may && (
          <Button component={Link} variant="default" to={`${rulePath(rule.id)}/edit`}>
            {rule.own ? 'Edit' : 'Copy and edit'}
          </Button>
        )}
      </PageHeading>
      <div className="stack">
        {rule.refusal && <p role="note" className={`card ${classes.refused}`}>It does not run: {visibleText(rule.refusal)}</p>}
        {replaces && <p className="muted">It runs in place of the rule with the same id in the pack {visibleText(replaces.pack)}. Removing it gives the place back.</p>}
        <div className={classes.columns}>
          <div className="stack">
            <RuleChart days={detail.days} />
            <section className={`card ${classes.panel}`} aria-labelledby="text">
              <div className={classes.itemHead}>
                <h2 id="text">
                  Text <span className="muted mono">{visibleText(file ? `${file.path}, version ${file.version}` : `${rule.pack}/${rule.path}`)}</span>
                </h2>
                <div className="row">
                  <CopyButton text={yaml}>Copy rule</CopyButton>
                </div>
              </div>
              <NumberedText label="Rule text" text={yaml} />
            </section>
            <ExclusionSection ruleId={rule.id} />
            {rule.own && <VersionSection ruleId={rule.id} versions={detail.versions} />}
          </div>
          <div className="stack">
            <RuleFacts detail={detail} rate={may ? (severity) => settings.rate.mutate({ id: rule.id, severity }) : undefined} />
            <PastSection detail={detail} />
            <TestSection detail={detail} />
          </div>
        </div>
      </div>
      <Toast said={settings.said?.words ?? null} refused={settings.said?.refused} back={way && { run: () => settings.undo(way), busy: settings.busy }} dismiss={settings.dismiss} />
    </>
  );
}

function RuleFacts({ detail: { rule, setting }, rate }: { detail: RuleDetail; rate?: (severity: Severity | null) => void }) {
  const people = usePeople();
  const written = writtenLevel(rule);
  const { statistics } = rule;
  const asWritten = `As written${written ? ` (${severityWords[written]})` : ''}`;
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="about">
      <h2 id="about">About</h2>
      {rate ? (
        <NativeSelect
          label="Severity"
          description="Of its alerts from now on"
          value={rule.severity ?? ''}
          onChange={({ currentTarget: { value } }) => rate(value ? (value as Severity) : null)}
          data={[{ value: '', label: asWritten }, ...severities.map((value) => ({ value, label: severityWords[value] }))]}
        />
      ) : (
        <p>Severity: {rule.severity ? severityWords[rule.severity] : asWritten}</p>
      )}
      <dl className={classes.facts}>
        <Fact name="Alerts, 30 days">{amount(statistics.alerts)}</Fact>
        <Fact name="Closed as false">{falseShare(statistics) ?? 'none closed'}</Fact>
        <Fact name="Last match">{statistics.lastMatchAt ? <Moment at={statistics.lastMatchAt} inline /> : 'none in 30 days'}</Fact>
        <Fact name="Reads">{logWords(rule) || 'other rules'}</Fact>
        <Fact name="Author">{visibleText(rule.author) || 'not named'}</Fact>
        {rule.licence && <Fact name="Licence">{visibleText(rule.licence)}</Fact>}
        {rule.tags.length > 0 && <Fact name="Tags">{visibleText(rule.tags.join(', '))}</Fact>}
        <Fact name="Id">
          <code>{visibleText(rule.id)}</code>
        </Fact>
        {setting.changedBy && setting.changedAt && (
          <Fact name="Decided">
            {personOf(setting.changedBy, people)}, <Moment at={setting.changedAt} inline />
            {setting.note && <>: {visibleText(setting.note)}</>}
          </Fact>
        )}
      </dl>
    </section>
  );
}
