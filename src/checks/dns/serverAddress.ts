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
import { resourcesWhere } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Fix, RelatedPlace } from '../findings/finding.ts';
import { replacing } from '../findings/fixes.ts';

export const dnsServerAddress: Check = {
  code: 'dns/server-address',
  scope: 'cluster',
  severity: 'error',
  *run(context: CheckContext): Generator<Problem> {
    const { network, cluster } = context;
    const written = [...rangesOf(network, 'cluster-dns'), ...network.overridden.filter(({ role }) => role === 'cluster-dns')];
    if (written.length === 0 || network.faults.some(({ role }) => role === 'service-subnet')) return;
    const plan = addressPlanOf(cluster, network);
    for (const range of written) {
      const problem = addressProblem(context, plan, range);
      if (problem !== undefined) yield problem;
    }
    const [dns, ...others] = dnsServices(cluster).filter((resource) => resource.type === 'Service');
    if (dns !== undefined && others.length === 0) yield* mismatch(context, dns, written, plan);
  },
};

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
function* mismatch(
  { assembly }: CheckContext,
  dns: ServiceResource,
  written: readonly NetworkRange[],
  plan: AddressPlan,
): Generator<Problem> {
  const address = parseAddress(dns.clusterIP ?? '');
  if (address === undefined || !plan.ranges.some(({ cidr }) => contains(rangeOfCIDR(cidr), address))) return;
  const told = written.filter(({ range }) => range.family === address.family);
  const [first] = told;
  // An address outside the subnet is reported as that.
  if (
    first?.place === undefined ||
    told.some(
      (range) =>
        isOnNode(addressOf(range)) ||
        compareAddresses(addressOf(range), address) === 0 ||
        !plan.ranges.some(({ cidr }) => contains(rangeOfCIDR(cidr), addressOf(range))),
    )
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
