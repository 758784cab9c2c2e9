import { isWithin, labelsBefore, longestZone, lowerCase } from './names.ts';
import type { KubernetesPlugin } from './plugins.ts';

/** What a name in a zone of the `kubernetes` plugin asks for. All parts are lower case. */
export type KubernetesRequest =
  /** The zone itself, or bare `svc` or `pod`: it exists, without data. */
  | { readonly kind: 'apex' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'namespace'; readonly of: 'svc' | 'pod'; readonly namespace: string }
  /** Labels left of a pod's name are ignored. */
  | { readonly kind: 'pod'; readonly namespace: string; readonly pod: string }
  | ServiceRequest;

export interface ServiceRequest {
  readonly kind: 'service';
  readonly namespace: string;
  readonly service: string;
  readonly endpoint: string | undefined;
  /** Absent: any. Without the underscore. */
  readonly port: string | undefined;
  readonly protocol: string | undefined;
  /** In a multicluster zone. */
  readonly cluster: string | undefined;
  readonly topology: { readonly zone: string; readonly policy: 'pin' | 'prefer' } | undefined;
}

/** coredns plugin/kubernetes/parse.go */
export function parseKubernetesRequest(name: string, zone: string, { multiclusterZones, zonal }: KubernetesPlugin): KubernetesRequest {
  const labels = labelsBefore(zone, lowerCase(name));
  const [kind, namespace, object, ...rest] = labels.toReversed();
  if (kind === undefined) return { kind: 'apex' };
  if (kind !== 'svc' && kind !== 'pod') return { kind: 'invalid' };
  if (namespace === undefined) return { kind: 'apex' };
  if (object === undefined) return { kind: 'namespace', of: kind, namespace };

  const multicluster = multiclusterZones.some((candidate) => isWithin(candidate, zone) && candidate.length === zone.length);
  const plain: ServiceRequest = {
    kind: 'service',
    namespace,
    service: object,
    endpoint: undefined,
    port: undefined,
    protocol: undefined,
    cluster: undefined,
    topology: undefined,
  };
  const [first, second, third] = rest;
  const service = ((): ServiceRequest | undefined => {
    if (first === undefined) return plain;
    if (second === undefined) return { ...plain, endpoint: first };
    if (third === undefined) {
      const ofCluster = multicluster && !first.startsWith('_') && !second.startsWith('_');
      return ofCluster
        ? { ...plain, cluster: first, endpoint: second }
        : { ...plain, protocol: withoutUnderscore(first), port: withoutUnderscore(second) };
    }
    const zonalName =
      zonal && !multicluster && kind === 'svc' && rest.length === 3 && first === '_zone' && (second === 'pin' || second === 'prefer');
    return zonalName ? { ...plain, topology: { zone: third, policy: second } } : undefined;
  })();
  if (service === undefined) return { kind: 'invalid' };
  return kind === 'pod' ? { kind: 'pod', namespace, pod: object } : service;
}

/** The longest zone of the plugin that holds the name, in the case in which the name is written. */
export function zoneAsAsked({ zones }: KubernetesPlugin, name: string): string | undefined {
  const zone = longestZone(zones, name);
  return zone === undefined ? undefined : zone === '.' ? '.' : name.slice(-zone.length);
}

function withoutUnderscore(label: string): string {
  return label.startsWith('_') ? label.slice(1) : label;
}
