import 'reflect-metadata';
import { ConfigError, loadConfig } from '@vedette/config';
import { giveHeapRoom, logger, startTelemetry } from '@vedette/telemetry';
import { startGateway } from './gateway';
import { gatewayConfig } from './gateway-config';

async function main(): Promise<void> {
  giveHeapRoom();
  const config = loadConfig(gatewayConfig);
  const telemetry = await startTelemetry({
    service: 'gateway',
    metricsPort: config.METRICS_PORT,
    otlpUrl: config.tracing.on ? config.tracing.OTLP_URL : undefined,
    logLevel: config.LOG_LEVEL,
  });
  const gateway = await startGateway(config);
  logger('gateway').info({ url: gateway.url }, 'the gateway listens');
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void gateway
      .close()
      .then(() => telemetry.close())
      .then(() => process.exit(0), () => process.exit(1));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) console.error(error.message);
  else logger('gateway').fatal({ err: error }, 'the gateway did not start');
  process.exitCode = 1;
  // Doors that were opened would keep the process alive.
  setTimeout(() => process.exit(1), 100).unref();
});
