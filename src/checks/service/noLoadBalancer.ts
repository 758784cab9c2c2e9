import { each, type ResourceCheck } from '../findings/check.ts';
import { askedInVain } from '../shared/service/askedInVain.ts';

export const noLoadBalancer: ResourceCheck = {
  code: 'service/no-load-balancer',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['Service'], (service, context) =>
      service.serviceType !== 'LoadBalancer' &&
      ((service.loadBalancerIP ?? '') !== '' || Object.keys(service.metadata.annotations).some((key) => key.startsWith('metallb.')))
        ? askedInVain(service, context)
        : [],
    ),
  ],
};
