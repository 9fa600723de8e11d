/** Ctrl-C in the middle of a load must leave neither servers nor folders behind. Answers what forgets it again. */
export function onInterrupt(close) {
  const interrupted = () => {
    // What it was doing fails once the servers are gone; that is no news.
    process.on('unhandledRejection', () => undefined);
    void Promise.resolve(close()).finally(() => process.exit(130));
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  return () => process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
}

/** However often it is called, by whoever ends first: done once, and waited for by all. */
export function once(work) {
  let done;
  return () => (done ??= work());
}
