import { useMay } from '../api/viewer';
import { useSettings } from '../organisation/use-organisation';

const MOST_DAYS = 365;

/** In days. Who may not read the organisation's settings is told by the gateway when a choice is too long. */
export function useLongestKeyLife(): number {
  return useSettings(useMay('tenant:write')).data?.keyDays ?? MOST_DAYS;
}
