import { Link } from 'react-router';
import { amount, counted } from '../layout/format-amount';
import { visibleText } from '../layout/visible-text';
import classes from './send.module.css';
import { sourcePath } from './source-path';
import { size } from './upload-size';
import type { Upload } from './use-upload';

/** How far a file is. While it moves nothing is read out; the end is. */
export function UploadProgress({ upload }: { upload: Upload | null }) {
  const busy = upload?.state === 'sending' || upload?.state === 'storing';
  return (
    <div className={upload ? classes.progress : undefined}>
      {upload && busy && (
        <>
          <progress className={classes.bar} aria-label="Bytes sent" max={Math.max(1, upload.request.file.size)} value={upload.sent} />
          <p className={classes.numbers}>
            {size(upload.sent)} of {size(upload.request.file.size)} sent
            {upload.answer.events > 0 && `, ${counted(upload.answer.events, 'event')} stored so far`}
            {upload.state === 'storing' && upload.answer.events === 0 && '; it is being stored …'}
          </p>
        </>
      )}
      <p role="status" className={classes.outcome} data-state={upload?.state}>
        {upload && !busy && outcome(upload)}
      </p>
      {upload?.state === 'done' && (
        <p>
          <Link to={sourcePath(upload.request.source)}>To the source</Link>
        </p>
      )}
      {upload && upload.answer.rejects.length > 0 && (
        <>
          <p>Refused lines{upload.answer.rejected > upload.answer.rejects.length ? `, the first ${upload.answer.rejects.length} of ${amount(upload.answer.rejected)}` : ''}:</p>
          <ul className={classes.rejects}>
            {upload.answer.rejects.map(({ line, message }, index) => (
              <li key={index}>
                Line {amount(line)}: {visibleText(message)}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function outcome({ state, answer, problem, request }: Upload): string {
  const stored = `${counted(answer.events, 'event')} accepted, ${counted(answer.rejected, 'line')} refused`;
  if (state === 'done') return `Done: ${stored}, as ${visibleText(request.source)}.`;
  if (state === 'cancelled') return `Cancelled. What had been stored by then stays${answer.events > 0 ? `: ${counted(answer.events, 'event')} at least` : ''}; sent again, nothing is stored twice.`;
  return `${visibleText(problem ?? 'It failed.')}${answer.events > 0 ? ` Until then: ${stored}.` : ''}`;
}
