import { refusals } from '@vedette/kernel';

/** Every code of this domain that a caller can meet, but for those of a single line, which are in `ingest/rejected-line`. */
export const refuse = refusals({
  'body.unsupported_type': {
    class: 'unsupported',
    text: 'Send events as application/x-ndjson (one JSON object a line) or application/json (an array of objects).',
  },
  'body.malformed': { class: 'invalid', text: 'The body is not a well-formed JSON array of events.' },
  'body.empty': { class: 'invalid', text: 'The body holds no events.' },
  'batch.too_many_events': { class: 'too-large', text: 'A post holds at most 10,000 events.' },
  'source.malformed': {
    class: 'invalid',
    text: 'A source is named with 1 to 64 lower-case letters, digits, dots, dashes and underscores, and starts with a letter or digit.',
  },
  'ingest.key_malformed': { class: 'invalid', text: 'An Idempotency-Key is 1 to 200 visible ASCII characters.' },
  'ingest.key_reused': {
    class: 'unprocessable',
    text: 'This Idempotency-Key was used for another body in the last 24 hours.',
  },
  'alert.not_found': { class: 'not-found', text: 'No such alert.' },
  'alert.already_acknowledged': { class: 'conflict', text: 'This alert was acknowledged already.' },
  'alert.already_closed': { class: 'conflict', text: 'This alert was closed already.' },
  'cursor.malformed': { class: 'invalid', text: 'This cursor does not come from this list.' },
  'page.size_invalid': { class: 'invalid', text: 'A page holds 1 to 100 alerts.' },
  'source.not_found': { class: 'not-found', text: 'No such source.' },
  'days.invalid': { class: 'invalid', text: 'Days are written YYYY-MM-DD, the first not after the last, at most 400 of them.' },
  'minutes.invalid': { class: 'invalid', text: 'Ask for 1 to 120 minutes.' },
  'filter.too_long': { class: 'invalid', text: 'A search text has at most 200 characters.' },
});
