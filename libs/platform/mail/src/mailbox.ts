import { newId, systemClock } from '@vedette/kernel';
import type { Clock, Uuid } from '@vedette/kernel';

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface KeptLetter extends Letter {
  readonly id: Uuid;
  readonly sentAt: Date;
}

const KEPT = 50;

/** What was sent, in memory: the development page and tests read it. */
export class Mailbox {
  private readonly kept: KeptLetter[] = [];
  constructor(private readonly clock: Clock = systemClock) {}

  keep(letter: Letter): void {
    this.kept.unshift({ ...letter, id: newId(this.clock.now()), sentAt: this.clock.date() });
    this.kept.length = Math.min(this.kept.length, KEPT);
  }

  /** The last 50, newest first. */
  messages(): readonly KeptLetter[] {
    return [...this.kept];
  }
}
