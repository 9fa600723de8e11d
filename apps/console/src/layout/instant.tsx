import { relativeTime, utcTime } from './format-time';
import { useNow } from './use-now';

/** Within a sentence, after “until” or “by”: `22 Nov, 14:10:34 UTC (in 23 h)`. */
export function Instant({ at }: { at: string }) {
  const now = useNow();
  const instant = Date.parse(at);
  return (
    <time dateTime={at}>
      {utcTime(instant, now)} ({relativeTime(instant, now)})
    </time>
  );
}
