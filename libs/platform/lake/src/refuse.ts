import { refusals } from '@vedette/kernel';

export const refuse = refusals({
  'lake_file.not_found': { class: 'not-found', text: 'There is no such file in the lake.' },
});
