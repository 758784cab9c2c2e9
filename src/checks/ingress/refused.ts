import { isHostPattern } from '../../engine/serviceAllocator/dnsNames.ts';
import type { IngressBackend, IngressResource } from '../../manifests/resources/networking.ts';
import { each, type ResourceCheck } from '../findings/check.ts';
import { ingressProblems } from '../shared/ingress/faults.ts';

export const ingressRefused: ResourceCheck = {
  code: 'ingress/refused',
  scope: 'cluster',
  severity: 'error',
  parts: [each(['Ingress'], (ingress) => (isOrdinary(ingress) ? [] : ingressProblems(ingress)))],
};

/** Whether nothing of it is worth a closer look; most are so. */
function isOrdinary({ metadata, defaultBackend, rules, tlsHosts }: IngressResource): boolean {
  return (
    !Object.hasOwn(metadata.annotations, 'kubernetes.io/ingress.class') &&
    (defaultBackend === undefined || isWhole(defaultBackend)) &&
    tlsHosts.flat().every(isHostPattern) &&
    rules.every(
      ({ host, paths }) =>
        (host === undefined || (isHostPattern(host) && !/\d$/.test(host))) &&
        paths.length > 0 &&
        paths.every(
          ({ path, pathType, backend }) => path?.startsWith('/') !== false && pathType !== undefined && pathType !== '' && isWhole(backend),
        ),
    )
  );
}

function isWhole(backend: IngressBackend | undefined): boolean {
  return backend?.serviceName !== undefined && backend.lacksPort !== true;
}
