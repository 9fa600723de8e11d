export { startGateway } from './gateway';
export type { Gateway } from './gateway';
export { gatewayConfig } from './gateway-config';
export type { GatewayConfig } from './gateway-config';
