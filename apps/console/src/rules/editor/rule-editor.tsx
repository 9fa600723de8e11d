import type { RuleQuery, UserError } from '@vedette/api-client';
import { useMemo, useRef, useState } from 'react';
import { useMay } from '../../api/viewer';
import { Toast } from '../../layout/toast';
import { BacktestPanel } from './backtest-panel';
import { draftOf } from './draft-test';
import type { DraftTest, StoredTest } from './draft-test';
import classes from './editor.module.css';
import { findingList, worstByLine } from './finding-list';
import { FindingsPanel } from './findings-panel';
import { NewerVersion } from './newer-version';
import { ownPath } from './own-path';
import { RuleText, walkTo } from './rule-text';
import { SavePanel } from './save-panel';
import { SavedWords } from './saved-words';
import type { Saved } from './saved-words';
import { TestsPanel } from './tests-panel';
import { UnsavedGuard } from './unsaved-guard';
import { useEdited } from './use-edited';
import { useLint } from './use-lint';
import { useSave } from './use-save';

/** What is edited: a text, where it is kept, and which version that is. */
export interface Beginning {
  readonly yaml: string;
  /** Null while there is no file. */
  readonly file: NonNullable<RuleQuery['rule']>['file'];
  readonly ruleId: string | null;
  readonly tests: readonly StoredTest[];
  /** What becomes of it when it is saved. */
  readonly explained: string;
}

export function RuleEditor({ beginning }: { beginning: Beginning }) {
  const may = useMay('rule:write');
  const field = useRef<HTMLTextAreaElement>(null);
  const [yaml, setYaml] = useState(beginning.yaml);
  const [clean, setClean] = useState(beginning.yaml);
  const [file, setFile] = useState(beginning.file);
  const [ruleId, setRuleId] = useState(beginning.ruleId);
  const [moved, setMoved] = useState<string | null>(null);
  const [stored, setStored] = useState<readonly StoredTest[]>(beginning.tests);
  const [drafts, setDrafts] = useState<readonly DraftTest[]>(() => beginning.tests.map(draftOf));
  const [cleanDrafts, setCleanDrafts] = useState(drafts);
  const [said, setSaid] = useState<Saved | null>(null);
  const path = file?.path ?? moved ?? ownPath(yaml);
  const edited = useEdited(ruleId);
  const newest = useNewest(edited.data, path, file?.version ?? 0);
  const { lint, settled } = useLint(yaml, path);
  const save = useSave(({ answer, rules, stored: kept, left }, asked) => {
    if (!answer.file) return;
    setFile({ path: answer.file.path, version: answer.file.version });
    // As it was sent: it may have been typed on meanwhile.
    setClean(asked.yaml);
    if (left.length === 0) setCleanDrafts(asked.drafts);
    setStored(kept);
    setRuleId((before) => rules.find(({ id }) => id === before)?.id ?? rules[0]?.id ?? null);
    setSaid({ path, version: answer.file.version, rules, left });
  });
  // What was refused is about the text that was sent; typing on makes it old.
  const answer = save.variables?.yaml === yaml && save.variables.path === path ? save.data?.answer : undefined;
  const findings = useMemo(
    () => findingList([...(answer?.file === null ? (answer.findings ?? []) : []), ...(lint.data ?? [])], answer?.userErrors),
    [answer, lint.data],
  );
  const walk = (line: number, column: number | null) => walkTo(field.current, line, column);
  const begin = async (note: string, enable: boolean): Promise<boolean> => {
    setSaid(null);
    // An error is shown in the panel; here only whether it was saved.
    const outcome = await save.mutateAsync({ path, yaml, note, enable, editedVersion: file?.version ?? 0, stored, drafts }).catch(() => null);
    const late = outcome?.answer.userErrors.some(({ code }) => code === 'rule_file.changed_since');
    if (late && ruleId !== null) void edited.refetch();
    const [first] = outcome && !outcome.answer.file ? findingList(outcome.answer.findings ?? [], outcome.answer.userErrors).filter(({ severity, line }) => severity === 'error' && line !== null) : [];
    if (first && first.line !== null) walk(first.line, first.column);
    return Boolean(outcome?.answer.file);
  };
  return (
    <div className={classes.editor}>
      {newest !== null && (
        <NewerVersion
          path={path}
          edited={file?.version ?? 0}
          newest={newest}
          take={(text) => {
            setYaml(text);
            setClean(text);
            setFile({ path, version: newest });
            save.reset();
          }}
          keep={() => {
            setFile(newest === 0 ? null : { path, version: newest });
            setMoved(path);
            save.reset();
          }}
        />
      )}
      <div className={classes.text}>
        <RuleText text={yaml} change={setYaml} marks={worstByLine(findings)} field={field} readOnly={!may} />
      </div>
      <div className={classes.beside}>
        <FindingsPanel findings={findings} settled={settled} error={lint.error} retry={() => void lint.refetch()} walk={walk} />
      </div>
      <div className={classes.below}>
        <TestsPanel yaml={yaml} path={path} drafts={drafts} change={setDrafts} />
        <BacktestPanel yaml={yaml} />
      </div>
      <div className={classes.beside}>
        {may ? (
          <SavePanel
            path={path}
            move={file ? null : setMoved}
            explained={file ? 'What is on stays on, what is off stays off.' : beginning.explained}
            errors={answer?.userErrors.map((error) => (file === null && newest === null && error.code === 'rule_file.changed_since' ? occupied : error))}
            error={save.error}
            busy={save.isPending ? (save.variables.enable ? 'enable' : 'save') : null}
            save={begin}
          />
        ) : (
          <p className="muted">Your role may read and test rules, but not save them.</p>
        )}
      </div>
      <Toast said={said && <SavedWords saved={said} />} refused={said !== null && said.left.length > 0} dismiss={() => setSaid(null)} />
      <UnsavedGuard dirty={may && (yaml !== clean || drafts !== cleanDrafts)} />
    </div>
  );
}

// To the gateway a new file where one is already looks like an old version of it.
const occupied: UserError = { code: 'rule_file.changed_since', field: 'path', message: 'A file is at this path already: choose another.' };

/** The version that was saved elsewhere meanwhile, 0 where the file was removed; null while ours is the newest. */
function useNewest(detail: RuleQuery['rule'] | undefined, path: string, version: number): number | null {
  const other = detail?.file?.path === path ? detail.file.version : undefined;
  // An answer that was on its way while we saved tells of an older one.
  if (other !== undefined) return other > version ? other : null;
  if (version === 0 || detail === undefined) return null;
  const last = detail?.versions[0];
  return detail === null || (last?.removed && last.path === path && last.version > version) ? 0 : null;
}
