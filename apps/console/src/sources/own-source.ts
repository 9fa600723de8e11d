import { visibleText } from '../layout/visible-text';

/** Under which name Vedette's own events stand among the sources: nobody else posts under it, and nobody mutes it. */
export const OWN_SOURCE = 'vedette';

/** As it is shown. */
export function sourceWords(name: string): string {
  return name === OWN_SOURCE ? 'Vedette' : visibleText(name);
}
