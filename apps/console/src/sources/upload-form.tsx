import { Button, PasswordInput } from '@mantine/core';
import { useCallback, useId, useRef, useState } from 'react';
import type { DragEvent, FormEvent } from 'react';
import { Link, useBeforeUnload } from 'react-router';
import { showCharacters } from '../account/show-characters';
import { useMay } from '../api/viewer';
import { visibleText } from '../layout/visible-text';
import classes from './send.module.css';
import { UploadProgress } from './upload-progress';
import { size } from './upload-size';
import { newOnce, useUpload } from './use-upload';

/** A whole log file from this computer. The session speaks for those who may send events, an API key for the others. */
export function UploadForm({ source }: { source: string | null }) {
  const id = useId();
  const may = useMay('event:write');
  const [chosen, setChosen] = useState<{ readonly file: File; readonly once: string } | null>(null);
  const [over, setOver] = useState(false);
  // In this page's memory only, and gone with it.
  const [key, setKey] = useState('');
  const picker = useRef<HTMLInputElement>(null);
  const { upload, start, cancel, forget } = useUpload();
  const busy = upload?.state === 'sending' || upload?.state === 'storing';
  useBeforeUnload(
    useCallback(
      (event) => {
        if (busy) event.preventDefault();
      },
      [busy],
    ),
  );
  const take = (file: File | undefined) => {
    if (!file || busy) return;
    forget();
    setChosen({ file, once: newOnce() });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!chosen || source === null || busy) return;
    // The same file under another name is another upload.
    const once = upload && upload.request.source !== source ? newOnce() : chosen.once;
    setChosen({ ...chosen, once });
    start({ ...chosen, once, source, key: may ? null : key.trim() });
  };
  const again = upload?.state === 'failed' || upload?.state === 'cancelled';
  return (
    <form className={classes.upload} onSubmit={submit} aria-label="Upload a file">
      <div
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <p id={`${id}-file`}>{chosen ? <strong>{`${visibleText(chosen.file.name)}, ${size(chosen.file.size)}`}</strong> : 'Drop a log file here, or choose one. Any format that is known, plain or gzip.'}</p>
        <input ref={picker} id={id} type="file" className="hidden" tabIndex={-1} aria-label="Log file" onChange={({ currentTarget }) => { take(currentTarget.files?.[0]); currentTarget.value = ''; }} />
        <Button variant="default" size="xs" disabled={busy} aria-describedby={`${id}-file`} onClick={() => picker.current?.click()}>
          {chosen ? 'Choose another file' : 'Choose a file'}
        </Button>
      </div>
      {!may && (
        <PasswordInput
          className={classes.name}
          label="API key"
          description="Your role cannot send events itself. The key is sent along and kept nowhere."
          autoComplete="off"
          maxLength={200}
          value={key}
          onChange={({ currentTarget }) => setKey(currentTarget.value)}
          visibilityToggleButtonProps={showCharacters}
        />
      )}
      <div className="row">
        <Button type="submit" disabled={!chosen || source === null || busy || upload?.state === 'done' || (!may && key.trim() === '')} loading={busy}>
          {again ? 'Send again' : 'Upload'}
        </Button>
        {busy && (
          <Button variant="default" onClick={cancel}>
            Cancel
          </Button>
        )}
        {!may && <Link to="/keys">Keys</Link>}
      </div>
      <UploadProgress upload={upload} />
    </form>
  );
}
