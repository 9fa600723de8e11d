import { refusals } from '@vedette/kernel';

/** What the doors of other protocols refuse beside the edge's own table. Each door says it in its protocol's words. */
export const refuse = refusals({
  'batch.too_many_events': { class: 'too-large', text: 'A body has at most 10,000 events; send smaller batches.' },
  'batch.too_large': { class: 'too-large', text: 'The events of this body are more than 100 MB.' },
  'body.empty': { class: 'invalid', text: 'The body has no events.' },
  'body.malformed': { class: 'invalid', text: 'The body is not well formed.' },
  'body.unsupported_type': { class: 'unsupported', text: 'Send application/x-protobuf or application/json.' },
  'auth.query_token': { class: 'invalid', text: 'A key in the address ends up in logs; send it in the Authorization header.' },
});
