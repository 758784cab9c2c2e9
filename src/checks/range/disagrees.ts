import { groupBy } from '../../base/groupBy.ts';
import { encloses, formatRange, type IPRange } from '../../base/ip.ts';
import { list, message, term, type Message, type Term } from '../../base/message.ts';
import { folderOf } from '../../base/path.ts';
import { rangesOf, type Network, type NetworkRange, type RangeRole } from '../../engine/network.ts';
import { RangeCollector } from '../../engine/rangeCollector.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, type FieldPlace } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { Claim } from '../../engine/addresses/claims.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Fix } from '../findings/finding.ts';
import { replacing } from '../findings/fixes.ts';
import { isSameField } from '../findings/placeSet.ts';
import { resourceAt } from '../findings/resourceAt.ts';

export const rangeDisagrees: Check = {
  code: 'range/disagrees',
  scope: 'cluster',
  severity: 'warning',
  *run(context: CheckContext): Generator<Problem> {
    yield* overridden(context);
    yield* besideEachOther(context);
    yield* againstDevice(context);
    yield* calicoPools(context);
    yield* nodePodCIDRs(context);
  },
};

/** What a distribution's file says, and something that counts before it says otherwise. */
function* overridden({ network, cluster, assembly }: CheckContext): Generator<Problem> {
  for (const range of network.overridden) {
    if (range.place === undefined || (range.role !== 'pod-subnet' && range.role !== 'service-subnet')) continue;
    const counting = written(network, range.role, range.range.family);
    const [first] = counting;
    if (first === undefined) continue;
    yield problem(
      range.place,
      message(
        'Here stands {0} {1}, but {2} in {3}. Only one can be right.',
        range.label,
        range.text,
        textsOf(counting),
        sourceOf(cluster, first.place),
      ),
      counting,
      { fixes: both(range, counting), doubt: assembly.doubt(range.place, first.place) },
    );
  }
}

/**
 * Files in one folder, where nothing says that they are of one cluster: kubeadm and kube-proxy or another program of it, one file of each. One program may be told of more than there is.
 * kubernetes pkg/proxy/util/localdetector.go
 */
function* besideEachOther({ network, cluster, assembly }: CheckContext): Generator<Problem> {
  if (cluster.rule !== 'together') return;
  const configurations = resourcesOf(cluster, 'DistributionConfiguration');
  const byFolder = groupBy(configurations, ({ document }) => folderOf(document.file));
  for (const [role, field, label] of [
    ['pod-subnet', 'podSubnets', term('pod subnet')],
    ['service-subnet', 'serviceSubnets', term('service subnet')],
  ] as const) {
    if (rangesOf(network, role).some(({ place }) => place !== undefined)) continue;
    for (const beside of byFolder.values()) {
      const told = beside.filter((config) => config[field].length > 0);
      const [own, program, ...more] = told.toSorted(
        (one, other) => Number(other.distribution === 'kubeadm') - Number(one.distribution === 'kubeadm'),
      );
      if (own?.distribution !== 'kubeadm' || program === undefined || more.length > 0 || program.distribution === 'kubeadm') continue;
      const [counting, said] = [own, program].map((config) => {
        const collector = new RangeCollector();
        for (const { text, path } of config[field]) collector.cidrs(role, label, text, placeOf(config, ...path));
        return collector.ranges.filter(isWritten);
      });
      for (const range of counting ?? []) {
        const comparable = (said ?? []).filter((other) => other.range.family === range.range.family);
        const [first] = comparable;
        if (first === undefined || comparable.some((other) => encloses(other.range, range.range))) continue;
        yield problem(
          first.place,
          message(
            'Here stands {0} {1}, but {2} in {3}. Only one can be right.',
            label,
            textsOf(comparable),
            range.text,
            sourceOf(cluster, range.place),
          ),
          [range],
          { fixes: comparable.length === 1 ? both(first, [range]) : [], doubt: assembly.doubt(first.place, range.place) },
        );
      }
    }
  }
}

/** What an EdgeNetwork repeats of the device's own file; the device may have more than one of each. */
function* againstDevice({ network, cluster, assembly }: CheckContext): Generator<Problem> {
  for (const role of ['node-ips', 'service-ips', 'lan-subnet', 'gateway'] as const) {
    const all = rangesOf(network, role).filter(isWritten);
    const own = all.filter(({ place }) => resourceAt(cluster, place)?.type === 'EdgeNetwork');
    const device = all.filter(({ place }) => resourceAt(cluster, place)?.type !== 'EdgeNetwork');
    if (device.length === 0) continue;
    for (const range of own) {
      const comparable = device.filter((other) => other.range.family === range.range.family);
      const [first] = comparable;
      if (first === undefined || comparable.some((other) => isSame(other.range, range.range))) continue;
      yield problem(
        range.place,
        message(
          'Here stands {0} {1}, but {2} in {3}. The device does what its own file says.',
          range.label,
          range.text,
          textsOf(comparable),
          sourceOf(cluster, first.place),
        ),
        comparable,
        {
          // A device's subnet is reckoned from address and mask, which no single text says.
          fixes: role === 'lan-subnet' ? [] : both(range, comparable),
          doubt: assembly.doubt(range.place, first.place),
        },
      );
    }
  }
}

/** Of nodes that state their own. kubernetes pkg/controller/nodeipam/ipam/range_allocator.go occupyCIDRs */
function* nodePodCIDRs({ network, claims, cluster, assembly }: CheckContext): Generator<Problem> {
  const subnets = rangesOf(network, 'pod-subnet');
  for (const claim of claims) {
    if (claim.kind !== 'node-pod-cidr' || claim.place === undefined) continue;
    const comparable = subnets.filter(({ range }) => range.family === claim.range.family);
    const [first] = comparable;
    if (first === undefined || comparable.some(({ range }) => encloses(range, claim.range))) continue;
    yield problem(
      claim.place,
      first.implied === undefined
        ? message(
            'The pod subnet {2} of {3} does not contain the {0} {1}: the controller that gives the nodes their pod ranges refuses to start.',
            claim.label,
            claim.text,
            textsOf(comparable),
            first.place === undefined ? '' : sourceOf(cluster, first.place),
          )
        : message(
            'The pod subnet {2} (implied by profile {3}) does not contain the {0} {1}: the controller that gives the nodes their pod ranges refuses to start.',
            claim.label,
            claim.text,
            textsOf(comparable),
            first.implied,
          ),
      comparable,
      { severity: first.implied === undefined ? undefined : 'information', doubt: assembly.doubt(claim.place, first.place) },
    );
  }
}

function* calicoPools({ network, claims, cluster, allocation, assembly }: CheckContext): Generator<Problem> {
  const subnets = rangesOf(network, 'pod-subnet');
  if (subnets.length === 0) return;
  const pools = claims.filter(
    (claim): claim is Claim & { readonly place: FieldPlace } => claim.kind === 'ip-pool' && claim.place !== undefined,
  );
  for (const pool of pools) {
    const comparable = subnets.filter(({ range }) => range.family === pool.range.family);
    const [first] = comparable;
    if (first === undefined || comparable.some(({ range }) => encloses(range, pool.range))) continue;
    // A pool that Calico refuses has its own finding; the operator refuses one for this very reason.
    if (allocation.ipPools.some(({ place, refused }) => refused !== undefined && isSameField(place, pool.place))) continue;
    const implied = first.implied;
    const alone = pools.filter(({ range }) => range.family === pool.range.family).length === 1;
    yield problem(
      pool.place,
      implied === undefined
        ? message(
            "The pod subnet {2} of {3} does not contain {0} {1}. Calico's pools must be part of it.",
            pool.label,
            pool.text,
            textsOf(comparable),
            first.place === undefined ? '' : sourceOf(cluster, first.place),
          )
        : message(
            "The pod subnet {2} (implied by profile {3}) does not contain {0} {1}. Calico's pools must be part of it.",
            pool.label,
            pool.text,
            textsOf(comparable),
            implied,
          ),
      comparable,
      {
        severity: implied === undefined ? undefined : 'information',
        fixes: alone ? both(pool, comparable.filter(isWritten)) : [],
        doubt: assembly.doubt(pool.place, first.place),
      },
    );
  }
}

type Written = NetworkRange & { readonly place: FieldPlace };

function isWritten(range: NetworkRange): range is Written {
  return range.place !== undefined;
}

function written(network: Network, role: RangeRole, family: number): readonly Written[] {
  return rangesOf(network, role)
    .filter(isWritten)
    .filter(({ range }) => range.family === family);
}

function isSame(one: IPRange, other: IPRange): boolean {
  return formatRange(one) === formatRange(other);
}

function problem(
  place: FieldPlace,
  text: Message,
  others: readonly NetworkRange[],
  rest: Pick<Problem, 'fixes' | 'doubt' | 'severity'>,
): Problem {
  return {
    place,
    message: text,
    related: others.filter(isWritten).map((other) => ({ message: term('{0} {1}', other.label, other.text), place: other.place })),
    ...rest,
  };
}

/** With one party on each side: either's text on the other's side. A comma list is replaced part by part. */
function both(one: { readonly text: string; readonly place: FieldPlace | undefined }, others: readonly Written[]): readonly Fix[] {
  const [other, ...more] = others;
  if (other === undefined || more.length > 0 || one.place === undefined) return [];
  return [
    replacing(message('Write {0} here', other.text), false, { place: one.place, replaces: one.text, text: other.text }),
    replacing(message('Write {0} there', one.text), false, { place: other.place, replaces: other.text, text: one.text }),
  ];
}

function textsOf(ranges: readonly NetworkRange[]): Term {
  return list(ranges.map(({ text }) => text));
}

function sourceOf(cluster: Cluster, place: FieldPlace): string {
  const resource = resourceAt(cluster, place);
  return resource === undefined || resource.metadata.name === '' ? place.document.file : nameOf(resource);
}
