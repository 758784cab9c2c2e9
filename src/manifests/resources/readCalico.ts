import type { Fields } from '../fields.ts';
import type { ResourceBase } from '../metadata.ts';
import type {
  BGPConfigurationResource,
  InstallationPool,
  InstallationResource,
  IPAMBlockResource,
  IPAMConfigurationResource,
  IPPoolResource,
  IPReservationResource,
  OpenShiftNetworkResource,
} from './calico.ts';

export function readIPPool(fields: Fields, base: ResourceBase): IPPoolResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'IPPool',
    cidr: spec.text('cidr'),
    blockSize: spec.integer('blockSize') || undefined,
    ipipMode: spec.string('ipipMode'),
    vxlanMode: spec.string('vxlanMode'),
    natOutgoing: spec.boolean('natOutgoing'),
    disabled: spec.boolean('disabled') ?? false,
    disableBGPExport: spec.boolean('disableBGPExport') ?? false,
    nodeSelector: spec.string('nodeSelector'),
    namespaceSelector: spec.string('namespaceSelector'),
    allowedUses: spec.optionalStrings('allowedUses'),
    assignmentMode: spec.string('assignmentMode'),
    allocatable: allocatableOf(fields.map('status')),
    created: fields.map('metadata').text('creationTimestamp'),
  };
}

function allocatableOf(status: Fields): boolean | undefined {
  const condition = status.maps('conditions').find((item) => item.string('type') === 'Allocatable');
  return condition === undefined ? undefined : condition.string('status') === 'True';
}

export function readIPReservation(fields: Fields, base: ResourceBase): IPReservationResource {
  return { ...base, type: 'IPReservation', reservedCIDRs: fields.map('spec').texts('reservedCIDRs') };
}

export function readBGPConfiguration(fields: Fields, base: ResourceBase): BGPConfigurationResource {
  return {
    ...base,
    type: 'BGPConfiguration',
    serviceLoadBalancerIPs: fields
      .map('spec')
      .maps('serviceLoadBalancerIPs')
      .flatMap((entry) => entry.text('cidr') ?? []),
  };
}

/** Of `crd.projectcalico.org/v1` the kind is `IPAMConfig`; both name the same fields. libcalico-go lib/ipam/ipam.go, defaults of `GetIPAMConfig`. */
export function readIPAMConfiguration(fields: Fields, base: ResourceBase): IPAMConfigurationResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'IPAMConfiguration',
    strictAffinity: spec.boolean('strictAffinity') ?? false,
    autoAllocateBlocks: spec.boolean('autoAllocateBlocks') ?? true,
    maxBlocksPerHost: spec.integer('maxBlocksPerHost') ?? 0,
    ipCooldownSeconds: spec.integer('ipCooldownSeconds') ?? 0,
  };
}

export function readInstallation(fields: Fields, base: ResourceBase): InstallationResource {
  const spec = fields.map('spec');
  const cni = spec.map('cni');
  const network = spec.map('calicoNetwork');
  return {
    ...base,
    type: 'Installation',
    kubernetesProvider: spec.string('kubernetesProvider'),
    cniType: cni.string('type'),
    ipamType: cni.map('ipam').string('type'),
    bgp: network.string('bgp'),
    ipPools: network.at('ipPools').exists ? network.maps('ipPools').map(readInstallationPool) : undefined,
  };
}

export function readIPAMBlock(fields: Fields, base: ResourceBase): IPAMBlockResource {
  const spec = fields.map('spec');
  // A number (the index of its owner's attributes) for each ordinal in use, null for the others.
  const allocated = spec.list('allocations').flatMap((item, ordinal) => (item.exists ? [ordinal] : []));
  return {
    ...base,
    type: 'IPAMBlock',
    cidr: spec.text('cidr'),
    affinity: spec.string('affinity') || undefined,
    allocated,
    unallocated: spec.texts('unallocated').map(Number).filter(Number.isInteger),
  };
}

export function readOpenShiftNetwork(fields: Fields, base: ResourceBase): OpenShiftNetworkResource {
  const clusterNetwork = fields
    .map('spec')
    .maps('clusterNetwork')
    .map((entry) => entry.text('cidr'))
    .filter((cidr) => cidr !== undefined);
  return { ...base, type: 'OpenShiftNetwork', clusterNetwork };
}

function readInstallationPool(pool: Fields): InstallationPool {
  return {
    name: pool.string('name'),
    cidr: pool.text('cidr'),
    blockSize: pool.integer('blockSize') || undefined,
    encapsulation: pool.string('encapsulation'),
    natOutgoing: pool.string('natOutgoing'),
    nodeSelector: pool.string('nodeSelector'),
    allowedUses: pool.optionalStrings('allowedUses'),
    assignmentMode: pool.string('assignmentMode'),
    disableNewAllocations: pool.boolean('disableNewAllocations') ?? false,
    disableBGPExport: pool.boolean('disableBGPExport') ?? false,
  };
}
