import { formatAddress, formatCIDR, formatRange, rangeOfCIDR, sizeOf, type IPRange } from '../../base/ip.ts';
import { message, render, type Message } from '../../base/message.ts';
import type { AllocatedPod, AllocatedService, AllocatedServicePort, Allocation, LoadBalancerOutcome } from '../../engine/allocation.ts';
import type { ClaimKind } from '../../engine/addresses/claims.ts';
import { givesAddresses, useOf } from '../../engine/addresses/inventory.ts';
import { explainRecord, recordsOf, type DNSRecord } from '../../engine/coredns/records.ts';
import { clusterDomainOf } from '../../engine/coredns/server.ts';
import { selectedPods } from '../../engine/endpoints/selection.ts';
import type { Explanation } from '../../engine/explanation.ts';
import type { Place } from '../../manifests/place.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { noOffers, type OfferMaker } from '../../topology/offers.ts';
import type { Description, Fact } from '../../topology/protocol.ts';
import type { Subject, Topology } from '../../topology/subject.ts';

/** What the detail pane says of an element, with what it offers to do; undefined when no element has this id (any longer). */
export function describe(topology: Topology, id: string, offer: OfferMaker = noOffers): Description | undefined {
  const subject = topology.subjects.get(id);
  if (subject === undefined) return undefined;
  return {
    title: titleOf(subject),
    facts: factsOf(subject)
      .filter(({ values }) => values.length > 0)
      .map(({ because, ...rest }) => ({ ...rest, ...places(because, offer) })),
    findings: subject.badges.map((badge) => ({
      severity: badge.severity,
      code: badge.code,
      message: render(badge.message),
      place: offer({ type: 'place', place: badge.place }),
      fixes: (badge.fixes ?? []).map((title) => offer({ type: 'fix', badge, title })).filter((fix) => fix !== undefined),
    })),
  };
}

/** A fact, with the places that decided it. */
type ExplainedFact = Fact & { readonly because: readonly Place[] };

/** How many places stand below one reason. */
const mostPlaces = 3;

function places(because: readonly Place[], offer: OfferMaker): Pick<Fact, 'places'> {
  const offers = because.map((place) => offer({ type: 'place', place })).filter((made) => made !== undefined);
  const known = offers.filter(({ text }, index) => offers.findIndex((other) => other.text === text) === index);
  return known.length === 0 ? {} : { places: known.slice(0, mostPlaces) };
}

/** How many lines of one list the pane shows; a list that is longer says so. */
const mostLines = 50;

function titleOf({ what, resource, allocation }: Subject): string {
  switch (what.type) {
    case 'cluster':
      return render(message('Cluster {0}', allocation.cluster.name));
    case 'clients':
      return render(message('Clients outside the cluster'));
    case 'unscheduled':
      return render(message('Pods without a node'));
    case 'addressPlan':
      return render(message('Address ranges'));
    case 'range':
      return render(what.range.label);
    case 'loadBalancerPool':
      return resource?.type === 'IPAddressPool' ? nameOf(resource) : render(message('Load balancer pool {0}', what.pool.name));
    case 'externalAddress':
      return render(message('External address {0}', what.address));
    case 'namespace':
      return `Namespace ${what.name}`;
    case 'dnsName':
      return render(message('DNS name {0}', what.name));
    case 'service':
      return `Service ${what.service.namespace}/${what.service.name}`;
    case 'node':
      return what.node.name === '' ? render(message('Unnamed node')) : `Node ${what.node.name}`;
    case 'workload':
      return resource === undefined ? '' : nameOf(resource);
    case 'pod':
      return `Pod ${what.pod.namespace}/${what.pod.name}`;
    case 'endpoint':
      return render(message('Endpoint {0}', what.address));
    case 'ipPool':
      return `IPPool ${what.pool.name}`;
  }
}

function factsOf({ what, allocation }: Subject): readonly ExplainedFact[] {
  switch (what.type) {
    case 'cluster':
      return clusterFacts(allocation);
    case 'clients':
    case 'namespace':
    case 'unscheduled':
    case 'addressPlan':
      return [];
    case 'range': {
      const { role, range, text, implied } = what.range;
      return [
        fact(message('Addresses'), [formatRange(range)]),
        fact(message('Written as'), text === formatRange(range) || implied !== undefined ? [] : [text]),
        fact(
          message('Size'),
          [String(sizeOf(range))],
          implied === undefined ? undefined : message('No manifest says it; the profile {0} implies it.', implied),
        ),
        ...useFacts(role, [range], allocation),
      ];
    }
    case 'loadBalancerPool': {
      const { ranges, autoAssign, avoidBuggyIPs, refused } = what.pool;
      return [
        fact(message('Ranges'), ranges.map(formatRange)),
        fact(message('Refused'), refused === undefined ? [] : [render(refused)]),
        ...useFacts('load-balancer-pool', ranges, allocation),
        fact(message('Given on request only'), autoAssign ? [] : [render(message('yes'))]),
        fact(message('Leaves out .0 and .255'), avoidBuggyIPs ? [render(message('yes'))] : []),
      ];
    }
    case 'externalAddress':
      return what.services.flatMap((service) => [
        fact(message('Assigned to'), [`${service.namespace}/${service.name}`], service.loadBalancer?.explanation),
        ...announcementFacts(service.loadBalancer),
      ]);
    case 'dnsName':
      return nameFacts(what.service, what.name, allocation);
    case 'service':
      return serviceFacts(what.service, allocation);
    case 'node': {
      const { ips, role, podBlocks, tunnelIPs, podCIDRs, labels, taints, unschedulable, explanation } = what.node;
      return [
        fact(message('Addresses'), ips.map(formatAddress), explanation),
        fact(message('Role'), [role === 'control-plane' ? render(message('control plane')) : render(message('worker'))]),
        fact(message('Pod blocks'), podBlocks.map(formatCIDR)),
        fact(message('Pod ranges'), podCIDRs.map(formatCIDR)),
        fact(message('Tunnel addresses'), tunnelIPs.map(formatAddress)),
        fact(message('Labels'), pairs(labels)),
        fact(
          message('Taints'),
          taints.map(({ key, value, effect }) => `${key}${value === '' ? '' : `=${value}`}:${effect}`),
        ),
        fact(message('Takes no new pods'), unschedulable ? [render(message('yes'))] : []),
      ];
    }
    case 'workload': {
      const [first] = what.pods;
      return first === undefined
        ? []
        : [
            fact(message('Controlled by'), [`${first.owner.kind} ${first.namespace}/${first.owner.name}`]),
            fact(message('Node'), first.node === undefined || first.node.name === '' ? [] : [first.node.name]),
            fact(message('Pods here'), [String(what.pods.length)]),
            fact(message('Addresses'), shortened(what.pods.flatMap(({ ips }) => ips.map(formatAddress)))),
            fact(message('Pending'), shortened([...new Set(what.pods.flatMap((pod) => pendingText(pod)))])),
            fact(
              message('Labels'),
              pairs(first.labels).filter((pair) => what.pods.every(({ labels }) => pairs(labels).includes(pair))),
            ),
          ];
    }
    case 'pod':
      return podFacts(what.pod);
    case 'endpoint':
      return [fact(message('Address'), [what.address], message('A manifest lists it as an endpoint; no pod of this cluster has it.'))];
    case 'ipPool': {
      const { cidr, blockSize, disabled, refused } = what.pool;
      return [
        fact(message('Range'), [formatCIDR(cidr)]),
        fact(message('Not used'), refused === undefined ? [] : [render(refused)]),
        fact(message('Disabled'), disabled ? [render(message('yes'))] : []),
        fact(message('Block size'), [`/${blockSize}`]),
        ...useFacts('ip-pool', [rangeOfCIDR(cidr)], allocation),
      ];
    }
  }
}

function clusterFacts(allocation: Allocation): readonly ExplainedFact[] {
  const { network, cluster, nodes, pods, services, omittedPods, loadBalancerRefusal } = allocation;
  return [
    fact(message('Folder'), cluster.root === '' ? [] : [cluster.root]),
    fact(message('Profile'), [network.profile.name]),
    fact(message('DNS domain'), [clusterDomainOf(allocation)]),
    fact(message('Cluster DNS'), network.clusterDNS === undefined ? [] : [formatAddress(network.clusterDNS)]),
    fact(message('Nodes'), [String(nodes.length)]),
    fact(message('Pods'), [String(pods.length + omittedPods)]),
    fact(message('Services'), [String(services.length)]),
    fact(
      message('Load balancer refuses its configuration'),
      loadBalancerRefusal === undefined ? [] : [render(loadBalancerRefusal.message)],
    ),
  ];
}

/** Who has addresses of ranges, what is set aside there and what is left. */
function useFacts(kind: ClaimKind, ranges: readonly IPRange[], allocation: Allocation): readonly ExplainedFact[] {
  const use = useOf(allocation, kind, ranges);
  const used = [
    fact(message('Used'), use.used === 0n && !givesAddresses(kind) ? [] : [render(message('{0} of {1}', use.used, use.size))]),
    fact(message('Used by'), shortened(use.holders.map(({ address, holder }) => `${formatAddress(address)}  ${render(holder)}`))),
  ];
  if (!givesAddresses(kind)) return used;
  return [
    ...used,
    fact(
      message('Set aside'),
      use.held === 0n
        ? []
        : [countOf(use.held), ...shortened(use.setAside.map(({ range, label }) => `${formatRange(range)}  ${render(label)}`))],
    ),
    fact(message('Free'), use.free === 0n ? [render(message('none'))] : [countOf(use.free), ...shortened(use.freeRanges.map(formatRange))]),
  ];
}

function countOf(addresses: bigint): string {
  return addresses === 1n ? render(message('1 address')) : render(message('{0} addresses', addresses));
}

function serviceFacts(service: AllocatedService, allocation: Allocation): readonly ExplainedFact[] {
  const { resource, type, headless, clusterIPs, ports, rejected, loadBalancer, slices, explanation, ipFamilyPolicy } = service;
  const endpoints = slices.flatMap((slice) =>
    slice.endpoints.flatMap(({ ip, pod, ready }) =>
      slice.ports.map(
        ({ port }) =>
          `${formatAddress(ip)}${port === undefined ? '' : `:${port}`}${pod === undefined ? '' : `  ${pod.name}`}${ready ? '' : `  (${render(message('not ready'))})`}`,
      ),
    ),
  );
  return [
    fact(message('Type'), [headless ? render(message('{0}, headless', type)) : type]),
    fact(message('Rejected'), rejected === undefined ? [] : [render(rejected.message)]),
    fact(message('Cluster IP'), clusterIPs.map(formatAddress), clusterIPs.length === 0 ? undefined : explanation),
    ...loadBalancerFacts(loadBalancer),
    fact(message('External IPs'), resource?.externalIPs ?? []),
    fact(message('Ports'), ports.map(portText)),
    fact(message('Selector'), pairs(resource?.selector ?? {})),
    fact(
      message('Endpoints'),
      endpoints.length === 0 && type !== 'ExternalName' && rejected === undefined && resource !== undefined
        ? [render(message('none'))]
        : shortened(endpoints),
    ),
    fact(
      message('Selects'),
      endpoints.length > 0 ? [] : shortened(selectedPods(allocation, service).map((pod) => pod.name)),
      message('A pod becomes an endpoint once it runs and has an address.'),
    ),
    ...(rejected === undefined ? dnsFacts(service, allocation) : []),
    fact(message('External name'), resource?.externalName === undefined ? [] : [resource.externalName]),
    fact(message('IP families'), ipFamilyPolicy === undefined || ipFamilyPolicy === 'SingleStack' ? [] : [ipFamilyPolicy]),
    fact(message('External traffic policy'), resource?.externalTrafficPolicy === undefined ? [] : [resource.externalTrafficPolicy]),
    fact(message('Internal traffic policy'), resource?.internalTrafficPolicy === undefined ? [] : [resource.internalTrafficPolicy]),
  ];
}

function loadBalancerFacts(outcome: LoadBalancerOutcome | undefined): readonly ExplainedFact[] {
  if (outcome === undefined) return [];
  const { ips, pool, pending, sharedWith, explanation } = outcome;
  if (pending !== undefined)
    return [fact(message('External address'), [render(message('pending'))], { reason: pending.message, because: pending.because })];
  return [
    fact(message('External address'), ips.map(formatAddress), explanation),
    fact(message('Pool'), pool === undefined ? [] : [pool]),
    fact(message('Shared with'), sharedWith),
    ...announcementFacts(outcome),
  ];
}

function announcementFacts(outcome: LoadBalancerOutcome | undefined): readonly ExplainedFact[] {
  const announcement = outcome?.announcedBy;
  if (announcement === undefined) return [];
  const { protocol, nodes, routes, reason } = announcement;
  return [
    fact(message('Announced by'), protocol === 'none' || nodes.length === 0 ? [render(message('nobody'))] : nodes, reason),
    fact(message('Routes'), routes),
  ];
}

/** The service's own name and what it resolves to; the name's element says more. */
function dnsFacts(service: AllocatedService, allocation: Allocation): readonly ExplainedFact[] {
  const name = `${service.name}.${service.namespace}.svc.${clusterDomainOf(allocation)}`;
  const answers = recordsFor(allocation).filter((record) => record.name === `${name}.` && record.type !== 'SRV');
  return [fact(message('DNS name'), [name, ...shortened(answers.map(({ type, data }) => `${type}  ${withoutDot(data)}`))])];
}

/** What the cluster's DNS server answers for the name, and for the names below it. */
function nameFacts({ name, namespace, type }: AllocatedService, dnsName: string, allocation: Allocation): readonly ExplainedFact[] {
  const full = `${dnsName}.`;
  const own = recordsFor(allocation).filter((record) => record.name === full || record.name.endsWith(`.${full}`));
  const exact = own.filter((record) => record.name === full && record.type !== 'SRV');
  const [first] = exact;
  const below = own.filter((record) => record.name !== full && record.type !== 'SRV');
  return [
    fact(
      type === 'ExternalName' ? message('Alias of') : message('Resolves to'),
      exact.length === 0 ? [render(message('nothing'))] : shortened(exact.map(({ data }) => data)),
      first === undefined ? undefined : explainRecord(first),
    ),
    fact(message('In its namespace'), [name]),
    fact(message('From other namespaces'), [`${name}.${namespace}`]),
    fact(message('Names of its pods'), shortened(below.map((record) => `${withoutDot(record.name)}  ${record.data}`))),
    fact(
      message('Service records'),
      shortened(own.filter((record) => record.type === 'SRV').map((record) => `${withoutDot(record.name)}  ${record.data}`)),
    ),
  ];
}

/** Kept for each allocation: one name after the other is asked for. */
const records = new WeakMap<Allocation, readonly DNSRecord[]>();

function recordsFor(allocation: Allocation): readonly DNSRecord[] {
  const known = records.get(allocation) ?? recordsOf(allocation);
  records.set(allocation, known);
  return known;
}

function withoutDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

function podFacts(pod: AllocatedPod): readonly ExplainedFact[] {
  const ports = pod.spec.containers.flatMap((container) =>
    container.ports.map(({ name, containerPort, protocol }) => `${containerPort}/${protocol}${name === undefined ? '' : ` (${name})`}`),
  );
  return [
    fact(message('Pending'), pendingText(pod), refusalOf(pod)),
    fact(message('Address'), pod.ips.map(formatAddress), pod.ips.length === 0 ? undefined : pod.explanation),
    fact(message('Pool'), pod.ipPool === undefined ? [] : [pod.ipPool]),
    fact(
      message('Node'),
      pod.node === undefined ? [] : [pod.node.name === '' ? render(message('Unnamed node')) : pod.node.name],
      pod.placement,
    ),
    fact(message('Controlled by'), pod.origin.type === 'Pod' && pod.owner.kind === 'Pod' ? [] : [`${pod.owner.kind} ${pod.owner.name}`]),
    fact(message('Name'), pod.nameCertain ? [] : [render(message('stands for a name that its controller makes up'))]),
    fact(message('Ports'), ports),
    fact(message('Labels'), pairs(pod.labels)),
  ];
}

/** Where the refusal comes from; its sentence is the fact itself. */
function refusalOf(pod: AllocatedPod): Pick<Explanation, 'reason' | 'because'> | undefined {
  const refusal = pod.unschedulable ?? pod.pending;
  return refusal === undefined ? undefined : { reason: message(''), because: refusal.because };
}

function pendingText({ pending, unschedulable }: AllocatedPod): readonly string[] {
  const refusal = unschedulable ?? pending;
  return refusal === undefined ? [] : [render(refusal.message)];
}

/** `http  80 → 8080/TCP, node port 30080` */
function portText({ name, protocol, port, targetPort, nodePort }: AllocatedServicePort): string {
  const target = targetPort === port ? '' : ` → ${targetPort}`;
  return `${name === undefined ? '' : `${name}  `}${port}${target}/${protocol}${nodePort === undefined ? '' : `, ${render(message('node port {0}', nodePort))}`}`;
}

function pairs(labels: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(labels).map(([key, value]) => `${key}: ${value}`);
}

function shortened(lines: readonly string[]): readonly string[] {
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines), render(message('and {0} more', lines.length - mostLines))];
}

function fact(
  name: Message,
  values: readonly string[],
  why?: Explanation | Pick<Explanation, 'reason' | 'because'> | Message,
): ExplainedFact {
  const explanation: (Pick<Explanation, 'reason' | 'because'> & Partial<Explanation>) | undefined =
    why === undefined || 'reason' in why ? why : { reason: why, because: [] };
  return {
    name: render(name),
    values,
    reason: explanation === undefined ? '' : render(explanation.reason),
    because: explanation?.because ?? [],
    certainty: explanation?.certainty,
  };
}
