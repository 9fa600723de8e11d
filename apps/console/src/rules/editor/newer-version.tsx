import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { RuleFileDiffDocument, RuleFileTextDocument } from '@vedette/api-client';
import { useState } from 'react';
import { FormProblem } from '../../account/form-problem';
import { api } from '../../api/client';
import { ProblemNotice } from '../../layout/problem-notice';
import { visibleText } from '../../layout/visible-text';
import classes from './editor.module.css';

interface NewerVersionProps {
  readonly path: string;
  readonly edited: number;
  /** 0: the file was removed. */
  readonly newest: number;
  readonly take: (yaml: string) => void;
  readonly keep: () => void;
}

/** Somebody else saved the file while it was edited here. */
export function NewerVersion({ path, edited, newest, take, keep }: NewerVersionProps) {
  const [shown, setShown] = useState(false);
  const fetch = useMutation({
    mutationFn: async () => (await api.request(RuleFileTextDocument, { path, version: newest })).ruleFileText,
    onSuccess: (yaml) => yaml !== null && take(yaml),
  });
  return (
    <div role="alert" className={classes.newer}>
      <p>
        <strong>{newest === 0 ? 'This file was removed meanwhile.' : `Version ${newest} was saved meanwhile.`}</strong>{edited > 0 && ` You edit version ${edited}.`}
      </p>
      <div className="row">
        {newest > 0 && edited > 0 && (
          <Button variant="default" size="xs" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide the difference' : 'Show the difference'}
          </Button>
        )}
        {newest > 0 && (
          <Button variant="default" size="xs" loading={fetch.isPending} onClick={() => fetch.mutate()}>
            Take version {newest}, drop mine
          </Button>
        )}
        <Button variant="default" size="xs" onClick={keep}>
          {newest === 0 ? 'Save mine as a new file' : 'Keep mine, over it'}
        </Button>
      </div>
      <FormProblem error={fetch.error} />
      {shown && <Difference path={path} from={edited} to={newest} />}
    </div>
  );
}

const kinds: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed', '@': 'place' };

function Difference({ path, from, to }: { path: string; from: number; to: number }) {
  const diff = useQuery({
    queryKey: ['rule-file-diff', path, from, to],
    queryFn: async ({ signal }) => (await api.request(RuleFileDiffDocument, { path, from, to }, signal)).ruleFileDiff,
  });
  if (diff.isError) return <ProblemNotice error={diff.error} retry={() => void diff.refetch()} />;
  if (diff.isPending) return <p className="muted">Loading the difference …</p>;
  if (!diff.data) return <p>There is no difference in the text.</p>;
  const lines = diff.data.replace(/\n$/, '').split('\n');
  return (
    <pre className={classes.diff} tabIndex={0} aria-label={`From version ${from} to version ${to}`}>
      {lines.map((line, at) => (
        // The first two name the files.
        <span key={at} data-kind={at < 2 ? 'place' : kinds[line.charAt(0)]}>
          {visibleText(line)}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}
