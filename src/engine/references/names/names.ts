import { resourcesBy } from '../../../manifests/cluster.ts';
import { moduleLabel } from '../../../manifests/iotEdge/names.ts';
import { partOf } from '../../../manifests/place.ts';
import type { Resource } from '../../../manifests/resource.ts';
import { from, fromAll, type Collector, type Source } from '../collector.ts';
import { anyLabelKey, nameKey, portOfKey } from '../keys.ts';
import type { PodOwner } from '../podOwners.ts';
import type { Mention, PodsTarget, ServicePortTarget, ServiceTarget } from '../reference.ts';
import { podsTarget, servicePortTargets, serviceTarget, type Surroundings } from '../surroundings.ts';
import type { Label } from './clusterName.ts';
import type { Naming } from './naming.ts';
import { labelsInHosts, mayNamePods, namingsIn } from './namings.ts';
import type { TextSource } from './referringTexts.ts';

/** Whether modules of a deployment manifest run in the cluster. */
function isOnDevice({ document }: Resource, { cluster }: Surroundings): boolean {
  return madeOfModules.any(cluster, document.file);
}

/** By the file of its manifest. */
const madeOfModules = resourcesBy<string>(({ type, metadata, document }) =>
  type === 'Workload' && metadata.labels[moduleLabel] !== undefined ? [document.file] : [],
);

/** A name of a Service, or of one of its endpoints, in a value: an environment variable, an argument, a probe, a ConfigMap, an ExternalName, an annotation. */
export interface ServiceName extends Mention<'service-name'> {
  readonly naming: Naming;
}

export const serviceName: Collector<ServiceName, ServiceTarget> = {
  target: 'service',
  byName: true,
  sources: sourcesOf(({ name, text, reference, ...naming }) => [
    {
      kind: 'service-name',
      resource: text.resource,
      place: partOf(text.place, name.service.start, name.service.end),
      text: name.service.text,
      naming: { name, text, reference, ...naming },
    },
  ]),
  targets: ({ naming }) => naming.services.map(serviceTarget),
  elsewhere: ({ text, naming: { namespace } }, { services }) =>
    namespace === undefined ? [] : services.elsewhere(text, namespace).map(serviceTarget),
  keys: ({ text }) => [nameKey('service', text)],
  mayMention: (resource) => labelsInHosts(resource).map((label) => nameKey('service', label)),
};

/** The port beside such a name: `orders:8080` by its number, `_http._tcp.orders` by its name. */
export interface ServiceNamePort extends Mention<'service-name-port'> {
  readonly naming: Naming;
  readonly port: number | string;
}

export const serviceNamePort: Collector<ServiceNamePort, ServicePortTarget> = {
  target: 'service-port',
  byName: true,
  sources: sourcesOf((naming) => [portNumberOf(naming), portNameOf(naming)].filter((mention) => mention !== undefined)),
  targets: ({ naming: { services }, port }) =>
    services.flatMap((service) =>
      servicePortTargets(service, (own) => (typeof port === 'number' ? own.port === port : own.name?.toLowerCase() === port)),
    ),
  keys: ({ naming }) => [portOfKey(naming.name.service.text)],
  mayMention: (resource) => labelsInHosts(resource).map(portOfKey),
};

function portNumberOf(naming: Naming): ServiceNamePort | undefined {
  const {
    text,
    reference: { port },
  } = naming;
  return port === undefined
    ? undefined
    : {
        kind: 'service-name-port',
        resource: text.resource,
        place: partOf(text.place, port.start, port.end),
        text: String(port.number),
        naming,
        port: port.number,
      };
}

/** The name of a port in `_http._tcp.orders.shop.svc`; absent in any other name. */
export function portNameOf(naming: Naming): ServiceNamePort | undefined {
  const {
    text,
    name: { rest },
  } = naming;
  const [port, protocol] = rest;
  if (port?.text.startsWith('_') !== true || protocol?.text.startsWith('_') !== true || rest.length > 2) return undefined;
  const name = port.text.slice(1);
  return {
    kind: 'service-name-port',
    resource: text.resource,
    place: partOf(text.place, port.start + 1, port.end),
    text: name,
    naming,
    port: name,
  };
}

/** The pod in `web-0.web.shop.svc`. */
export interface ServiceNamePod extends Mention<'service-name-pod'> {
  readonly naming: Naming;
  readonly label: Label;
}

export const serviceNamePod: Collector<ServiceNamePod, PodsTarget> = {
  target: 'pods',
  byName: true,
  sources: sourcesOf((naming) => {
    const mention = podNameOf(naming);
    return mention === undefined ? [] : [mention];
  }),
  targets: (mention, around) =>
    ownersOf(mention.naming, around)
      .filter((owner) => mayHave(owner, mention.label.text, mention.naming.name.service.text))
      .map(podsTarget),
  keys: () => [anyLabelKey('pods')],
  mayMention: (resource) => (mayNamePods(resource) ? [anyLabelKey('pods')] : []),
};

/** The pod that a name is of; absent in the name of a Service or of a port. */
export function podNameOf(naming: Naming): ServiceNamePod | undefined {
  const {
    text,
    name: { rest },
  } = naming;
  const [label, second] = rest;
  return label === undefined || second !== undefined
    ? undefined
    : {
        kind: 'service-name-pod',
        resource: text.resource,
        place: partOf(text.place, label.start, label.end),
        text: label.text,
        naming,
        label,
      };
}

/** What makes the pods behind the services of a name. */
export function ownersOf({ services }: Naming, { podOwners }: Surroundings): readonly PodOwner[] {
  return services.flatMap(({ resource, namespace }) =>
    resource?.selector === undefined ? [] : podOwners.selected(resource.selector, namespace),
  );
}

/** Whether one of an owner's pods may have the name under the service. */
function mayHave({ resource, spec }: PodOwner, name: string, service: string): boolean {
  if (spec.hostname !== undefined && spec.hostname.toLowerCase() === name) return true;
  if (resource.type === 'Pod') return resource.metadata.name === name;
  if (resource.controller === 'Other') return true;
  if (resource.controller !== 'StatefulSet' || resource.serviceName !== service) return false;
  const { ordinalsStart: start, replicas = 1, metadata } = resource;
  const ordinal = name.startsWith(`${metadata.name}-`) ? name.slice(metadata.name.length + 1) : '';
  return /^(0|[1-9][0-9]{0,8})$/.test(ordinal) && Number(ordinal) >= start && Number(ordinal) < start + replicas;
}

function sourcesOf<M extends Mention>(mentionsOf: (naming: Naming) => readonly M[]): readonly Source<M>[] {
  const within = (source: TextSource) => (resource: Resource, around: Surroundings) =>
    namingsIn(resource, source, around).flatMap(mentionsOf);
  return [
    from('Workload', within('pods')),
    from('Pod', within('pods')),
    from('ConfigMap', within('data')),
    from('Other', within('data')),
    from('IoTEdgeDeployment', (deployment, around) => (isOnDevice(deployment, around) ? within('data')(deployment, around) : [])),
    from('Service', within('alias')),
    fromAll(within('annotations')),
  ];
}
