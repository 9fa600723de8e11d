import { ConfigError, loadConfig } from '@vedette/config';
import { giveHeapRoom, logger } from '@vedette/telemetry';
import { detectionConfig } from './config';
import { startDetection, type DetectionApp } from './detection-app';

const log = logger('detection');
const SHUTDOWN_MS = 25_000;

async function main(): Promise<void> {
  giveHeapRoom();
  const app = await startDetection(loadConfig(detectionConfig));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(app, signal));
}

/** An evaluation that is cut off rolls back and goes out again, so ending late gains nothing over ending on time. */
async function stop(app: DetectionApp, signal: string): Promise<void> {
  log.info({ signal }, 'detection is stopping');
  setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
  await app.close();
  process.exit(0);
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else log.fatal({ err: error }, 'detection could not start');
  process.exit(1);
});
