import { message, sentences, term } from '../../base/message.ts';
import type { AllocatedService } from '../../engine/allocation.ts';
import { loadBalancerOf } from '../../engine/loadBalancers/which.ts';
import { resourcesOf, resourcesWhere, type Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';

export const serviceLBPort: Check = {
  code: 'service/servicelb-port',
  scope: 'cluster',
  severity: 'error',
  *run(context: CheckContext): Generator<Problem> {
    if (loadBalancerOf(context.cluster, context.network) !== 'servicelb') return;
    const { allocation, cluster, assembly } = context;
    const taken = new Map<string, ServiceResource | 'traefik'>(
      hasTraefik(cluster)
        ? [
            ['TCP 80', 'traefik'],
            ['TCP 443', 'traefik'],
          ]
        : [],
    );
    for (const { resource, ports } of allocation.services.filter(isServed)) {
      if (resource === undefined || isTraefik(resource)) continue;
      for (const [index, { port, protocol }] of ports.entries()) {
        const key = `${protocol} ${port}`;
        const holder = taken.get(key);
        if (holder === undefined) taken.set(key, resource);
        else {
          const place = placeOf(resource, 'spec', 'ports', index, 'port');
          yield {
            place,
            message: sentences(
              message('ServiceLB of K3s gives a LoadBalancer service the ports of the nodes themselves, each to one service.'),
              holder === 'traefik'
                ? message(
                    'Port {0} is held by Traefik, which K3s installs: {1} stays pending. Use another port or an Ingress, or turn Traefik off (disable: traefik).',
                    port,
                    nameOf(resource),
                  )
                : message('Port {0} is held by {1}: {2} stays pending.', port, nameOf(holder), nameOf(resource)),
            ),
            related:
              holder === 'traefik'
                ? related(context)
                : [{ message: term('ports of {0}', nameOf(holder)), place: placeOf(holder, 'spec', 'ports') }],
            doubt: holder === 'traefik' ? undefined : assembly.doubt(place, placeOf(holder)),
          };
          break;
        }
      }
    }
  },
};

function related({
  network: { profilePlace, profile },
}: CheckContext): { readonly message: ReturnType<typeof term>; readonly place: Place }[] {
  return profilePlace === undefined ? [] : [{ message: term('profile {0}', profile.name), place: profilePlace }];
}

function isServed({ resource, rejected, type }: AllocatedService): boolean {
  return type === 'LoadBalancer' && rejected === undefined && (resource?.loadBalancerClass ?? '') === '';
}

function hasTraefik(cluster: Cluster): boolean {
  return (
    !resourcesOf(cluster, 'DistributionConfiguration').some(({ disabled }) => disabled.includes('traefik')) &&
    traefiks(cluster).length === 0
  );
}

/** Settings of the Traefik that K3s brings, which may give it other ports. */
const traefiks = resourcesWhere(({ kind, metadata: { name } }) => kind === 'HelmChartConfig' && name === 'traefik');

function isTraefik({ metadata: { name, namespace } }: ServiceResource): boolean {
  return name === 'traefik' && (namespace === undefined || namespace === 'kube-system');
}
