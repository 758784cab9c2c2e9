import { message, plural, sentences, type Message } from '../../base/message.ts';
import { servicesWhere } from '../../engine/allocationIndex.ts';
import type { AllocatedService } from '../../engine/allocation.ts';
import { advertisementsOf } from '../../engine/metallb/advertisements.ts';
import { configurationOf } from '../../engine/metallb/configuration.ts';
import { faultUnderFRR } from '../../engine/metallb/speakerFaults.ts';
import { objectFaultsOf } from '../../engine/metallb/objectFaults.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { RelatedPlace } from '../findings/finding.ts';
import { PlaceSet } from '../findings/placeSet.ts';
import { brokenTexts } from '../shared/range/rangeTexts.ts';
import { resourceAt } from '../findings/resourceAt.ts';

export const metallbRefused: Check = {
  code: 'metallb/refused',
  scope: 'cluster',
  severity: 'error',
  *run(context: CheckContext): Generator<Problem> {
    const { cluster, network, allocation } = context;
    const { pools, fault: whole } = configurationOf(cluster, network);
    const explained = pools.some(({ fault }) => fault !== undefined) ? explainedBy(context) : undefined;
    const waiting = waitingForConfiguration(allocation);
    for (const { fault, place } of pools) {
      if (fault === undefined || explained === undefined) continue;
      const [first = place, ...others] = fault.because;
      if (first === undefined || fault.because.some((because) => explained.fields.has(because))) continue;
      const owner = resourceAt(cluster, first);
      if (owner !== undefined && explained.resources.has(owner)) continue;
      const parties = others.flatMap((because) => {
        const party = resourceAt(cluster, because);
        return party === undefined ? [] : [{ message: message('{0}', nameOf(party)), place: because }];
      });
      yield {
        place: first,
        message: refusal(waiting, fault.message),
        related: [...parties, ...partiesOf(waiting, (name) => message('{0} gets no address', name))],
      };
    }
    // A text that cannot be read at all is reported where it is read.
    const [at] = whole?.because ?? [];
    if (whole !== undefined && at !== undefined && !resourcesOf(cluster, 'MetalLBConfig').some(({ refused }) => refused !== undefined)) {
      yield {
        place: at,
        message: refusal(waiting, whole.message),
        related: partiesOf(waiting, (name) => message('{0} gets no address', name)),
      };
    }
    const reported = new PlaceSet();
    if (at !== undefined) reported.add(at);
    const announced = advertisementsOf(cluster, network, allocation.nodes);
    const [first] = announced.ok ? [] : announced.fault.because;
    const silent = refusedByNodes(allocation);
    if (!announced.ok && first !== undefined && !isRepeated(context, first)) {
      reported.add(first);
      yield {
        place: first,
        message: speakersRefusal(silent, announced.fault.message),
        related: partiesOf(silent, (name) => message('{0} is not announced', name)),
        doubt: context.assembly.mixed,
      };
    }
    // What MetalLB would come to next, and what it finds without a pool.
    for (const { by, message: fault, because } of objectFaultsOf(cluster)) {
      const [place] = because;
      if (place === undefined || reported.has(place) || isRepeated(context, place)) continue;
      reported.add(place);
      yield { place, message: by === 'controller' ? refusal(waiting, fault) : speakersRefusal(silent, fault) };
    }
    // What is refused anyway, FRR is not asked about.
    if (announced.ok && objectFaultsOf(cluster).length === 0) yield* underFRR(context);
  },
};

/** Nothing tells whether MetalLB runs with FRR: its chart does as a rule. */
function* underFRR(context: CheckContext): Generator<Problem> {
  const { cluster, allocation } = context;
  const fault = resourcesOf(cluster, 'BGPPeer').length < 2 ? undefined : faultUnderFRR(cluster, allocation.nodes);
  const [place] = fault?.because ?? [];
  if (fault === undefined || place === undefined || isRepeated(context, place)) return;
  yield {
    place,
    severity: 'warning',
    message: sentences(
      message("With FRR, as MetalLB's chart runs it, the speakers refuse the configuration, so that no address is announced."),
      fault.message,
    ),
    doubt: context.assembly.mixed,
  };
}

/** What stands there twice is one object in the cluster, and has a finding of its own. */
function isRepeated({ cluster, assembly }: CheckContext, place: Place): boolean {
  const owner = resourceAt(cluster, place);
  return owner !== undefined && assembly.repetitions.some((resources) => resources.includes(owner));
}

function refusal([first, ...others]: readonly AllocatedService[], fault: Message): Message {
  if (first === undefined) return sentences(message('MetalLB refuses its whole configuration, so that no service gets an address.'), fault);
  const name = `${first.namespace}/${first.name}`;
  return others.length === 0
    ? sentences(message('MetalLB refuses its whole configuration, so that Service {0} gets no address.', name), fault)
    : sentences(
        plural(
          others.length + 1,
          'MetalLB refuses its whole configuration, so that the {0} service of type LoadBalancer gets no address.',
          'MetalLB refuses its whole configuration, so that none of the {0} services of type LoadBalancer gets an address.',
        ),
        fault,
      );
}

function speakersRefusal([first, ...others]: readonly AllocatedService[], fault: Message): Message {
  if (first === undefined)
    return sentences(message("MetalLB's speakers refuse the configuration, so that no address is announced."), fault);
  return others.length === 0
    ? sentences(
        message(
          "MetalLB's speakers refuse the configuration, so that the address of Service {0} is not announced.",
          `${first.namespace}/${first.name}`,
        ),
        fault,
      )
    : sentences(
        plural(
          others.length + 1,
          "MetalLB's speakers refuse the configuration, so that the address of {0} service is not announced.",
          "MetalLB's speakers refuse the configuration, so that none of the addresses of {0} services is announced.",
        ),
        fault,
      );
}

function partiesOf(services: readonly AllocatedService[], what: (name: string) => Message): readonly RelatedPlace[] {
  return services
    .slice(0, 5)
    .flatMap(({ resource }) =>
      resource === undefined ? [] : [{ message: what(nameOf(resource)), place: placeOf(resource, 'spec', 'type') }],
    );
}

/** Fields and whole resources (by their root) that have a finding of their own for what MetalLB does not accept. */
interface Explained {
  readonly fields: PlaceSet;
  readonly resources: ReadonlySet<Resource>;
}

function explainedBy({ cluster, network, overlaps, assembly }: CheckContext): Explained {
  const fields = new PlaceSet();
  const resources = new Set<Resource>();
  for (const { place } of brokenTexts(cluster, network)) fields.add(place);
  for (const { claim, other, conflict } of overlaps) {
    if (conflict.harm !== 'pool-and-pool') continue;
    for (const { place } of [claim, other]) {
      if (place === undefined) continue;
      // The engine names a pool by its name, the overlap by its addresses. Several pools stand in one old ConfigMap.
      const list = place.path.indexOf('address-pools');
      const owner = resourceAt(cluster, place);
      if (list >= 0) fields.add({ document: place.document, path: [...place.path.slice(0, list + 2), 'name'] });
      else if (owner !== undefined) resources.add(owner);
    }
  }
  for (const repetition of assembly.repetitions)
    for (const resource of repetition) if (resource.type === 'IPAddressPool') resources.add(resource);
  return { fields, resources };
}

const waitingForConfiguration = servicesWhere(({ loadBalancer }) => loadBalancer?.pending?.reason === 'invalid-configuration');
const refusedByNodes = servicesWhere(({ loadBalancer }) => loadBalancer?.announcedBy?.silence === 'refused');
