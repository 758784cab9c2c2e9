import { each, type ResourceCheck } from '../findings/check.ts';
import { misspeltTLS, namesRoutedTLS } from '../shared/ingress/certificates.ts';

export const ingressCertificate: ResourceCheck = {
  code: 'ingress/certificate',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['Ingress'], (ingress, context) => (ingress.tlsSecrets.some((name) => name !== '') ? misspeltTLS(ingress, context) : [])),
    each(['Route'], (route, context) => (route.kind.startsWith('IngressRoute') ? namesRoutedTLS(route, context) : [])),
  ],
};
