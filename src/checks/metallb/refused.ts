import { message } from '../../base/message.ts';
import { advertisementsOf } from '../../engine/metallb/advertisements.ts';
import { configurationOf } from '../../engine/metallb/configuration.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { Check, Problem } from '../check.ts';
import type { CheckContext } from '../context.ts';
import { PlaceSet } from '../placeSet.ts';
import { brokenTexts } from '../range/rangeTexts.ts';
import { resourceAt } from '../resourceAt.ts';

export const metallbRefused: Check = {
  code: 'metallb/refused',
  severity: 'error',
  documentation: {
    title: 'Pool that MetalLB refuses',
    what: 'An IPAddressPool, or a pool of the ConfigMap that MetalLB read until v0.12, that MetalLB does not accept for another reason than its ranges (`range/invalid`, `range/overlap`): no addresses, a selector that is none, a repeated namespace, an unknown protocol. So are Community names that are defined twice or stand for none. What only the speakers refuse (an advertisement, a BGPPeer, a BFDProfile) is found too. A pool outside MetalLB\'s own namespace, which MetalLB does not see, is a warning.',
    why: 'MetalLB refuses its configuration as a whole. It goes on with the last good one; after a restart it has none, and no service gets an address. What the speakers refuse keeps every address from being announced.',
    wrong: `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses: []`,
    right: `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
    - 10.128.44.244-10.128.44.250`,
    fix: 'The message says what MetalLB does not accept.',
    source: 'metallb `internal/config/config.go`, `internal/k8s/controllers/pool_controller.go`; metallb issues 669, 1517',
  },
  *run(context: CheckContext): Generator<Problem> {
    const { cluster, network, allocation } = context;
    const { pools, unseen, fault: whole } = configurationOf(cluster, network);
    const explained = pools.some(({ fault }) => fault !== undefined) ? explainedBy(context) : undefined;
    for (const { fault, place } of pools) {
      if (fault === undefined || explained === undefined) continue;
      const [first = place, ...others] = fault.because;
      if (first === undefined || fault.because.some((because) => explained.fields.has(because))) continue;
      const owner = resourceAt(cluster, first);
      if (owner !== undefined && explained.resources.has(owner)) continue;
      yield {
        place: first,
        message: message('MetalLB refuses its whole configuration, so that no service gets an address: {0}.', fault.message),
        related: others.flatMap((because) => {
          const party = resourceAt(cluster, because);
          return party === undefined ? [] : [{ message: message('{0}', nameOf(party)), place: because }];
        }),
      };
    }
    // A text that cannot be read at all is reported where it is read.
    const [at] = whole?.because ?? [];
    if (whole !== undefined && at !== undefined && !resourcesOf(cluster, 'MetalLBConfig').some(({ refused }) => refused !== undefined)) {
      yield { place: at, message: message('MetalLB refuses its whole configuration, so that no service gets an address: {0}.', whole.message) };
    }
    const announced = advertisementsOf(cluster, network, allocation.nodes);
    const [first] = announced.ok ? [] : announced.fault.because;
    if (!announced.ok && first !== undefined) {
      yield { place: first, message: message('MetalLB\'s speakers refuse the configuration, so that no address is announced: {0}.', announced.fault.message) };
    }
    for (const { fault, place } of unseen) {
      if (fault !== undefined && place !== undefined) yield { place, severity: 'warning', message: message('{0}.', fault.message) };
    }
  },
};

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
  for (const repetition of assembly.repetitions) for (const resource of repetition) if (resource.type === 'IPAddressPool') resources.add(resource);
  return { fields, resources };
}
