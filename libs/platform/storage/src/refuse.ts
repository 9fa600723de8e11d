import { refusals } from '@vedette/kernel';

export const refuse = refusals({
  'object.not_found': { class: 'not-found', text: 'There is no such file.' },
  'object.too_large': { class: 'too-large', text: 'This file is larger than is kept.' },
});
