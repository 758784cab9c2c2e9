import { formatAddress, type IPAddress } from '../../../base/ip.ts';
import type { Message } from '../../../base/message.ts';
import { annotationOf, sharingKeyOf } from '../../../engine/metallb/claim.ts';
import { configurationOf } from '../../../engine/metallb/configuration.ts';
import { poolRequestOf } from '../../../engine/metallb/requests.ts';
import { admits } from '../../../engine/metallb/scope.ts';
import { placeOf } from '../../../manifests/place.ts';
import type { ServiceResource } from '../../../manifests/resources/core.ts';
import type { CheckContext } from '../context.ts';
import type { Fix, FixEdit } from '../../findings/finding.ts';
import type { ExternalService } from './sharing.ts';

/** The first address that nobody has, of a pool that the service may use; absent when there is none, and for a service that wants two. */
export function freeAddressFor(
  { resource, namespace, ipFamilies }: ExternalService,
  { allocation, cluster, network }: CheckContext,
): IPAddress | undefined {
  const [family, second] = ipFamilies;
  if (second !== undefined) return undefined;
  const wanted = poolRequestOf(resource)?.name;
  for (const { name, autoAssign, scope } of configurationOf(cluster, network).pools) {
    if (wanted === undefined ? !autoAssign : name !== wanted) continue;
    if (!admits(scope, { namespace, labels: resource.metadata.labels })) continue;
    const free = allocation.loadBalancerPools.find((pool) => pool.name === name)?.free.find((address) => address.family === (family ?? 4));
    if (free !== undefined) return free;
  }
  return undefined;
}

/** The service asks for this address: in place of what it asks for now, or anew. A device's older MetalLB reads the field alone. */
export function asking(title: Message, service: ServiceResource, address: IPAddress, { network }: CheckContext): Fix {
  const text = formatAddress(address);
  const annotation = annotationOf(service, 'loadBalancerIPs');
  const edit: FixEdit =
    annotation !== undefined && annotation.value !== ''
      ? { kind: 'replace', place: placeOf(service, 'metadata', 'annotations', annotation.key), replaces: annotation.value, text }
      : service.loadBalancerIP !== undefined && service.loadBalancerIP !== ''
        ? { kind: 'replace', place: placeOf(service, 'spec', 'loadBalancerIP'), replaces: service.loadBalancerIP, text }
        : network.profile.deviceOwnsPool
          ? { kind: 'insert', place: placeOf(service, 'spec', 'loadBalancerIP'), value: text, after: 'type' }
          : { kind: 'insert', place: placeOf(service, 'metadata', 'annotations', 'metallb.io/loadBalancerIPs'), value: text };
  return { title, preferred: false, edits: [edit] };
}

/** The edit that gives a service a sharing key; none where it has that one already. */
export function keyEdits(service: ServiceResource, key: string): readonly FixEdit[] {
  const own = sharingKeyOf(service);
  if (own === key) return [];
  const annotation = annotationOf(service, 'allow-shared-ip');
  return annotation === undefined
    ? [{ kind: 'insert', place: placeOf(service, 'metadata', 'annotations', 'metallb.io/allow-shared-ip'), value: key }]
    : [{ kind: 'replace', place: placeOf(service, 'metadata', 'annotations', annotation.key), replaces: annotation.value, text: key }];
}
