import { message } from '../../base/message.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import { each, type Problem, type ResourceCheck } from '../findings/check.ts';
import { ownerOf, type PodOwner } from '../../engine/references/podOwners.ts';
import { unappliedChanges } from '../shared/unseen.ts';
import { portsOf, type DeclaredPort } from '../../engine/references/containerPorts.ts';
import { relatedPort } from '../shared/port/declaredPorts.ts';
import { shadowedPorts } from '../shared/port/shadowedPorts.ts';
import { takenHostPorts } from '../shared/port/takenHostPorts.ts';

export const duplicatePort: ResourceCheck = {
  code: 'port/duplicate',
  scope: 'cluster',
  severity: 'error',
  parts: [
    each(['Workload', 'Pod'], function* (resource, { cluster }) {
      for (const problem of problemsOf(ownerOf(resource))) yield { ...problem, doubt: unappliedChanges(cluster, resource) };
    }),
    shadowedPorts,
    takenHostPorts,
  ],
};

function* problemsOf(owner: PodOwner): Generator<Problem> {
  const ports = portsOf(owner);
  if (ports.length < 2) return;
  const { hostNetwork } = owner.spec;
  const names = new Map<string, DeclaredPort>();
  const hostPorts = new Map<string, DeclaredPort>();
  const numbers = new Map<string, DeclaredPort>();
  for (const declared of ports) {
    const { container, port, path } = declared;
    const { name, containerPort, protocol, hostIP = '' } = port;
    const twin = name === undefined || name === '' ? undefined : takeFirst(names, `${path.slice(0, -2).join('/')} ${name}`, declared);
    if (twin !== undefined) {
      yield {
        place: placeOf(owner.resource, ...path, 'name'),
        message: message(
          'The API server refuses {0}: two ports of container {1} have the name {2}. Give one of them another name.',
          nameOf(owner.resource),
          container.name,
          name ?? '',
        ),
        related: [relatedPort(twin)],
      };
    }
    const hostPort = port.hostPort ?? (hostNetwork ? containerPort : 0);
    const taken = hostPort > 0 && !container.sidecar ? takeFirst(hostPorts, `${protocol} ${hostIP} ${hostPort}`, declared) : undefined;
    const same = containerPort > 0 ? takeFirst(numbers, `${protocol} ${containerPort}`, declared) : undefined;
    if (taken !== undefined) {
      yield {
        place: placeOf(owner.resource, ...path, port.hostPort === undefined ? 'containerPort' : 'hostPort'),
        message: message(
          'The API server refuses {0}: two of its ports take port {1} ({2}) of the node.',
          nameOf(owner.resource),
          hostPort,
          protocol,
        ),
        related: [relatedPort(taken)],
      };
    } else if (same !== undefined && same.container !== container) {
      yield {
        place: placeOf(owner.resource, ...path, 'containerPort'),
        severity: 'warning',
        message: message(
          'Containers {0} and {1} of {2} both declare port {3} ({4}). Containers of a pod share one address, so only one of them can listen on it.',
          same.container.name,
          container.name,
          nameOf(owner.resource),
          containerPort,
          protocol,
        ),
        related: [relatedPort(same)],
      };
    } else if (same !== undefined && twin === undefined && !(hostPort > 0 && (same.port.hostPort ?? 0) > 0)) {
      yield {
        place: placeOf(owner.resource, ...path, 'containerPort'),
        severity: 'information',
        message: message(
          'Container {0} of {1} declares port {2} ({3}) twice; kubectl may drop one of them at the next change.',
          container.name,
          nameOf(owner.resource),
          containerPort,
          protocol,
        ),
        related: [relatedPort(same)],
      };
    }
  }
}

/** What had the key first; absent when it is taken now. */
function takeFirst(firsts: Map<string, DeclaredPort>, key: string, declared: DeclaredPort): DeclaredPort | undefined {
  const first = firsts.get(key);
  if (first === undefined) firsts.set(key, declared);
  return first;
}
