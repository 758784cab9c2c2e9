import { encloses, formatCIDR, parseCIDR, rangeOfCIDR, type CIDR } from '../../base/ip.ts';
import { list, message, sentences, type Message } from '../../base/message.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { InstallationPool, InstallationResource } from '../../manifests/resources/calico.ts';
import type { Network } from '../network.ts';
import { bgpOf, cniTypeOf, ipamTypeOf } from './installationDefaults.ts';
import { platformSubnets, type PlatformSubnets } from './platformSubnets.ts';
import { defaultPoolName, fullPoolName, poolFromSpec, type Pool } from './pool.ts';
import { defaultBlockSize, poolSpecFaults, type PoolSpec } from './poolValidity.ts';

/**
 * The pools that the operator makes of an Installation, besides those that exist. One that it does not accept keeps it from making any.
 * operator pkg/controller/ippool/{defaults,validation,pool_controller}.go
 */
export function installedPools(
  cluster: Cluster,
  installation: InstallationResource,
  existing: readonly Pool[],
  network: Network,
): { readonly pools: readonly Pool[]; readonly unreadable: readonly Place[] } {
  if (installation.metadata.deleting) return { pools: [], unreadable: [] };
  const platform = cniTypeOf(installation) === 'Calico' ? platformSubnets(cluster, installation, network) : undefined;
  const listed = installation.ipPools ?? (existing.length > 0 ? [] : chosenPools(installation, platform));
  const placeAt = (index: number) =>
    installation.ipPools === undefined
      ? placeOf(installation, 'spec', 'calicoNetwork')
      : placeOf(installation, 'spec', 'calicoNetwork', 'ipPools', index, 'cidr');
  const drafts = draftsOf(listed, existing, installation);
  // The platform is looked at only as long as there is no pool.
  const fault =
    (existing.length > 0 || platform === undefined ? undefined : platformFault(drafts, platform, installation)) ??
    firstFault(drafts, installation);
  const unreadable = drafts.flatMap(({ cidr }, index) => (cidr === undefined ? [placeAt(index)] : []));
  const pools = drafts.flatMap((draft, index) =>
    draft.cidr === undefined || draft.exists ? [] : [poolOf(draft, draft.cidr, placeAt(index), fault)],
  );
  return { pools, unreadable };
}

/** A listed pool with its defaults. */
interface Draft {
  readonly written: InstallationPool;
  readonly name: string;
  readonly cidr: CIDR | undefined;
  readonly encapsulation: string;
  /** A pool with the same network is there, and stays as it is. */
  readonly exists: boolean;
}

interface Fault {
  readonly draft: Draft;
  readonly message: Message;
}

const unlisted: InstallationPool = {
  name: undefined,
  cidr: undefined,
  blockSize: undefined,
  encapsulation: undefined,
  natOutgoing: undefined,
  nodeSelector: undefined,
  allowedUses: undefined,
  assignmentMode: undefined,
  disableNewAllocations: false,
  disableBGPExport: false,
};

/** The platform's pod network, else, for Calico's IPAM, the operator's own default. */
function chosenPools(installation: InstallationResource, platform: PlatformSubnets | undefined): readonly InstallationPool[] {
  if (platform !== undefined && platform.cidrs.length > 0) {
    return platform.cidrs.map((cidr, index) => {
      const isFirst = platform.cidrs.findIndex(({ family }) => family === cidr.family) === index;
      return { ...unlisted, cidr: formatCIDR(cidr), name: isFirst ? `default-ipv${cidr.family}-ippool` : undefined };
    });
  }
  if (ipamTypeOf(installation) !== 'Calico') return [];
  return [
    installation.kubernetesProvider === 'EKS'
      ? { ...unlisted, cidr: '172.16.0.0/16', encapsulation: 'VXLAN' }
      : { ...unlisted, cidr: '192.168.0.0/16' },
  ];
}

function draftsOf(listed: readonly InstallationPool[], existing: readonly Pool[], installation: InstallationResource): readonly Draft[] {
  const cidrs = listed.map(({ cidr }) => parseCIDR(cidr ?? ''));
  const known = cidrs.filter((cidr) => cidr !== undefined);
  return listed.map((written, index) => {
    const cidr = cidrs[index];
    const same = cidr === undefined ? undefined : existing.find((pool) => formatCIDR(pool.cidr) === formatCIDR(cidr));
    const name =
      written.name ||
      (same?.name ?? (cidr === undefined ? '' : known.length === listed.length ? defaultPoolName(cidr, known) : fullPoolName(cidr)));
    const encapsulation = written.encapsulation || (cidr?.family === 4 && cniTypeOf(installation) === 'Calico' ? 'IPIP' : 'None');
    return { written, name, cidr, encapsulation, exists: same !== undefined };
  });
}

function platformFault(drafts: readonly Draft[], platform: PlatformSubnets, { ipPools }: InstallationResource): Fault | undefined {
  const [first] = drafts;
  if (platform.fault !== undefined && first !== undefined) return { draft: first, message: platform.fault };
  if (ipPools === undefined || !platform.binding) return undefined;
  const outside = drafts.find(
    ({ cidr }) => cidr !== undefined && !platform.cidrs.some((subnet) => encloses(rangeOfCIDR(subnet), rangeOfCIDR(cidr))),
  );
  return outside?.cidr === undefined
    ? undefined
    : {
        draft: outside,
        message: message('{0} is outside the pod subnet {1}.', formatCIDR(outside.cidr), list(platform.cidrs.map(formatCIDR))),
      };
}

function firstFault(drafts: readonly Draft[], installation: InstallationResource): Fault | undefined {
  for (const [index, draft] of drafts.entries()) {
    const earlier = drafts.slice(0, index);
    const text = draft.written.cidr ?? '';
    const found =
      draft.cidr === undefined
        ? message('"{0}" is not a CIDR.', text)
        : earlier.some(({ written }) => written.cidr === text)
          ? message('IP pool {0} is specified more than once.', text)
          : earlier.some(({ name }) => name === draft.name)
            ? message('IP pool {0} is specified more than once.', draft.name)
            : fieldFault(draft, draft.cidr, installation);
    if (found !== undefined) return { draft, message: found };
  }
  return undefined;
}

const modes: Readonly<Record<string, Pick<PoolSpec, 'ipipMode' | 'vxlanMode'>>> = {
  IPIP: { ipipMode: 'Always', vxlanMode: 'Never' },
  IPIPCrossSubnet: { ipipMode: 'CrossSubnet', vxlanMode: 'Never' },
  VXLAN: { ipipMode: 'Never', vxlanMode: 'Always' },
  VXLANCrossSubnet: { ipipMode: 'Never', vxlanMode: 'CrossSubnet' },
  None: { ipipMode: 'Never', vxlanMode: 'Never' },
};

/** operator pkg/controller/ippool/validation.go ValidatePools */
function fieldFault({ written, encapsulation }: Draft, cidr: CIDR, installation: InstallationResource): Message | undefined {
  const { natOutgoing, nodeSelector, blockSize } = written;
  const isCalico = cniTypeOf(installation) === 'Calico';
  if (natOutgoing !== undefined && natOutgoing !== '' && natOutgoing !== 'Enabled' && natOutgoing !== 'Disabled')
    return message('"{0}" is not one of Enabled and Disabled.', natOutgoing);
  if (!isCalico && (nodeSelector || 'all()') !== 'all()')
    return message('With another CNI plugin than Calico the node selector must be all().');
  const size = blockSize ?? defaultBlockSize(cidr);
  const [least, most] = cidr.family === 4 ? [20, 32] : [116, 128];
  if (size < least || size > most) return message('Block size {0} is not between {1} and {2}.', size, least, most);
  if (cidr.prefix > size) return message('{0} is smaller than one block (/{1}).', formatCIDR(cidr), size);
  if (!Object.hasOwn(modes, encapsulation)) return message('"{0}" is not an encapsulation.', encapsulation);
  if (!isCalico) return encapsulation === 'None' ? undefined : message('Encapsulation {0} needs the CNI plugin Calico.', encapsulation);
  const isVXLAN = encapsulation.startsWith('VXLAN');
  if (ipamTypeOf(installation) === 'HostLocal')
    return isVXLAN ? message('Encapsulation {0} does not work with host-local addresses.', encapsulation) : undefined;
  return !isVXLAN && bgpOf(installation) !== 'Enabled' ? message('Encapsulation {0} needs BGP.', encapsulation) : undefined;
}

function poolOf({ written, name, encapsulation }: Draft, cidr: CIDR, place: Place, fault: Fault | undefined): Pool {
  const mode = Object.hasOwn(modes, encapsulation) ? modes[encapsulation] : undefined;
  const spec: PoolSpec = {
    cidr: written.cidr,
    blockSize: written.blockSize,
    ipipMode: mode?.ipipMode,
    vxlanMode: mode?.vxlanMode,
    disabled: written.disableNewAllocations,
    disableBGPExport: written.disableBGPExport,
    nodeSelector: written.nodeSelector || undefined,
    namespaceSelector: undefined,
    allowedUses: written.allowedUses,
    assignmentMode: written.assignmentMode || undefined,
  };
  const refused =
    fault === undefined
      ? poolSpecFaults(spec)[0]?.message
      : fault.draft.written === written
        ? fault.message
        : sentences(
            message('The operator makes no pool because of {0}.', fault.draft.name || (fault.draft.written.cidr ?? '')),
            fault.message,
          );
  return {
    ...poolFromSpec(name, spec, cidr),
    deleting: false,
    allocatable: undefined,
    created: undefined,
    refused,
    resource: undefined,
    place,
  };
}
