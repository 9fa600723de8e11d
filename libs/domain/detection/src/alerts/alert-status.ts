import { refuse } from '../refusals';

export type AlertStatus = 'open' | 'acknowledged' | 'closed';
export type StatusMove = 'acknowledge' | 'close';

/**
 * open → acknowledged → closed, and open → closed; nothing opens a closed alert again (the next event opens a new one).
 * @throws Refusal `alert.already_acknowledged`, `alert.already_closed`
 */
export function nextStatus(current: AlertStatus, move: StatusMove): AlertStatus {
  if (current === 'closed') throw refuse('alert.already_closed');
  if (move === 'close') return 'closed';
  if (current === 'acknowledged') throw refuse('alert.already_acknowledged');
  return 'acknowledged';
}
