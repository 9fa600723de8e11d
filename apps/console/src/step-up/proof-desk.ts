import { ApiError } from '@vedette/api-client';

interface Waiting {
  readonly proven: () => void;
  readonly refused: (error: ApiError) => void;
}

/**
 * Where operations wait that were refused for want of a fresh proof. However many wait, one dialog asks; its answer is the
 * answer to all of them.
 */
export class ProofDesk {
  private readonly listeners = new Set<() => void>();
  private waiting: readonly Waiting[] = [];

  /** Whether somebody is asked. */
  readonly isAsking = (): boolean => this.waiting.length > 0;

  /** Whoever listens shows the dialog. Answers how to stop, which gives up what waits. */
  readonly attend = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.giveUp();
    };
  };

  /** Resolves with the proof. @throws ApiError `auth.proof_cancelled`; at once, where no page is there to ask */
  ask(): Promise<void> {
    if (this.listeners.size === 0) return Promise.reject(cancelled());
    return new Promise((proven, refused) => this.become([...this.waiting, { proven, refused }]));
  }

  proven(): void {
    for (const { proven } of this.become([])) proven();
  }

  giveUp(): void {
    for (const { refused } of this.become([])) refused(cancelled());
  }

  /** @returns who waited before */
  private become(next: readonly Waiting[]): readonly Waiting[] {
    const before = this.waiting;
    this.waiting = next;
    if (before.length > 0 !== next.length > 0) for (const tell of this.listeners) tell();
    return before;
  }
}

function cancelled(): ApiError {
  return new ApiError('auth.proof_cancelled', 'Nothing was changed: it needs a fresh proof that it is you.');
}
