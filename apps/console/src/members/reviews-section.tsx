import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { AccessReviewDocument, AccessReviewsDocument, CloseAccessReviewDocument, DecideAccessDocument, StartAccessReviewDocument } from '@vedette/api-client';
import type { AccessReview, ReviewedAccess } from '@vedette/api-client';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError, formError } from '../account/field-error';
import { FormProblem } from '../account/form-problem';
import { api } from '../api/client';
import { useMay } from '../api/viewer';
import { download } from '../layout/download';
import { Moment } from '../layout/moment';
import { ProblemNotice } from '../layout/problem-notice';
import { ConfirmDialog } from './confirm-dialog';
import classes from './members.module.css';
import { MEMBERSHIP, useChange } from './use-memberships';

const DAY_MS = 86_400_000;
const spans = [
  { value: '7', label: 'In 7 days' },
  { value: '14', label: 'In 14 days' },
  { value: '30', label: 'In 30 days' },
];

export function ReviewsSection() {
  const [open, setOpen] = useState<string | null>(null);
  const may = useMay('member:write');
  const reviews = useQuery({ queryKey: [MEMBERSHIP, 'reviews'], queryFn: async ({ signal }) => (await api.request(AccessReviewsDocument, {}, signal)).accessReviews });
  return (
    <section className="stack" aria-labelledby="reviews">
      <div>
        <h2 id="reviews">Reviews of access</h2>
        <p className="muted">Go through every member and decide who stays. Closing a review removes those who do not.</p>
      </div>
      {may && <NewReview />}
      {reviews.isError && <ProblemNotice error={reviews.error} retry={() => void reviews.refetch()} />}
      {reviews.data?.length === 0 && <p className={`card ${classes.none}`}>There was none yet.</p>}
      <ul className={classes.list}>
        {reviews.data?.map((review) => (
          <li key={review.id} className={`card ${classes.card}`}>
            <div className={classes.head}>
              <div>
                <h3>{review.name}</h3>
                <p className="muted">
                  {review.decided} of {review.total} decided · {review.closedAt ? 'closed ' : 'due '}
                  <Moment inline at={review.closedAt ?? review.dueAt} />
                </p>
              </div>
              <Button size="xs" variant="default" aria-expanded={open === review.id} aria-label={`${open === review.id ? 'Hide' : 'Show'} ${review.name}`} onClick={() => setOpen(open === review.id ? null : review.id)}>
                {open === review.id ? 'Hide' : 'Show'}
              </Button>
            </div>
            {open === review.id && <ReviewItems review={review} may={may && !review.closedAt} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function NewReview() {
  const [name, setName] = useState('');
  const [days, setDays] = useState('14');
  const start = useChange(
    async (now: number) => (await api.request(StartAccessReviewDocument, { input: { name, dueAt: new Date(now + Number(days) * DAY_MS).toISOString() } })).startAccessReview,
    () => setName(''),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.run(Date.now());
  };
  return (
    <form className={classes.line} onSubmit={submit}>
      <TextInput label="New review" placeholder="Autumn" required withAsterisk={false} maxLength={100} value={name} onChange={({ currentTarget }) => setName(currentTarget.value)} error={fieldError(start.errors, 'name')} />
      <NativeSelect label="Due" data={spans} value={days} onChange={({ currentTarget }) => setDays(currentTarget.value)} error={fieldError(start.errors, 'dueAt')} />
      <Button type="submit" loading={start.busy}>
        Start review
      </Button>
      <FormProblem message={formError(start.errors, ['name', 'dueAt'])} error={start.error} />
    </form>
  );
}

function ReviewItems({ review, may }: { review: AccessReview; may: boolean }) {
  const [closing, setClosing] = useState(false);
  const whole = useQuery({ queryKey: [MEMBERSHIP, 'review', review.id], queryFn: async ({ signal }) => (await api.request(AccessReviewDocument, { id: review.id }, signal)).accessReview });
  const close = useChange(async () => (await api.request(CloseAccessReviewDocument, { input: { id: review.id } })).closeAccessReview, () => setClosing(false));
  const items = whole.data?.items ?? [];
  const going = items.filter(({ decision }) => decision === 'REMOVE').length;
  return (
    <>
      {whole.isError && <ProblemNotice error={whole.error} retry={() => void whole.refetch()} />}
      <ul className={classes.people}>
        {items.map((item) => (
          <ReviewItem key={item.memberId} review={review.id} item={item} may={may} />
        ))}
      </ul>
      <div className={classes.actions}>
        <Button size="xs" variant="default" disabled={!whole.data} onClick={() => whole.data && download(`review-${review.name}.csv`, whole.data.csv)}>
          Download CSV
        </Button>
        {may && (
          <Button size="xs" onClick={() => setClosing(true)}>
            Close review
          </Button>
        )}
      </div>
      {closing && (
        <ConfirmDialog title={`Close “${review.name}”?`} verb="Close review" change={close} confirm={() => close.run(undefined)} close={() => setClosing(false)}>
          <p>{going === 0 ? 'Everybody stays.' : going === 1 ? 'One member is removed at once.' : `${going} members are removed at once.`} It cannot be reopened.</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function ReviewItem({ review, item, may }: { review: string; item: ReviewedAccess; may: boolean }) {
  const [note, setNote] = useState(item.note);
  const who = item.email ?? 'Somebody who has left';
  const decide = useChange(
    async (decision: 'KEEP' | 'REMOVE') => (await api.request(DecideAccessDocument, { input: { id: review, memberId: item.memberId, decision, note } })).decideAccess,
  );
  return (
    <li>
      <span>
        {who} <span className="muted">{item.roleName}</span>
        {item.decision && <strong className={item.decision === 'REMOVE' ? classes.over : undefined}> {item.decision === 'KEEP' ? 'Stays' : 'Goes'}</strong>}
        {!may && item.note && <span className="muted"> {item.note}</span>}
      </span>
      {may && (
        <span className={classes.actions}>
          <TextInput size="xs" aria-label={`Note on ${who}`} placeholder="Note" maxLength={500} value={note} onChange={({ currentTarget }) => setNote(currentTarget.value)} />
          <Button size="xs" variant="default" aria-label={`Keep ${who}`} loading={decide.busy} onClick={() => decide.run('KEEP')}>
            Keep
          </Button>
          <Button size="xs" variant="default" aria-label={`Remove ${who} when the review is closed`} loading={decide.busy} onClick={() => decide.run('REMOVE')}>
            Remove
          </Button>
        </span>
      )}
      <FormProblem message={decide.errors?.[0]?.message} error={decide.error} />
    </li>
  );
}
