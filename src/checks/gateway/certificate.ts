import { each, type ResourceCheck } from '../findings/check.ts';
import { unpermittedCertificates } from '../shared/gateway/certificates.ts';

export const gatewayCertificate: ResourceCheck = {
  code: 'gateway/certificate',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['Gateway', 'ListenerSet'], (holder, context) =>
      holder.listeners.some(({ tls }) => tls?.certificates.some(({ namespace }) => namespace !== undefined) === true)
        ? unpermittedCertificates(holder, context)
        : [],
    ),
  ],
};
