import { message } from '../../../base/message.ts';
import { resourcesOf, resourcesWhere } from '../../../manifests/cluster.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf } from '../../../manifests/place.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { unappliedChanges } from '../unseen.ts';
import { portsOf } from '../../../engine/references/containerPorts.ts';
import { ownerOf } from '../../../engine/references/podOwners.ts';

/** Workloads that share a label by the hundred are not looked at one by one for every Service. */
const mostLookedAt = 100;

/** Workloads with several containers, of which two have ports of one name. */
const ambiguous = resourcesWhere((resource) => {
  if (resource.type !== 'Workload' && resource.type !== 'Pod') return false;
  const owner = ownerOf(resource);
  if (owner.spec.containers.length + owner.spec.initContainers.length < 2) return false;
  const names = portsOf(owner).map(({ port }) => port.name);
  return new Set(names).size < names.length;
});

/** Port names that a Service uses and that two containers of one pod have: FindPort takes the first. kubernetes staging/src/k8s.io/endpointslice/utils.go */
export function* shadowedPorts({ cluster, podOwners }: CheckContext): Generator<Problem> {
  // Hardly any workload does that.
  if (ambiguous(cluster).length === 0) return;
  const reported = new Set<string>();
  for (const service of resourcesOf(cluster, 'Service')) {
    const {
      selector,
      serviceType,
      ports,
      metadata: { namespace },
    } = service;
    if (
      selector === undefined ||
      serviceType === 'ExternalName' ||
      Object.keys(selector).length === 0 ||
      !ports.some(({ targetPort }) => typeof targetPort === 'string')
    )
      continue;
    const owners = podOwners.selected(selector, namespace);
    if (owners.length > mostLookedAt) continue;
    for (const owner of owners) {
      if (owner.spec.containers.length + owner.spec.initContainers.length < 2) continue;
      const declared = portsOf(owner);
      for (const [index, { targetPort, protocol }] of ports.entries()) {
        const [first, second] =
          typeof targetPort === 'string' ? declared.filter(({ port }) => port.name === targetPort && port.protocol === protocol) : [];
        if (
          first === undefined ||
          second === undefined ||
          first.container === second.container ||
          first.port.containerPort === second.port.containerPort
        )
          continue;
        const place = placeOf(owner.resource, ...second.path, 'name');
        const key = `${place.document.file} ${JSON.stringify(place.path)}`;
        if (reported.has(key)) continue;
        reported.add(key);
        yield {
          place,
          severity: 'warning',
          message: message(
            'Containers {0} and {1} of {2} both have a port named "{3}". {4} leads to the first only, port {5}. Give one of them another name.',
            first.container.name,
            second.container.name,
            nameOf(owner.resource),
            targetPort ?? '',
            nameOf(service),
            first.port.containerPort,
          ),
          related: [
            { message: message('The first port named {0}', targetPort ?? ''), place: placeOf(owner.resource, ...first.path, 'name') },
            { message: message('{0}', nameOf(service)), place: placeOf(service, 'spec', 'ports', index, 'targetPort') },
          ],
          doubt: unappliedChanges(cluster, owner.resource, service),
        };
      }
    }
  }
}
