import type { ClaimKind } from '../../engine/addresses/claims.ts';
import type { Severity } from '../findings/finding.ts';

/** What it means that two kinds of ranges have addresses in common. */
export interface Conflict {
  readonly severity: Severity;
  /** What goes wrong, for the message. */
  readonly harm: Harm;
}

export type Harm =
  | 'node-and-service'
  | 'pool-and-pool'
  | 'ip-pools'
  | 'idle-pool'
  | 'taken'
  | 'dhcp'
  | 'gateway'
  | 'beyond'
  | 'pods-hide-network'
  | 'services-hide-network'
  | 'pods-and-services'
  | 'lan-and-elsewhere'
  | 'node-cidrs'
  | 'secondary-network';

/**
 * How two claims stand to each other: `first` and `second` in the order of the table's key.
 * `enclosing`: the first holds all of the second and more; `inside`: the other way round.
 */
export type Relation = 'equal' | 'enclosing' | 'inside' | 'partial';

/** Absent: the two may share addresses. */
export function conflictOf(first: ClaimKind, second: ClaimKind, relation: Relation): Conflict | undefined {
  const found = table.get(`${first} ${second}`);
  if (found !== undefined) return found(relation);
  return table.get(`${second} ${first}`)?.(mirrored[relation]);
}

/** Of the two parties, the one that is easier to move comes first here: there the finding stands. */
export const movable: readonly ClaimKind[] = [
  'load-balancer-pool',
  'service-ips',
  'ip-pool',
  'calico-external-pool',
  'calico-idle-pool',
  'secondary-network',
  'node-pod-cidr',
  'pod-subnet',
  'service-subnet',
  'node-ips',
  'virtual-machine-ips',
  'dhcp',
  'node-address',
  'reserved',
  'device-address',
  'virtual-network',
  'external-network',
  'lan-subnet',
  'gateway',
  'cluster-dns',
];

const mirrored: Readonly<Record<Relation, Relation>> = { equal: 'equal', enclosing: 'inside', inside: 'enclosing', partial: 'partial' };

type Verdict = (relation: Relation) => Conflict | undefined;

/** What lies outside the cluster, on the site. */
const outside = [
  'lan-subnet',
  'node-ips',
  'node-address',
  'service-ips',
  'load-balancer-pool',
  'calico-external-pool',
  'dhcp',
  'gateway',
  'reserved',
  'device-address',
  'virtual-network',
  'virtual-machine-ips',
  'secondary-network',
] as const satisfies readonly ClaimKind[];

const always =
  (severity: Severity, harm: Harm): Verdict =>
  () => ({ severity, harm });

/**
 * The pairs that conflict; a pair that is not here may share addresses. So these nestings are lawful and silent:
 * anything of the site inside its LAN subnet; the LAN subnet, and all in it, inside a wider external network; Calico pools inside the pod subnet (how they disagree is
 * another matter); MetalLB pools inside `kubernetesServiceIPs`; cluster DNS inside the service subnet; addresses of single nodes inside the node IPs, a DHCP range or the
 * reserved addresses; reserved addresses that also are the gateway, a device address or part of a DHCP range; two statements of one kind (device file and EdgeNetwork).
 */
const table: ReadonlyMap<string, Verdict> = new Map<string, Verdict>([
  // Two lawful owners of one address of the LAN.
  ['node-ips service-ips', always('error', 'node-and-service')],
  ['node-ips load-balancer-pool', always('error', 'node-and-service')],
  ['node-address service-ips', always('error', 'node-and-service')],
  ['node-address load-balancer-pool', always('error', 'node-and-service')],
  ['load-balancer-pool load-balancer-pool', always('error', 'pool-and-pool')],
  [
    'service-ips load-balancer-pool',
    (relation) => (relation === 'equal' || relation === 'enclosing' ? undefined : { severity: 'warning', harm: 'beyond' }),
  ],
  ...(['node-ips', 'service-ips', 'load-balancer-pool', 'virtual-machine-ips'] as const).flatMap((kind): [string, Verdict][] => [
    [`${kind} dhcp`, always('error', 'dhcp')],
    [`${kind} gateway`, always('error', 'gateway')],
    [`${kind} reserved`, always('error', 'taken')],
    [`${kind} device-address`, always('error', 'taken')],
  ]),
  ...(['node-ips', 'service-ips', 'load-balancer-pool'] as const).map((kind): [string, Verdict] => [
    `${kind} virtual-machine-ips`,
    always('error', 'taken'),
  ]),
  ['node-address gateway', always('error', 'gateway')],

  // Multus' plugins know nothing of who else hands out addresses of the network that they reach.
  ...(['node-ips', 'node-address', 'service-ips', 'load-balancer-pool', 'virtual-machine-ips', 'device-address', 'reserved'] as const).map(
    (kind): [string, Verdict] => [`${kind} secondary-network`, always('error', 'secondary-network')],
  ),
  ['secondary-network dhcp', always('error', 'dhcp')],
  ['secondary-network gateway', always('error', 'gateway')],
  ['node-pod-cidr node-pod-cidr', always('error', 'node-cidrs')],
  ['dhcp gateway', always('warning', 'gateway')],
  ['device-address gateway', always('error', 'gateway')],

  // Addresses inside the cluster hide what has them outside.
  ...(['pod-subnet', 'ip-pool'] as const).flatMap((pods): [string, Verdict][] => [
    ...outside.map((kind): [string, Verdict] => [`${pods} ${kind}`, always('error', 'pods-hide-network')]),
    [`${pods} external-network`, (relation) => ({ severity: relation === 'inside' ? 'warning' : 'error', harm: 'pods-hide-network' })],
    // The node address allocator of kops and others leaves the service subnet out, so pods around services can work.
    [`${pods} service-subnet`, (relation) => ({ severity: relation === 'enclosing' ? 'warning' : 'error', harm: 'pods-and-services' })],
  ]),
  ...outside.map((kind): [string, Verdict] => [`service-subnet ${kind}`, always('error', 'services-hide-network')]),
  [
    'service-subnet external-network',
    (relation) => ({ severity: relation === 'inside' ? 'warning' : 'error', harm: 'services-hide-network' }),
  ],
  ['ip-pool ip-pool', always('error', 'ip-pools')],
  ['ip-pool calico-external-pool', always('error', 'ip-pools')],
  ['calico-external-pool calico-external-pool', always('error', 'ip-pools')],
  // Only where Calico's own API is asked to create one over the other; the engine knows.
  ...(['ip-pool', 'calico-external-pool', 'calico-idle-pool'] as const).map((kind): [string, Verdict] => [
    `${kind} calico-idle-pool`,
    always('error', 'idle-pool'),
  ]),

  // A LAN inside a wider external network is the usual case; the rest of such a network behind a LAN that covers it cannot be reached.
  [
    'lan-subnet external-network',
    (relation) => (relation === 'enclosing' || relation === 'partial' ? { severity: 'warning', harm: 'lan-and-elsewhere' } : undefined),
  ],
]);
