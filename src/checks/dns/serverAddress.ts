import {
  compareAddresses,
  contains,
  formatAddress,
  parseAddress,
  parseCIDR,
  rangeOfCIDR,
  type IPAddress,
  type IPRange,
} from '../../base/ip.ts';
import { message, term, type Message } from '../../base/message.ts';
import { rangesOf, type NetworkRange } from '../../engine/network.ts';
import { addressPlanOf, type AddressPlan } from '../../engine/serviceAllocator/addressPlan.ts';
import { RangeCollector } from '../../engine/rangeCollector.ts';
import { resourcesOf, resourcesWhere, type Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import { isUnknown } from '../../manifests/unknownFields.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Fix, RelatedPlace } from '../findings/finding.ts';
import { inserting, replacing } from '../findings/fixes.ts';
import { unheard } from '../shared/dns/nodeCache.ts';
import { unappliedChanges } from '../shared/unseen.ts';

export const dnsServerAddress: Check = {
  code: 'dns/server-address',
  scope: 'cluster',
  severity: 'error',
  *run(context: CheckContext): Generator<Problem> {
    const { network, cluster } = context;
    const declared = [...rangesOf(network, 'cluster-dns'), ...network.overridden.filter(({ role }) => role === 'cluster-dns')];
    // Files of one folder that disagree: the network takes none of them, but the DNS Service can be at one address only.
    const written = declared.length > 0 ? declared : toldByFiles(cluster);
    if (written.length === 0 || network.faults.some(({ role }) => role === 'service-subnet')) return;
    const plan = addressPlanOf(cluster, network);
    for (const range of written) {
      const problem = addressProblem(context, plan, range);
      if (problem !== undefined) yield problem;
      const address = addressOf(range);
      if (isOnNode(address)) yield* unheard(context, range, address);
    }
    const [dns, ...others] = dnsServices(cluster).filter((resource) => resource.type === 'Service');
    if (dns !== undefined && others.length === 0) yield* mismatch(context, dns, written, plan);
  },
};

function toldByFiles(cluster: Cluster): readonly NetworkRange[] {
  const collector = new RangeCollector();
  for (const config of resourcesOf(cluster, 'DistributionConfiguration'))
    for (const { text, path } of config.clusterDNS)
      collector.addresses('cluster-dns', term('cluster DNS address'), text, placeOf(config, ...path));
  return collector.ranges;
}

const dnsServices = resourcesWhere((resource) => resource.type === 'Service' && isDNSService(resource));

function addressProblem({ assembly }: CheckContext, plan: AddressPlan, written: NetworkRange): Problem | undefined {
  const { place, label } = written;
  const address = addressOf(written);
  const subnets = plan.ranges.filter(({ cidr }) => cidr.family === address.family);
  if (place === undefined || isOnNode(address) || subnets.length === 0) return undefined;
  const subnetPlaces = plan.places[address.family];
  const problem = (text: Message): Problem => ({
    place,
    message: text,
    related: subnetPlaces.map((subnet): RelatedPlace => ({
      message: term('service subnet {0}', plan.texts[address.family]),
      place: subnet,
    })),
    fixes: fixesFor(plan, written, address, subnetPlaces.length > 0),
    doubt: subnetPlaces.map((subnet) => assembly.doubt(place, subnet)).find((doubt) => doubt !== undefined),
  });
  const text = formatAddress(address);
  const subnet = subnets.find(({ cidr }) => contains(rangeOfCIDR(cidr), address));
  if (subnet === undefined) {
    return problem(
      subnetPlaces.length > 0
        ? message(
            'No Service can have {0} {1}, so that no name resolves: it is outside the service subnet {2}.',
            label,
            text,
            plan.texts[address.family],
          )
        : message(
            'No Service can have {0} {1}, so that no name resolves: it is outside the service subnet {2}, which is implied.',
            label,
            text,
            plan.texts[address.family],
          ),
    );
  }
  if (subnet.usable === undefined) return undefined;
  if (!contains(subnet.usable, address))
    return problem(
      message(
        'No Service can have {0} {1}, since it is the first or the last address of the service subnet {2}.',
        label,
        text,
        plan.texts[address.family],
      ),
    );
  const isFirst = subnet === plan.ranges[0] && subnet.usable.first === address.value;
  return isFirst
    ? problem(
        message(
          'Service default/kubernetes has {0} {1}, since it is the first address of the service subnet {2}.',
          label,
          text,
          plan.texts[address.family],
        ),
      )
    : undefined;
}

/** The tenth address is where every tool looks for the DNS service. */
function fixesFor(plan: AddressPlan, { text, place }: NetworkRange, { family }: IPAddress, preferred: boolean): readonly Fix[] {
  const subnet = plan.ranges.find(({ cidr }) => cidr.family === family);
  if (subnet?.usable === undefined || place === undefined) return [];
  const tenth = { family, value: subnet.cidr.network + 10n };
  return contains(subnet.usable, tenth)
    ? [replacing(message('Write {0}', formatAddress(tenth)), preferred, { place, replaces: text, text: formatAddress(tenth) })]
    : [];
}

/** The DNS Service of the manifests asks for an address that pods are not told of. */
function* mismatch(context: CheckContext, dns: ServiceResource, written: readonly NetworkRange[], plan: AddressPlan): Generator<Problem> {
  if ((dns.clusterIP ?? '') === '') {
    yield* unasked(context, dns, written);
    return;
  }
  const { assembly } = context;
  const address = parseAddress(dns.clusterIP ?? '');
  // An address outside the subnet is reported as that; where the subnet is not known, it may be any.
  const isPossible = (one: IPAddress) => plan.ranges.length === 0 || plan.ranges.some(({ cidr }) => contains(rangeOfCIDR(cidr), one));
  if (address === undefined || !isPossible(address)) return;
  const told = written.filter(({ range }) => range.family === address.family);
  const [first] = told;
  if (
    first?.place === undefined ||
    told.some((range) => isOnNode(addressOf(range)) || compareAddresses(addressOf(range), address) === 0 || !isPossible(addressOf(range)))
  )
    return;
  const place = placeOf(dns, 'spec', 'clusterIP');
  yield {
    place: first.place,
    message: message(
      'Pods ask {0} {1}, which is not that of the DNS Service: {2} asks for {3}.',
      first.label,
      first.text,
      nameOf(dns),
      formatAddress(address),
    ),
    related: [{ message: message('{0}', nameOf(dns)), place }],
    fixes: [
      replacing(message('Write {0}', formatAddress(address)), false, {
        place: first.place,
        replaces: first.text,
        text: formatAddress(address),
      }),
    ],
    doubt: assembly.doubt(first.place, place),
  };
}

/** The DNS Service of the manifests asks for none, and gets one out of the part of the subnet from which those are given that nobody asks for. */
function* unasked({ assembly, cluster }: CheckContext, dns: ServiceResource, written: readonly NetworkRange[]): Generator<Problem> {
  const [first] = written;
  if (first?.place === undefined || dns.serviceType === 'ExternalName' || isUnknown(dns, 'spec', 'clusterIP')) return;
  if ((dns.clusterIPs?.length ?? 0) > 0 || written.some((range) => isOnNode(addressOf(range)))) return;
  const place = placeOf(dns, 'spec');
  yield {
    place: placeOf(dns, 'metadata', 'name'),
    severity: 'warning',
    message: message(
      'Pods ask {0} {1}, and {2} asks for no address: it gets another one, at which nobody looks for names. Write it as clusterIP.',
      first.label,
      first.text,
      nameOf(dns),
    ),
    related: [{ message: term('{0} {1}', first.label, first.text), place: first.place }],
    fixes: [
      inserting(message('Write {0}', `clusterIP: ${first.text}`), false, { place: placeOf(dns, 'spec', 'clusterIP'), value: first.text }),
    ],
    doubt: assembly.doubt(first.place, place) ?? unappliedChanges(cluster),
  };
}

function addressOf({ range }: NetworkRange): IPAddress {
  return { family: range.family, value: range.first };
}

/** Names that the products give to the service in front of CoreDNS. */
function isDNSService({ metadata: { name, namespace } }: ServiceResource): boolean {
  return (namespace === undefined || namespace === 'kube-system') && /^(kube-dns|coredns|rke2-coredns-rke2-coredns)$/.test(name);
}

/** Where a cache on each node listens: link-local, or loopback. kubernetes/dns node-cache */
function isOnNode(address: IPAddress): boolean {
  return onNode.some((range) => contains(range, address));
}

const onNode: readonly IPRange[] = ['169.254.0.0/16', '127.0.0.0/8', 'fe80::/10', '::1/128'].flatMap((text) => {
  const cidr = parseCIDR(text);
  return cidr === undefined ? [] : [rangeOfCIDR(cidr)];
});
