import { isSame } from '../manifests/same.ts';
import type { Rooted } from '../manifests/place.ts';
import type { ServiceResource } from '../manifests/resources/core.ts';
import type { PodResource, PodSpec, WorkloadResource } from '../manifests/resources/workloads.ts';
import type { AdmittedService, AllocatedServicePort, PlannedPod, ScheduledPod } from './allocation.ts';
import { backendKeyOf, sharingKeyOf } from './metallb/claim.ts';
import { hostPortsOf } from './scheduler/hostPorts.ts';
import { hasPodRules } from './scheduler/podGroups.ts';
import { requestsOf } from './scheduler/resourceRequests.ts';
import { invalidPorts } from './serviceAllocator/admit.ts';
import { planNodePorts } from './serviceAllocator/nodePorts.ts';
import { refusedField } from './serviceAllocator/serviceFields.ts';

/*
 * What the components that hand something out see of those who ask. Who asks for the same as before gets the same as before, as long as all others do, too;
 * so an edit that none of the components looks at costs none of their work. Reasons that they give name places: these are compared as well.
 */

/** Whether the scheduler sees no difference between two lists of pods. */
export function askForSameNodes(before: readonly PlannedPod[], after: readonly PlannedPod[]): boolean {
  if (before.length !== after.length) return false;
  let labelsMatter: boolean | undefined;
  return before.every((one, index) => {
    const other = after[index];
    if (one === other) return true;
    if (other === undefined || !isSameAsker(one, other)) return false;
    if (!wantsSameNode(one.spec, other.spec)) return false;
    if (one.labels === other.labels || isSame(one.labels, other.labels)) return true;
    // Labels are what rules between pods are about; most clusters have none.
    labelsMatter ??= after.some(({ spec }) => hasPodRules(spec));
    return !labelsMatter;
  });
}

function isSameAsker(one: PlannedPod, other: PlannedPod): boolean {
  return (
    one.namespace === other.namespace &&
    one.phase === other.phase &&
    one.terminating === other.terminating &&
    one.owner.kind === other.owner.kind &&
    one.owner.name === other.owner.name &&
    isSameOrigin(one.origin, other.origin)
  );
}

/** Of a pod with a manifest of its own much counts; of a workload, where its pods are described. */
function isSameOrigin(one: WorkloadResource | PodResource, other: WorkloadResource | PodResource): boolean {
  if (one === other) return true;
  return one.type === 'Workload' && other.type === 'Workload' && isSamePlace(one, other) && isSame(one.templatePath, other.templatePath);
}

function isSamePlace(one: Rooted, other: Rooted): boolean {
  return one.document === other.document && isSame(one.root, other.root);
}

function wantsSameNode(one: PodSpec, other: PodSpec): boolean {
  if (one === other) return true;
  return (
    one.nodeName === other.nodeName &&
    one.hostNetwork === other.hostNetwork &&
    isSame(one.nodeSelector, other.nodeSelector) &&
    isSame(one.requiredNodeAffinity, other.requiredNodeAffinity) &&
    isSame(one.preferredNodeAffinity, other.preferredNodeAffinity) &&
    isSame(one.requiredPodAffinity, other.requiredPodAffinity) &&
    isSame(one.requiredPodAntiAffinity, other.requiredPodAntiAffinity) &&
    isSame(one.preferredPodAffinity, other.preferredPodAffinity) &&
    isSame(one.preferredPodAntiAffinity, other.preferredPodAntiAffinity) &&
    isSame(one.topologySpreadConstraints, other.topologySpreadConstraints) &&
    isSame(one.tolerations, other.tolerations) &&
    isSame(hostPortsOf(one), hostPortsOf(other)) &&
    isSame(requestsOf(one), requestsOf(other))
  );
}

/** Whether Calico sees no difference between two pods. */
export function asksForSameAddress(one: ScheduledPod, other: ScheduledPod): boolean {
  return (
    one.node === other.node &&
    one.name === other.name &&
    isSameAsker(one, other) &&
    one.spec.hostNetwork === other.spec.hostNetwork &&
    isSame(one.annotations, other.annotations) &&
    one.placement.certainty === other.placement.certainty &&
    isSame(one.unschedulable, other.unschedulable)
  );
}

/** Whether the API server sees no difference between two Services when it gives them cluster IPs and node ports. */
export function asksForSameAdmission(one: ServiceResource, other: ServiceResource): boolean {
  const { metadata, ports, serviceType: type } = one;
  return (
    metadata.name === other.metadata.name &&
    metadata.namespace === other.metadata.namespace &&
    isSamePlace(one, other) &&
    fields.every((field) => isSame(one[field], other[field])) &&
    selects(one) === selects(other) &&
    ports.length === other.ports.length &&
    ports.every(
      ({ nodePort, protocol }, index) => nodePort === other.ports[index]?.nodePort && protocol === other.ports[index]?.protocol,
    ) &&
    isSame(planNodePorts(one), planNodePorts(other)) &&
    isSame(invalidPorts(one, type || 'ClusterIP'), invalidPorts(other, type || 'ClusterIP')) &&
    isSame(refusedField(one, type || 'ClusterIP'), refusedField(other, type || 'ClusterIP'))
  );
}

/** A headless Service that selects nothing gets both families. kubernetes pkg/registry/core/service/storage/alloc.go */
function selects({ selector = {} }: ServiceResource): boolean {
  return Object.keys(selector).length > 0;
}

const fields = [
  'apiVersion',
  'kind',
  'serviceType',
  'clusterIP',
  'clusterIPs',
  'externalIPs',
  'externalName',
  'ipFamilies',
  'ipFamilyPolicy',
  'loadBalancerIP',
  'loadBalancerClass',
  'allocateLoadBalancerNodePorts',
  'externalTrafficPolicy',
  'internalTrafficPolicy',
  'healthCheckNodePort',
  'sessionAffinity',
  'sessionAffinityTimeoutSeconds',
  'trafficDistribution',
  'unknownFields',
] as const satisfies readonly (keyof ServiceResource)[];

/** Whether no load balancer sees a difference between two services of type LoadBalancer. */
export function asksForSameExternalAddress(one: AdmittedService, other: AdmittedService): boolean {
  return haveSamePorts(one, other) && asksForSameWhateverPorts(one, other);
}

/** Whether MetalLB sees no difference between two services of type LoadBalancer: it looks at the ports of those alone that would share an address. metallb internal/allocator/allocator.go checkSharing */
export function asksMetalLBForSameAddress(one: AdmittedService, other: AdmittedService): boolean {
  return (
    ((one.resource !== undefined && sharingKeyOf(one.resource) === '') || haveSamePorts(one, other)) && asksForSameWhateverPorts(one, other)
  );
}

function haveSamePorts({ ports: one }: AdmittedService, { ports: other }: AdmittedService): boolean {
  return (
    one.length === other.length &&
    one.every(({ protocol, port }, index) => protocol === other[index]?.protocol && port === other[index].port)
  );
}

function asksForSameWhateverPorts(one: AdmittedService, other: AdmittedService): boolean {
  const [resource, counterpart] = [one.resource, other.resource];
  return (
    resource !== undefined &&
    counterpart !== undefined &&
    isSamePlace(resource, counterpart) &&
    fields.every((field) => isSame(resource[field], counterpart[field])) &&
    isSame(resource.metadata, counterpart.metadata) &&
    backendKeyOf(resource) === backendKeyOf(counterpart) &&
    isSame(resource.statusIPs, counterpart.statusIPs) &&
    one.type === other.type &&
    one.headless === other.headless &&
    one.ipFamilyPolicy === other.ipFamilyPolicy &&
    isSame(one.ipFamilies, other.ipFamilies) &&
    haveSameFamilies(one, other)
  );
}

/** Whether the controllers of EndpointSlices, and MetalLB's speakers, see no difference between two services: neither looks at a cluster IP, only at its family, nor at a node port. */
export function publishesSameEndpoints(one: AdmittedService, other: AdmittedService): boolean {
  return (
    one.resource === other.resource &&
    one.namespace === other.namespace &&
    one.name === other.name &&
    one.type === other.type &&
    one.headless === other.headless &&
    (one.rejected === undefined) === (other.rejected === undefined) &&
    isSame(one.ipFamilies, other.ipFamilies) &&
    haveSameFamilies(one, other) &&
    one.ports.length === other.ports.length &&
    one.ports.every((port, index) => isSamePort(port, other.ports[index] as AllocatedServicePort))
  );
}

function haveSameFamilies({ clusterIPs: one }: AdmittedService, { clusterIPs: other }: AdmittedService): boolean {
  return one.length === other.length && one.every(({ family }, index) => family === other[index]?.family);
}

function isSamePort(one: AllocatedServicePort, other: AllocatedServicePort): boolean {
  return (
    one === other ||
    (one.name === other.name && one.protocol === other.protocol && one.port === other.port && one.targetPort === other.targetPort)
  );
}
