import { perObject } from '../../base/derived.ts';
import type { Family } from '../../base/ip.ts';
import { message, term } from '../../base/message.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { ServicePort, ServiceResource } from '../../manifests/resources/core.ts';
import type { AdmittedService, AllocatedServicePort, ServiceRejectedReason } from '../allocation.ts';
import type { Certainty, Refusal } from '../explanation.ts';
import { lastAppliedOf } from '../lastApplied.ts';
import type { Network } from '../network.ts';
import { addressPlanOf } from './addressPlan.ts';
import { admitBuiltIn, builtInServices, type BuiltInService } from './builtInServices.ts';
import { ClusterIPs } from './clusterIPs.ts';
import { asksForUnknown, explainAddresses, type AddressSource } from './explainAddresses.ts';
import { familyName, ipFieldsOf, type IPFields } from './ipFields.ts';
import { isWritten, NodePorts, planNodePorts, repeatedNodePort, type NodePortSource } from './nodePorts.ts';
import type { Owner } from './owner.ts';
import { Reservations, type ReservedFrom } from './reservations.ts';
import { refusedField, unknownType } from './serviceFields.ts';

/**
 * The Services as the API server creates them: first those that the profile implies, then every manifest's in apply order (of several with one name the last, at the place of the first).
 * Everything that is asked for by number is reserved before anything automatic is chosen, in apply order both times; a service gets all that it needs or is refused and holds nothing.
 * kubernetes pkg/registry/core/service/storage/alloc.go
 */
export function admitServices(
  cluster: Cluster,
  network: Network,
  services: readonly ServiceResource[] = servicesOf(cluster),
): readonly AdmittedService[] {
  const plan = addressPlanOf(cluster, network);
  const builtIn = builtInServices(services, network, plan);
  const stores: Stores = {
    network,
    plan,
    builtIn,
    addresses: new ClusterIPs(plan.ranges),
    nodePorts: new NodePorts(network.nodePortRange),
  };
  for (const { port, use } of network.profile.reservedNodePorts) {
    stores.nodePorts.reserve(port, { label: term('{0} ({1})', use, network.profile.name), place: undefined });
  }
  const implied = builtIn.filter(({ declared }) => !declared).map((service) => admitBuiltIn(service, network, stores.addresses));
  const drafts = services.map((service) => draft(service, stores));
  return [...implied, ...drafts.map((one) => (one.kind === 'settled' ? one.service : complete(one, stores)))];
}

/** The Services that there are once all manifests are applied. */
export function servicesOf(cluster: Cluster): readonly ServiceResource[] {
  return lastAppliedOf(cluster, 'Service');
}

/** The service of a manifest that was edited where it does not matter for what it is given. */
export function withManifest(service: AdmittedService, resource: ServiceResource): AdmittedService {
  return { ...service, resource, ports: resource.ports.map((port, index) => allocatedPort(port, nodePortOf(service.ports[index]))) };
}

interface Stores extends ReservedFrom {
  readonly builtIn: readonly BuiltInService[];
}

/** A service whose explicit requests are met; what is automatic is still to be chosen. */
interface OpenDraft {
  readonly kind: 'open';
  readonly resource: ServiceResource;
  readonly owner: Owner;
  readonly type: string;
  readonly fields: Extract<IPFields, { readonly ok: true }>;
  /** For the first families, in order. */
  readonly addresses: readonly AddressSource[];
  readonly nodePorts: readonly NodePortSource[];
  readonly reservedPorts: readonly number[];
  readonly healthCheck: 'none' | 'requested' | 'automatic';
}

type Draft = OpenDraft | { readonly kind: 'settled'; readonly service: AdmittedService };

function draft(resource: ServiceResource, stores: Stores): Draft {
  const { type, unknown, invalid, owner, nodePorts, refused } = manifestFacts(resource);
  if (unknown !== undefined) return settled(rejectedService(resource, type, unknown));
  const fields = ipFieldsAmong(stores.plan.configured)(resource);
  if (!fields.ok) return settled(rejectedService(resource, type, fields.refusal));
  if (invalid !== undefined) return settled(rejectedService(resource, type, invalid));

  const reservations = new Reservations(stores, owner);
  const addresses = requestedAddresses(resource, fields, stores);
  const needsHealthCheck = type === 'LoadBalancer' && resource.externalTrafficPolicy === 'Local';
  const healthCheck = !needsHealthCheck ? 'none' : isWritten(resource.healthCheckNodePort) ? 'requested' : 'automatic';

  const refusal =
    addresses.map((source) => reservations.address(resource, source)).find(isRefusal) ??
    nodePorts
      .map((source) =>
        source.kind === 'requested' ? reservations.port(resource, source.nodePort, ['ports', source.writtenAt, 'nodePort']) : undefined,
      )
      .find(isRefusal) ??
    (healthCheck === 'requested' ? reservations.port(resource, resource.healthCheckNodePort ?? 0, ['healthCheckNodePort']) : undefined) ??
    refused;
  if (refusal !== undefined) {
    reservations.undo();
    return settled(rejectedService(resource, type, refusal));
  }
  return { kind: 'open', resource, owner, type, fields, addresses, nodePorts, reservedPorts: reservations.ports, healthCheck };
}

/** What the manifest alone says, once for all that is decided with it. */
const manifestFacts = perObject((resource: ServiceResource) => {
  const type = resource.serviceType === '' ? 'ClusterIP' : resource.serviceType;
  const owner: Owner = {
    label: term('Service {0}/{1}', namespaceOf(resource), resource.metadata.name),
    place: placeOf(resource, 'metadata', 'name'),
  };
  return {
    type,
    owner,
    unknown: unknownType(resource, type),
    invalid: invalidPorts(resource, type),
    nodePorts: planNodePorts(resource),
    refused: refusedField(resource, type),
  };
});

/** The fields of a Service where these families are configured, once for each Service. */
function ipFieldsAmong(configured: readonly Family[] | undefined): (resource: ServiceResource) => IPFields {
  if (configured === undefined) return ipFieldsAnywhere;
  const [first, second] = configured;
  return first === 4 ? (second === undefined ? ipFieldsIn4 : ipFieldsIn46) : second === undefined ? ipFieldsIn6 : ipFieldsIn64;
}

const ipFieldsAnywhere = perObject((resource: ServiceResource) => ipFieldsOf(resource, undefined));
const ipFieldsIn4 = perObject((resource: ServiceResource) => ipFieldsOf(resource, [4]));
const ipFieldsIn6 = perObject((resource: ServiceResource) => ipFieldsOf(resource, [6]));
const ipFieldsIn46 = perObject((resource: ServiceResource) => ipFieldsOf(resource, [4, 6]));
const ipFieldsIn64 = perObject((resource: ServiceResource) => ipFieldsOf(resource, [6, 4]));

function settled(service: AdmittedService): Draft {
  return { kind: 'settled', service };
}

function isRefusal(refusal: Refusal<ServiceRejectedReason> | undefined): refusal is Refusal<ServiceRejectedReason> {
  return refusal !== undefined;
}

/** kubernetes pkg/apis/core/validation/validation.go ValidateService */
export function invalidPorts(resource: ServiceResource, type: string): Refusal<ServiceRejectedReason> | undefined {
  const { ports, healthCheckNodePort, externalTrafficPolicy } = resource;
  if (type === 'ClusterIP' || type === 'ExternalName') {
    const index = ports.findIndex(({ nodePort }) => isWritten(nodePort));
    if (index >= 0) {
      return {
        reason: 'node-port-not-allowed',
        message: message('A service of type {0} may not have a nodePort.', type),
        because: [placeOf(resource, 'spec', 'ports', index, 'nodePort')],
      };
    }
  }
  const repeated = repeatedNodePort(ports);
  if (repeated !== undefined) {
    const { protocol = 'TCP', nodePort = 0 } = ports[repeated] ?? {};
    return {
      reason: 'duplicate-node-port',
      message: message('Node port {0} stands twice for {1}.', nodePort, protocol),
      because: [placeOf(resource, 'spec', 'ports', repeated, 'nodePort')],
    };
  }
  if (isWritten(healthCheckNodePort) && !(type === 'LoadBalancer' && externalTrafficPolicy === 'Local')) {
    return {
      reason: 'health-check-port-not-allowed',
      because: [placeOf(resource, 'spec', 'healthCheckNodePort')],
      message: message('healthCheckNodePort needs type LoadBalancer and externalTrafficPolicy Local.'),
    };
  }
  return undefined;
}

/** What the manifest asks for; a service that the cluster already has keeps its address when the manifest asks for none, since applying it changes the existing one. */
function requestedAddresses(
  resource: ServiceResource,
  fields: OpenDraft['fields'],
  { builtIn, addresses }: Stores,
): readonly AddressSource[] {
  if (fields.requested.length > 0) {
    return fields.requested.map((address, index) => ({ kind: 'requested', address, index, band: addresses.bandOf(address) }));
  }
  if (fields.headless || builtIn.length === 0) return [];
  const existing = builtIn.find(({ namespace, name }) => name === resource.metadata.name && namespace === namespaceOf(resource));
  return existing?.address !== undefined && existing.address.family === fields.families[0]
    ? [{ kind: 'built-in', address: existing.address }]
    : [];
}

/** Chooses what is automatic: addresses by family, then node ports in order, then the health check port. */
function complete(open: OpenDraft, stores: Stores): AdmittedService {
  const { resource, type, fields, owner } = open;
  const { addresses: clusterIPs, nodePorts, plan, network } = stores;
  const sources: AddressSource[] = [...open.addresses];
  const ports: AllocatedServicePort[] = [];
  const chosenPorts: number[] = [...open.reservedPorts];
  const giveUp = (
    reason: ServiceRejectedReason,
    text: ReturnType<typeof message>,
    because: Refusal<ServiceRejectedReason>['because'],
  ): AdmittedService => {
    for (const source of sources) if (source.kind !== 'unknown') clusterIPs.release(source.address);
    for (const port of chosenPorts) nodePorts.release(port);
    return rejectedService(resource, type, { reason, message: text, because });
  };
  const portsFull = () =>
    giveUp(
      'port-range-full',
      message('No node port between {0} and {1} is free.', network.nodePortRange.first, network.nodePortRange.last),
      [placeOf(resource, 'spec', 'ports')],
    );

  for (const family of needsAddresses(open) ? fields.families.slice(sources.length) : []) {
    // Where no range is known, the addresses that the manifest shows are all that can be said; where the manifest will yet say one, nothing can.
    if (!clusterIPs.hasRange(family) || asksForUnknown(resource)) {
      if (open.addresses.length === 0) sources.push({ kind: 'unknown', family });
      continue;
    }
    const choice = clusterIPs.next(family, owner);
    if (choice === undefined)
      return giveUp('ip-range-full', message('No {0} address of the service subnet {1} is free.', familyName(family), plan.texts[family]), [
        placeOf(resource, 'metadata', 'name'),
        ...plan.places[family],
      ]);
    sources.push({ kind: 'automatic', address: choice.address, choice });
  }
  for (const [index, source] of open.nodePorts.entries()) {
    const written = resource.ports[index];
    if (written === undefined) continue;
    const found =
      source.kind === 'same'
        ? nodePortOf(ports[source.as])
        : source.kind === 'requested'
          ? { nodePort: source.nodePort, certainty: 'fixed' as const }
          : undefined;
    if (source.kind !== 'automatic') {
      ports.push(allocatedPort(written, found));
      continue;
    }
    const choice = nodePorts.next(owner);
    if (choice === undefined) return portsFull();
    chosenPorts.push(choice.port);
    ports.push(allocatedPort(written, { nodePort: choice.port, certainty: choice.choices > 1n ? 'possible' : 'predicted' }));
  }
  let healthCheckNodePort = open.healthCheck === 'requested' ? resource.healthCheckNodePort : undefined;
  if (open.healthCheck === 'automatic') {
    const choice = nodePorts.next(owner);
    if (choice === undefined) return portsFull();
    healthCheckNodePort = choice.port;
  }
  return {
    resource,
    type,
    ports,
    healthCheckNodePort,
    namespace: namespaceOf(resource),
    name: resource.metadata.name,
    headless: fields.headless,
    clusterIPs: sources.flatMap((source) => (source.kind === 'unknown' ? [] : [source.address])),
    ipFamilies: fields.families,
    ipFamilyPolicy: fields.policy,
    rejected: undefined,
    explanation:
      sources.length > 0
        ? explainAddresses(resource, sources, plan)
        : {
            certainty: 'fixed',
            reason: fields.headless
              ? message('The service is headless (clusterIP None), so it has no address of its own.')
              : message('An ExternalName service is an alias in DNS and has no address of its own.'),
            because: [placeOf(resource, 'spec', fields.headless ? 'clusterIP' : 'type')],
          },
  };
}

function needsAddresses({ fields, type }: OpenDraft): boolean {
  return type !== 'ExternalName' && !fields.headless;
}

interface NodePortChoice {
  readonly nodePort: number;
  readonly certainty: Certainty;
}

function nodePortOf(port: AllocatedServicePort | undefined): NodePortChoice | undefined {
  return port?.nodePort === undefined ? undefined : { nodePort: port.nodePort, certainty: port.nodePortCertainty ?? 'fixed' };
}

/** kubernetes pkg/apis/core/v1/defaults.go SetDefaults_Service */
function allocatedPort({ name, protocol, port, targetPort }: ServicePort, choice: NodePortChoice | undefined): AllocatedServicePort {
  return {
    name,
    port,
    protocol: protocol === '' ? 'TCP' : protocol,
    targetPort: targetPort === undefined || targetPort === 0 || targetPort === '' ? port : targetPort,
    nodePort: choice?.nodePort,
    nodePortCertainty: choice?.certainty,
  };
}

/** Refusals that depend on what other services got first. */
const byOrder: ReadonlySet<ServiceRejectedReason> = new Set<ServiceRejectedReason>([
  'ip-taken',
  'ip-range-full',
  'port-taken',
  'port-range-full',
]);

function rejectedService(resource: ServiceResource, type: string, rejected: Refusal<ServiceRejectedReason>): AdmittedService {
  const certainty = byOrder.has(rejected.reason) ? 'predicted' : 'fixed';
  return { ...withoutAddresses(resource, type), rejected, explanation: { certainty, reason: rejected.message, because: rejected.because } };
}

function withoutAddresses(resource: ServiceResource, type: string): Omit<AdmittedService, 'explanation'> {
  return {
    resource,
    type,
    namespace: namespaceOf(resource),
    name: resource.metadata.name,
    headless: (resource.clusterIPs?.[0] ?? resource.clusterIP) === 'None',
    clusterIPs: [],
    ipFamilies: [],
    ipFamilyPolicy: undefined,
    ports: resource.ports.map((port) => allocatedPort(port, undefined)),
    healthCheckNodePort: undefined,
    rejected: undefined,
  };
}
