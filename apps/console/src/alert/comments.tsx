import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { WriteCommentDocument } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { useMay } from '../api/viewer';
import { CommentLine } from './comment-line';
import classes from './work.module.css';
import { useReread } from './use-work';
import type { Work } from './use-work';

export const MOST_COMMENT = 10_000;

/** What people say about an alert, oldest first. Plain text, whatever stands in it. */
export function Comments({ work }: { work: Work }) {
  const may = useMay('alert:write');
  const { comments } = work;
  return (
    <section className="stack" aria-labelledby="comments">
      <h2 id="comments">
        Comments <span className="muted">· {comments.length === 0 ? 'none yet' : comments.length}</span>
      </h2>
      {comments.length > 0 && (
        <ol className={classes.comments}>
          {comments.map((comment) => (
            <CommentLine key={comment.id} comment={comment} alertId={work.id} />
          ))}
        </ol>
      )}
      {may && <WriteComment alertId={work.id} />}
    </section>
  );
}

function WriteComment({ alertId }: { alertId: string }) {
  const [text, setText] = useState('');
  const reread = useReread(alertId);
  const write = useMutation({
    mutationFn: () => api.request(WriteCommentDocument, { input: { alertId, text } }),
    onSuccess: ({ writeComment }) => {
      if (!writeComment.comment) return;
      setText('');
      reread();
    },
  });
  const send = () => {
    if (text.trim() !== '' && !write.isPending) write.mutate();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const errors = write.data?.writeComment.userErrors;
  return (
    <form className={classes.write} onSubmit={submit} aria-label="New comment">
      <Textarea
        aria-label="Comment"
        placeholder="What you found, for whoever looks next"
        rows={3}
        maxLength={MOST_COMMENT}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
        error={fieldError(errors, 'text')}
      />
      <FormProblem message={formError(errors, ['text'])} error={write.error} />
      <div className="row">
        <Button type="submit" variant="default" loading={write.isPending} disabled={text.trim() === ''}>
          Comment
        </Button>
        <span className="muted">
          <kbd>Ctrl</kbd> <kbd>Enter</kbd> sends
        </span>
      </div>
    </form>
  );
}
