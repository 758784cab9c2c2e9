import { message, type Message } from '../../base/message.ts';
import { editDistance, isNear } from '../../base/nearest.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, type FieldPath } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { Container, ContainerPort } from '../../manifests/resources/workloads.ts';
import type { Check, Problem } from '../check.ts';
import type { CheckContext } from '../context.ts';
import { replacing } from '../fixes.ts';
import type { PodOwner } from '../podOwners.ts';
import { unappliedChanges } from '../unseen.ts';

export const unknownPortName: Check = {
  code: 'port/unknown-name',
  severity: 'error',
  documentation: {
    title: 'Port name that no selected pod has',
    what: 'A `targetPort` of a Service is a name, and no container of the pods that the Service selects declares a port of that name and protocol. Native sidecars (init containers with `restartPolicy: Always`) count. A number is never reported: it needs no declaration. Nor is a Service whose selector meets nothing; that is `selector/no-match`. A warning where further pods may exist; a hint where Kustomize applies changes that are not looked at here, or where sidecars are injected.',
    why: 'The Service gets no endpoints for that port.',
    wrong: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: server }]
---
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec:
  containers:
    - { name: web, image: web, ports: [{ name: http, containerPort: 8080 }] }`,
    right: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: http }]
---
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec:
  containers:
    - { name: web, image: web, ports: [{ name: http, containerPort: 8080 }] }`,
    fix: 'The message lists the names there are. A quick fix writes the nearest one.',
    source: 'kubernetes `staging/src/k8s.io/endpointslice/utils.go` (FindPort); grafana-operator pull request 974, clickvisual pull request 414, kubernetes issue 83145',
  },
  *run({ cluster, podOwners, unseenPods }: CheckContext): Generator<Problem> {
    for (const service of resourcesOf(cluster, 'Service')) {
      const { selector, ports, metadata, serviceType } = service;
      if (selector === undefined || serviceType === 'ExternalName' || Object.keys(selector).length === 0 || !ports.some(({ targetPort }) => isName(targetPort))) continue;
      const owners = podOwners.selected(selector, metadata.namespace);
      if (owners.length === 0) continue;
      for (const [index, { targetPort, protocol }] of ports.entries()) {
        if (typeof targetPort !== 'string' || targetPort === '' || owners.some((owner) => declares(owner, targetPort, protocol))) continue;
        yield {
          ...problemOf(service, index, targetPort, protocol, owners, owners.flatMap(portsOf)),
          severity: unseenPods() === undefined ? undefined : 'warning',
          doubt: unappliedChanges(cluster) ?? injection(owners),
        };
      }
    }
  },
};

function isName(targetPort: number | string | undefined): boolean {
  return typeof targetPort === 'string' && targetPort !== '';
}

/** As the endpoints controller looks a name up: in the containers, then in the native sidecars. */
function declares({ spec }: PodOwner, name: string, protocol: string): boolean {
  const has = ({ ports }: Container) => ports.some((port) => port.name === name && port.protocol === protocol);
  return spec.containers.some(has) || spec.initContainers.some((container) => container.sidecar && has(container));
}

interface DeclaredPort {
  readonly owner: PodOwner;
  readonly port: ContainerPort;
  readonly path: FieldPath;
}

/** Ports of all containers that run beside one another. */
function portsOf(owner: PodOwner): readonly DeclaredPort[] {
  const { spec, specPath } = owner;
  const lists = [['containers', spec.containers], ['initContainers', spec.initContainers]] as const;
  return lists.flatMap(([key, containers]) => containers.flatMap((container, index) =>
    (key === 'containers' || container.sidecar ? container.ports.map((port, position) => ({ owner, port, path: [...specPath, key, index, 'ports', position] })) : [])));
}

function problemOf(service: ServiceResource, index: number, name: string, protocol: string, owners: readonly PodOwner[], declared: readonly DeclaredPort[]): Problem {
  const place = placeOf(service, 'spec', 'ports', index, 'targetPort');
  const who = owners.length === 1 ? message('{0}', nameOf((owners[0] as PodOwner).resource)) : message('the {0} workloads that it selects', owners.length);
  const other = declared.find(({ port }) => port.name === name);
  if (other !== undefined) {
    return {
      place,
      message: message('The port "{0}" of {1} is {2}, but this port of the Service is {3}. Make the protocols agree.', name, nameOf(other.owner.resource), other.port.protocol, protocol),
      related: [relatedOf(other)],
    };
  }
  const named = declared.filter(({ port }) => port.name !== undefined && port.protocol === protocol);
  const names = [...new Set(named.map(({ port }) => port.name ?? ''))];
  const nearest = nearestOf(name, names);
  return {
    place,
    message: names.length === 0
      ? message('No container of {0} has a port named "{1}" ({2}); its ports have no names. Name the port there, or write its number here.', who, name, protocol)
      : message('No container of {0} has a port named "{1}" ({2}). The names are: {3}.', who, name, protocol, names.slice(0, 10).join(', ')),
    related: (named.length > 0 ? named : declared).slice(0, 5).map(relatedOf),
    fixes: nearest === undefined ? [] : [replacing(message('Write {0}', nearest), isNear(name, editDistance(name, nearest)), { place, replaces: name, text: nearest })],
  };
}

/** A name that reads nearly alike; else the only one there is. */
function nearestOf(name: string, names: readonly string[]): string | undefined {
  const sorted = names.map((other) => ({ other, distance: editDistance(name, other) })).sort((one, two) => one.distance - two.distance);
  const [first] = sorted;
  if (first === undefined) return undefined;
  return names.length === 1 || isNear(name, first.distance) ? first.other : undefined;
}

function relatedOf({ owner, port, path }: DeclaredPort): { readonly message: Message; readonly place: ReturnType<typeof placeOf> } {
  return port.name === undefined
    ? { message: message('{0}: port {1} has no name', nameOf(owner.resource), port.containerPort), place: placeOf(owner.resource, ...path, 'containerPort') }
    : { message: message('{0}: port {1} is named {2} ({3})', nameOf(owner.resource), port.containerPort, port.name, port.protocol), place: placeOf(owner.resource, ...path, 'name') };
}

/** A mesh may put containers with ports of their own into the pods. */
function injection(owners: readonly PodOwner[]): Message | undefined {
  const injected = owners.some(({ resource, labels }) => {
    const annotations = resource.type === 'Workload' ? resource.template.annotations : resource.metadata.annotations;
    return [...Object.keys(annotations), ...Object.keys(labels)].some((key) => key.includes('/inject'));
  });
  return injected ? message('A container that is injected into the pods may have the port.') : undefined;
}
