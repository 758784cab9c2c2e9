import { resourcesOf } from '../../manifests/cluster.ts';
import type { IngressBackend, IngressPath, IngressResource } from '../../manifests/resources/networking.ts';
import type { Allocation } from '../allocation.ts';
import { hasPathPrefix, hostFit, withoutLastSlashes } from './hosts.ts';

export interface Request {
  readonly host: string;
  readonly path: string;
}

/** The rule of an Ingress that takes a request. */
export interface IngressMatch {
  readonly ingress: IngressResource;
  /** Undefined: its backend is no Service, or not typed yet. */
  readonly backend: IngressBackend | undefined;
  readonly path: IngressPath | undefined;
  /** Beyond a plain prefix the controller decides. */
  readonly isCertain: boolean;
}

/** The best of all rules: the host that says most, then the exact path, then the longest. kubernetes staging/src/k8s.io/api/networking/v1/types.go */
export function ingressFor({ cluster }: Allocation, { host, path }: Request): IngressMatch | undefined {
  let best: { readonly rank: readonly number[]; readonly match: IngressMatch } | undefined;
  const offer = (rank: readonly number[], match: IngressMatch): void => {
    if (best === undefined || isHigher(rank, best.rank)) best = { rank, match };
  };
  for (const ingress of resourcesOf(cluster, 'Ingress')) {
    if (ingress.defaultBackend !== undefined)
      offer([-1, 0, 0], { ingress, backend: ingress.defaultBackend, path: undefined, isCertain: true });
    for (const rule of ingress.rules) {
      const fit = hostFit(rule.host, host, 'one');
      if (fit === undefined) continue;
      // The default backend takes what a host's paths leave.
      if (ingress.defaultBackend !== undefined && rule.host !== undefined)
        offer([fit, -1, 0], { ingress, backend: ingress.defaultBackend, path: undefined, isCertain: true });
      for (const each of rule.paths) {
        const wanted = each.path ?? '/';
        const exact = each.pathType === 'Exact';
        const fits = exact ? path === wanted : hasPathPrefix(path, wanted);
        if (fits)
          offer([fit, withoutLastSlashes(wanted).length, exact ? 1 : 0], {
            ingress,
            backend: each.backend,
            path: each,
            isCertain: exact || each.pathType === 'Prefix' || !/[^\w/.-]/.test(wanted),
          });
      }
    }
  }
  return best?.match;
}

function isHigher(one: readonly number[], other: readonly number[]): boolean {
  for (const [index, value] of one.entries()) {
    const against = other[index] ?? 0;
    if (value !== against) return value > against;
  }
  return false;
}
