import { message, plural, term, type Language, type Text } from '../../base/message.ts';
import { clusterFacts } from '../../analysis/facts/clusterFacts.ts';
import { gatewayFacts, ingressFacts } from '../../analysis/facts/entranceFacts.ts';
import { fact, type Fact as KnownFact, type FactValue } from '../../analysis/facts/fact.ts';
import { growthFacts, nodeLossFacts, poolPeakFacts } from '../../analysis/facts/growthFacts.ts';
import { nameFacts } from '../../analysis/facts/nameFacts.ts';
import { nodeFacts } from '../../analysis/facts/nodeFacts.ts';
import { podFacts, podGroupFacts } from '../../analysis/facts/podFacts.ts';
import { policyFacts } from '../../analysis/facts/policyFacts.ts';
import { ipPoolFacts, loadBalancerPoolFacts, networkRangeFacts } from '../../analysis/facts/rangeFacts.ts';
import { externalAddressFacts, serviceFacts } from '../../analysis/facts/serviceFacts.ts';
import type { AllocatedPod, Allocation } from '../../engine/allocation.ts';
import { nameOf } from '../../manifests/metadata.ts';
import type { Place } from '../../manifests/place.ts';
import { noOffers, type OfferMaker } from '../../topology/offers.ts';
import { sourceOf } from '../../topology/clusterSource.ts';
import type { Description, EventOffer, Fact } from '../../topology/protocol.ts';
import type { Subject, Topology } from '../../topology/subject.ts';
import { eventsFor } from '../answers/whatIfOffers.ts';
import { replicasIn } from './eventRun.ts';

/** What the detail pane says of an element, with what it offers to do; undefined when no element has this id (any longer). */
export function describe(topology: Topology, id: string, language: Language, offer: OfferMaker = noOffers): Description | undefined {
  const subject = topology.subjects.get(id);
  if (subject === undefined) return undefined;
  const events = eventsFor(subject).flatMap((event): readonly EventOffer[] => {
    const made = offer({ type: 'event', event });
    const replicas = replicasIn(event);
    return made === undefined ? [] : [replicas === undefined ? made : { ...made, replicas }];
  });
  return {
    ...(events.length === 0 ? {} : { events }),
    title: language.say(titleOf(subject)),
    facts: factsOf(subject)
      .filter(({ values }) => values.length > 0)
      .map((known) => dressed(known, offer, language)),
    findings: subject.badges.map((badge) => ({
      severity: badge.severity,
      code: badge.code,
      message: language.say(badge.message),
      place: offer({ type: 'place', place: badge.place }),
      fixes: (badge.fixes ?? []).map((title) => offer({ type: 'fix', badge, title })).filter((fix) => fix !== undefined),
    })),
  };
}

/** How many places stand below one reason. */
const mostPlaces = 3;

/** Each policy has a place of its own. */
const mostPolicies = 12;

function places(because: readonly Place[], offer: OfferMaker, most: number): Pick<Fact, 'places'> {
  const offers = because.map((place) => offer({ type: 'place', place })).filter((made) => made !== undefined);
  const known = offers.filter(({ text }, index) => offers.findIndex((other) => other.text === text) === index);
  return known.length === 0 ? {} : { places: known.slice(0, most) };
}

/** How many lines of one list the pane shows; a list that is longer says so. */
const mostLines = 50;

function titleOf({ what, resource, allocation }: Subject): Text {
  switch (what.type) {
    case 'cluster':
      return message('Cluster {0}', allocation.cluster.name);
    case 'clients':
      return message('Clients outside the cluster');
    case 'unscheduled':
      return message('Pods without a node');
    case 'addressPlan':
      return message('Address ranges');
    case 'range':
      return what.range.label;
    case 'loadBalancerPool':
      return resource?.type === 'IPAddressPool' ? nameOf(resource) : term('Load balancer pool {0}', what.pool.name);
    case 'externalAddress':
      return term('External address {0}', what.address);
    case 'ingress':
    case 'gateway':
      return resource === undefined ? '' : nameOf(resource);
    case 'namespace':
      return `Namespace ${what.name}`;
    case 'dnsName':
      return term('DNS name {0}', what.name);
    case 'service':
      return `Service ${what.service.namespace}/${what.service.name}`;
    case 'node':
      return what.node.name === '' ? term('Unnamed node') : `Node ${what.node.name}`;
    case 'workload':
      return resource === undefined ? '' : nameOf(resource);
    case 'pod':
      return `Pod ${what.pod.namespace}/${what.pod.name}`;
    case 'endpoint':
      return term('Endpoint {0}', what.address);
    case 'ipPool':
      return `IPPool ${what.pool.name}`;
  }
}

function factsOf({ what, allocation }: Subject): readonly KnownFact[] {
  switch (what.type) {
    case 'cluster':
      return [fact('source', message('Made of'), [sourceOf(allocation.cluster)]), ...clusterFacts(allocation)];
    case 'clients':
    case 'namespace':
    case 'unscheduled':
    case 'addressPlan':
      return [];
    case 'ingress':
      return ingressFacts(allocation, what.ingress);
    case 'gateway':
      return gatewayFacts(what.gateway);
    case 'range':
      return networkRangeFacts(allocation, what.range);
    case 'loadBalancerPool':
      return loadBalancerPoolFacts(allocation, what.pool);
    case 'externalAddress':
      return externalAddressFacts(what.services);
    case 'dnsName':
      return nameFacts(allocation, what.service, what.name);
    case 'service':
      // The names below its own are those of the name's element.
      return serviceFacts(allocation, what.service).filter(({ key }) => key !== 'dns-names');
    case 'node':
      return [...nodeFacts(allocation, what.node), ...nodeLossFacts(allocation, what.node)];
    case 'workload':
      return [...podGroupFacts(what.pods), ...growthOf(allocation, what.pods), ...policyFacts(allocation, what.pods)];
    case 'pod':
      return [...podFacts(what.pod), ...policyFacts(allocation, [what.pod])];
    case 'endpoint':
      return [
        fact('address', message('Address'), [what.address], message('A manifest lists it as an endpoint; no pod of this cluster has it.')),
      ];
    case 'ipPool':
      return [...ipPoolFacts(allocation, what.pool), ...poolPeakFacts(allocation, what.pool)];
  }
}

function growthOf(allocation: Allocation, [first]: readonly AllocatedPod[]): readonly KnownFact[] {
  return first?.origin.type === 'Workload' ? growthFacts(allocation, first.origin) : [];
}

/** A fact in the reader's language; a list that is longer than anybody reads says so. */
function dressed({ key, name, values, why }: KnownFact, offer: OfferMaker, language: Language): Fact {
  const { say } = language;
  const lines = values.slice(0, mostLines).map((line) => lineOf(line, language));
  return {
    name: say(name),
    values:
      values.length > mostLines
        ? [...lines, say(plural(values.length - mostLines, '{0} more is not shown', '{0} more are not shown'))]
        : lines,
    reason: why === undefined ? '' : say(why.reason),
    certainty: why?.certainty,
    ...places(why?.because ?? [], offer, key.startsWith('policies-') ? mostPolicies : mostPlaces),
  };
}

/** `10.0.0.4  Node one` */
function lineOf({ value, text }: FactValue, { say }: Language): string {
  const words = text === undefined ? '' : say(text);
  return words === '' ? say(value) : `${say(value)}  ${words}`;
}
