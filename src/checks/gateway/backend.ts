import { eachMention, type ResourceCheck } from '../findings/check.ts';
import { backendWithoutPort, unknownBackendPort, unreachableBackend } from '../shared/gateway/backends.ts';

export const gatewayBackend: ResourceCheck = {
  code: 'gateway/backend',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    eachMention('route-service', (mention, context) => unreachableBackend(mention, context)),
    eachMention('route-port', (mention, context) => unknownBackendPort(mention, context)),
    eachMention('route-service', (mention) => backendWithoutPort(mention)),
  ],
};
