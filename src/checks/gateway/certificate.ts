import { each, type ResourceCheck } from '../findings/check.ts';
import { misspeltCertificates, unpermittedCertificates } from '../shared/gateway/certificates.ts';

export const gatewayCertificate: ResourceCheck = {
  code: 'gateway/certificate',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['Gateway', 'ListenerSet'], (holder, context) =>
      holder.listeners.some(({ tls }) => (tls?.certificates.length ?? 0) > 0)
        ? [...unpermittedCertificates(holder, context), ...misspeltCertificates(holder, context)]
        : [],
    ),
  ],
};
