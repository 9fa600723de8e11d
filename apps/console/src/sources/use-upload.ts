import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { noAnswer, readAnswer, refusalOf } from './upload-answer';
import type { UploadAnswer } from './upload-answer';
import { SOURCES } from './use-sources';

export interface UploadRequest {
  readonly file: File;
  readonly source: string;
  /** Null: the session speaks. */
  readonly key: string | null;
  /** The same for another try of the same file, so that nothing is stored twice. */
  readonly once: string;
}

export type UploadState = 'sending' | 'storing' | 'done' | 'failed' | 'cancelled';

export interface Upload {
  readonly state: UploadState;
  readonly request: Omit<UploadRequest, 'key'>;
  readonly sent: number;
  readonly answer: UploadAnswer;
  readonly problem: string | null;
}

const LOST = 'The connection was lost. Send it again: what is stored already is not stored twice.';

/** Sends a file and tells how far it is. One at a time; leaving the page cancels it. */
export function useUpload() {
  const queries = useQueryClient();
  const [upload, setUpload] = useState<Upload | null>(null);
  const running = useRef<XMLHttpRequest | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = ({ key, ...request }: UploadRequest) => {
    running.current?.abort();
    // `fetch` tells nothing of what is sent.
    const xhr = new XMLHttpRequest();
    running.current = xhr;
    let now: Upload = { state: 'sending', request, sent: 0, answer: noAnswer, problem: null };
    const tell = (change: Partial<Upload>) => {
      now = { ...now, ...change };
      if (running.current === xhr) setUpload(now);
    };
    const end = (state: UploadState, problem: string | null = null) => {
      tell({ state, problem });
      if (running.current === xhr) running.current = null;
      for (const queryKey of [SOURCES, ['ledger']]) void queries.invalidateQueries({ queryKey });
    };
    tell({});
    xhr.upload.onprogress = ({ loaded }) => tell({ sent: Math.min(loaded, request.file.size) });
    xhr.upload.onload = () => tell({ state: 'storing', sent: request.file.size });
    xhr.onprogress = () => xhr.status === 200 && tell({ answer: readAnswer(xhr.responseText, now.answer) });
    xhr.onload = () => {
      if (xhr.status !== 200) return end('failed', refusalOf(xhr.responseText) ?? `The gateway answered ${xhr.status}.`);
      const answer = readAnswer(xhr.responseText, now.answer, true);
      tell({ answer });
      end(answer.done && answer.problem === null ? 'done' : 'failed', answer.done ? answer.problem : (answer.problem ?? LOST));
    };
    xhr.onerror = () => end('failed', LOST);
    xhr.onabort = () => end('cancelled');
    xhr.open('POST', `/v1/uploads?source=${encodeURIComponent(request.source)}`);
    xhr.setRequestHeader('content-type', 'application/octet-stream');
    xhr.setRequestHeader('vedette-client', 'console');
    xhr.setRequestHeader('idempotency-key', request.once);
    if (key !== null) xhr.setRequestHeader('authorization', `Bearer ${key}`);
    xhr.send(request.file);
  };
  return { upload, start, cancel: () => running.current?.abort(), forget: () => setUpload(null) };
}

/** `randomUUID` is not there on a plain-HTTP page of a test installation. */
export function newOnce(): string {
  return `console-${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
