/** Ctrl-C in the middle of a load must leave neither servers nor folders behind. Answers what forgets it again. */
export function onInterrupt(close) {
  const interrupted = () => void Promise.resolve(close()).finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  return () => process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
}
