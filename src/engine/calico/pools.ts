import { encloses, formatCIDR, intersection, parseCIDR, rangeOfCIDR, type CIDR, type Family, type IPRange } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { InstallationPool, InstallationResource, IPPoolResource } from '../../manifests/resources/calico.ts';
import { lastApplied } from '../lastApplied.ts';
import { rangesOf, type Network, type NetworkRange } from '../network.ts';
import { defaultBlockSize, isOn, poolResourceFaults, poolSpecFaults, type PoolSpec } from './poolValidity.ts';
import { parseSelector, type Selector } from './selector.ts';

export type PoolUse = 'Workload' | 'Tunnel' | 'LoadBalancer';

/** An IPPool as Calico's IPAM sees it, whoever made it. */
export interface Pool {
  readonly name: string;
  readonly cidr: CIDR;
  readonly range: IPRange;
  /** Prefix length of its blocks. */
  readonly blockSize: number;
  readonly ipip: boolean;
  readonly vxlan: boolean;
  readonly disabled: boolean;
  readonly deleting: boolean;
  readonly automatic: boolean;
  readonly uses: readonly string[];
  readonly nodeSelector: Selector;
  readonly namespaceSelector: Selector;
  /** Condition Allocatable; what a snapshot says, until `decideOverlaps` has judged. */
  readonly allocatable: boolean | undefined;
  /** Why Calico does not use it. */
  readonly refused: Message | undefined;
  readonly resource: IPPoolResource | undefined;
  readonly place: Place | undefined;
}

export interface ClusterPools {
  /** In name order, bytewise. */
  readonly pools: readonly Pool[];
  /** Places of pools whose CIDR cannot even be read. */
  readonly unreadable: readonly Place[];
  /** Families of the operator's Installation; it configures the CNI plugin to match. */
  readonly installed: ReadonlySet<Family>;
}

/**
 * The pools of a cluster: IPPool manifests, those that the operator makes of an Installation, or, with neither, Calico's defaults over the declared pod subnets.
 */
export function poolsOf(cluster: Cluster, network: Network): ClusterPools {
  const resources = lastApplied(resourcesOf(cluster, 'IPPool'));
  const installation = resourcesOf(cluster, 'Installation').findLast(({ metadata: { name } }) => name === 'default');
  const written = resources.map(writtenPool);
  const pools = written.filter((pool) => pool !== undefined);
  const installed = installation === undefined ? [] : installedPools(installation, pools, network);
  const unreadable = resources.filter((_, index) => written[index] === undefined).map((resource) => placeOf(resource, 'spec', 'cidr'));
  const implied = resources.length === 0 && installation === undefined ? impliedPools(network) : [];
  const all = [...pools, ...installed.filter((pool) => pool !== undefined), ...implied];
  return {
    pools: decideOverlaps(all.sort(byName)),
    unreadable: [...unreadable, ...(installation?.ipPools ?? []).flatMap(({ cidr }, index) => (parseCIDR(cidr ?? '') === undefined && installation !== undefined ? [placeOf(installation, 'spec', 'calicoNetwork', 'ipPools', index, 'cidr')] : []))],
    installed: new Set((installation?.ipPools ?? []).flatMap(({ cidr }) => parseCIDR(cidr ?? '')?.family ?? [])),
  };
}

function byName(one: Pool, other: Pool): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}

/** Pods and tunnels, when nothing is written (or an empty list). */
const defaultUses: readonly string[] = ['Workload', 'Tunnel'];

function poolOf(name: string, spec: PoolSpec, cidr: CIDR): Omit<Pool, 'refused' | 'resource' | 'place' | 'deleting' | 'allocatable'> {
  return {
    name,
    cidr: { ...cidr, address: cidr.network },
    range: rangeOfCIDR(cidr),
    blockSize: spec.blockSize ?? defaultBlockSize(cidr),
    ipip: isOn(spec.ipipMode),
    vxlan: isOn(spec.vxlanMode),
    disabled: spec.disabled,
    automatic: spec.assignmentMode !== 'Manual',
    uses: spec.allowedUses === undefined || spec.allowedUses.length === 0 ? defaultUses : spec.allowedUses,
    nodeSelector: selectorOf(spec.nodeSelector),
    namespaceSelector: selectorOf(spec.namespaceSelector),
  };
}

/** A text that does not parse is a fault of its pool, which is then not used. */
function selectorOf(text: string | undefined): Selector {
  const parsed = parseSelector(text ?? '');
  return parsed.ok ? parsed.selector : { kind: 'all' };
}

function writtenPool(resource: IPPoolResource): Pool | undefined {
  const cidr = parseCIDR(resource.cidr ?? '');
  if (cidr === undefined) return undefined;
  return {
    ...poolOf(resource.metadata.name, resource, cidr),
    deleting: resource.metadata.deleting,
    allocatable: resource.allocatable,
    refused: poolResourceFaults(resource)[0]?.message,
    resource,
    place: placeOf(resource, 'spec', 'cidr'),
  };
}

/** operator pkg/controller/ippool/{defaults,validation,pool_controller,kubeadm}.go */
function installedPools(installation: InstallationResource, existing: readonly Pool[], network: Network): readonly (Pool | undefined)[] {
  const subnets = rangesOf(network, 'pod-subnet');
  if (installation.ipPools === undefined) {
    // Pools that exist are left alone; else the platform's pod network, else the operator's own default.
    if (existing.length > 0) return [];
    const cidrs = subnets.map(({ cidr }) => cidr).filter((cidr) => cidr !== undefined);
    const texts = cidrs.length > 0 ? cidrs.map(formatCIDR) : ['192.168.0.0/16'];
    const place = placeOf(installation, 'spec', 'calicoNetwork');
    return operatorPools(texts.map((cidr) => ({ ...operatorDefaults, cidr })), existing, [], () => place);
  }
  const platform = network.profile.name === 'kubeadm' || network.profile.name === 'azure-stack-edge' ? subnets : [];
  return operatorPools(installation.ipPools, existing, platform, (index) => placeOf(installation, 'spec', 'calicoNetwork', 'ipPools', index, 'cidr'));
}

const operatorDefaults: InstallationPool = {
  name: undefined, cidr: undefined, blockSize: undefined, encapsulation: undefined, natOutgoing: undefined, nodeSelector: undefined,
  allowedUses: undefined, assignmentMode: undefined, disableNewAllocations: false,
};

const encapsulations: Readonly<Record<string, Pick<PoolSpec, 'ipipMode' | 'vxlanMode'>>> = {
  IPIP: { ipipMode: 'Always', vxlanMode: 'Never' }, IPIPCrossSubnet: { ipipMode: 'CrossSubnet', vxlanMode: 'Never' },
  VXLAN: { ipipMode: 'Never', vxlanMode: 'Always' }, VXLANCrossSubnet: { ipipMode: 'Never', vxlanMode: 'CrossSubnet' },
  None: { ipipMode: 'Never', vxlanMode: 'Never' },
};

function operatorPools(
  listed: readonly InstallationPool[], existing: readonly Pool[], platform: readonly NetworkRange[], placeAt: (index: number) => Place,
): readonly (Pool | undefined)[] {
  const cidrs = listed.map(({ cidr }) => parseCIDR(cidr ?? ''));
  return listed.map((pool, index) => {
    const cidr = cidrs[index];
    // A pool that exists with the same network is the same pool, and keeps its name.
    if (cidr === undefined || existing.some((other) => formatCIDR(other.cidr) === formatCIDR(cidr))) return undefined;
    const encapsulation = pool.encapsulation ?? (cidr.family === 4 ? 'IPIP' : 'None');
    const modes = Object.hasOwn(encapsulations, encapsulation) ? encapsulations[encapsulation] : undefined;
    const spec: PoolSpec = {
      cidr: pool.cidr, blockSize: pool.blockSize, ipipMode: modes?.ipipMode, vxlanMode: modes?.vxlanMode, disabled: pool.disableNewAllocations,
      disableBGPExport: false, nodeSelector: pool.nodeSelector, namespaceSelector: undefined, allowedUses: pool.allowedUses, assignmentMode: pool.assignmentMode,
    };
    const outside = platform.length > 0 && !platform.some(({ range }) => encloses(range, rangeOfCIDR(cidr)));
    return {
      ...poolOf(pool.name ?? operatorPoolName(cidr, cidrs), spec, cidr),
      deleting: false,
      allocatable: undefined,
      refused: modes === undefined ? message('"{0}" is not an encapsulation.', encapsulation)
        : outside ? message('{0} is outside the pod subnet {1}.', formatCIDR(cidr), platform.map(({ text }) => text).join(', '))
          : poolSpecFaults(spec)[0]?.message,
      resource: undefined,
      place: placeAt(index),
    };
  });
}

/** `default-ipv4-ippool` for a single pool or one of a dual-stack pair; else the address in full with its prefix. */
function operatorPoolName(cidr: CIDR, all: readonly (CIDR | undefined)[]): string {
  const known = all.filter((other) => other !== undefined);
  if (known.length <= 2 && known.filter(({ family }) => family === cidr.family).length === 1) return `default-ipv${cidr.family}-ippool`;
  if (cidr.family === 4) return formatCIDR(cidr).replace('/', '-');
  const groups = cidr.network.toString(16).padStart(32, '0').match(/.{4}/g) ?? [];
  return `${groups.join('.')}-${cidr.prefix}`;
}

/** calico/node makes pools of these names over the cluster's pod subnets at its first start. node/pkg/lifecycle/startup/startup.go */
function impliedPools(network: Network): readonly Pool[] {
  const subnets = rangesOf(network, 'pod-subnet').filter((range): range is NetworkRange & { cidr: CIDR } => range.cidr !== undefined);
  return subnets.map((subnet) => {
    const { cidr } = subnet;
    const encapsulation = cidr.family === 6 ? undefined : network.profile.podEncapsulation;
    const spec: PoolSpec = {
      cidr: formatCIDR(cidr),
      ipipMode: encapsulation === 'IPIP' ? 'Always' : 'Never',
      vxlanMode: encapsulation === 'VXLAN' ? 'Always' : 'Never',
      // Nobody wrote this pool, so it is taken as one that works: its blocks are no larger than the subnet.
      blockSize: Math.max(defaultBlockSize(cidr), cidr.prefix),
      disabled: false, disableBGPExport: false, nodeSelector: undefined, namespaceSelector: undefined, allowedUses: undefined, assignmentMode: undefined,
    };
    return { ...poolOf(operatorPoolName(cidr, subnets.map((other) => other.cidr)), spec, cidr), deleting: false, allocatable: undefined, refused: undefined, resource: undefined, place: subnet.place };
  });
}

/**
 * Which of overlapping pools may hand out addresses: a walk over those that already may, those being deleted, those that may not, and the undecided; by name
 * inside each group, since manifests carry no creation time. A pool that overlaps one accepted before it loses. kube-controllers pkg/controllers/ippool/pool_controller.go
 */
function decideOverlaps(pools: readonly Pool[]): readonly Pool[] {
  const groupOf = ({ allocatable, deleting }: Pool) => (deleting ? 1 : allocatable === true ? 0 : allocatable === false ? 2 : 3);
  const walk = pools.filter(({ refused }) => refused === undefined).sort((one, other) => groupOf(one) - groupOf(other));
  const accepted: Pool[] = [];
  const decided = new Map<Pool, Pool>();
  for (const pool of walk) {
    const winner = accepted.find(({ range }) => intersection(range, pool.range) !== undefined);
    if (pool.disabled) decided.set(pool, { ...pool, allocatable: false });
    else if (winner !== undefined) {
      decided.set(pool, { ...pool, allocatable: false, refused: message('It overlaps pool {0}, which comes first.', winner.name) });
    } else {
      accepted.push(pool);
      decided.set(pool, { ...pool, allocatable: !pool.deleting });
    }
  }
  return pools.map((pool) => decided.get(pool) ?? pool);
}
