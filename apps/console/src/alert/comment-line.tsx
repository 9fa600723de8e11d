import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { DeleteCommentDocument, EditCommentDocument } from '@vedette/api-client';
import type { AlertComment } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { FormProblem } from '../account/form-problem';
import { capital, personOf } from '../alerts/person';
import { usePeople } from '../alerts/use-people';
import { api } from '../api/client';
import { Moment } from '../layout/moment';
import { useNow } from '../layout/use-now';
import { visibleText } from '../layout/visible-text';
import classes from './work.module.css';
import { useReread } from './use-work';

const EDITED_FOR_MS = 15 * 60_000;

/** One comment; its author may edit it for 15 minutes, and delete it. */
export function CommentLine({ comment, alertId }: { comment: AlertComment; alertId: string }) {
  const people = usePeople();
  const now = useNow();
  const reread = useReread(alertId);
  const [mode, setMode] = useState<'read' | 'edit' | 'delete'>('read');
  const [text, setText] = useState(comment.text);
  const edit = useMutation({
    mutationFn: () => api.request(EditCommentDocument, { input: { id: comment.id, text } }),
    onSuccess: ({ editComment }) => {
      if (!editComment.comment) return;
      setMode('read');
      reread();
    },
  });
  const remove = useMutation({
    mutationFn: () => api.request(DeleteCommentDocument, { input: { id: comment.id } }),
    onSuccess: ({ deleteComment }) => deleteComment.comment && reread(),
  });
  const own = comment.author === people.me;
  const save = (event: FormEvent) => {
    event.preventDefault();
    edit.mutate();
  };
  return (
    <li className={`card ${classes.comment}`}>
      <header className={classes.head}>
        <strong>{capital(personOf(comment.author, people))}</strong>
        <span className="muted">
          <Moment at={comment.createdAt} inline />
          {comment.editedAt && ' · edited'}
        </span>
      </header>
      {mode === 'edit' ? (
        <form className={classes.write} onSubmit={save} aria-label="Edit comment">
          <Textarea aria-label="Comment" rows={3} maxLength={10_000} value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} />
          <FormProblem message={edit.data?.editComment.userErrors[0]?.message} error={edit.error} />
          <div className="row">
            <Button type="submit" size="xs" loading={edit.isPending} disabled={text.trim() === ''}>
              Save
            </Button>
            <Button size="xs" variant="default" onClick={() => setMode('read')}>
              Cancel
            </Button>
          </div>
        </form>
      ) : (
        <p className={classes.text}>{visibleText(comment.text)}</p>
      )}
      {own && mode === 'read' && (
        <div className="row">
          {now - Date.parse(comment.createdAt) < EDITED_FOR_MS && (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => {
                setText(comment.text);
                setMode('edit');
              }}
            >
              Edit
            </Button>
          )}
          <Button size="compact-sm" variant="subtle" onClick={() => setMode('delete')}>
            Delete
          </Button>
        </div>
      )}
      {mode === 'delete' && (
        <div className="row">
          <span>Delete this comment?</span>
          <Button size="xs" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            Delete
          </Button>
          <Button size="xs" variant="default" onClick={() => setMode('read')}>
            Keep it
          </Button>
        </div>
      )}
      <FormProblem message={remove.data?.deleteComment.userErrors[0]?.message} error={remove.error} />
    </li>
  );
}
