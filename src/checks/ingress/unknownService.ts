import { message } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { isInstalledName, isInstalledNamespace } from '../../engine/references/names/otherNames.ts';
import { replacing } from '../findings/fixes.ts';
import { suppliedBySystem } from '../shared/systemNamespaces.ts';
import { nearnessOfName } from '../shared/nearness.ts';
import { unappliedChanges, unseenServices } from '../shared/unseen.ts';
import type { Surroundings } from '../../engine/references/surroundings.ts';
import type { BackendService } from '../../engine/references/backends.ts';

export const unknownIngressService: Check = {
  code: 'ingress/unknown-service',
  scope: 'cluster',
  severity: 'warning',
  *run({ cluster, references }: CheckContext): Generator<Problem> {
    let known: ServiceNames | undefined;
    let compared = 0;
    for (const mention of references.of('backend-service')) {
      if (references.leads(mention)) continue;
      const { namespace } = mention.resource.metadata;
      known ??= new ServiceNames(cluster);
      const names = known.of(namespace);
      compared += names.length;
      const nearest = compared > mostCompared ? undefined : nearestOf(mention.text, names);
      const supplied = suppliedBySystem(namespace);
      const other = references.elsewhere(mention).find(({ resource }) => resource !== undefined)?.resource;
      if (
        nearest === undefined &&
        other === undefined &&
        (names.length === 0 || supplied !== undefined || comesFromElsewhere(mention, references.around))
      )
        continue;
      const near = other === undefined ? nearnessOfName(cluster, mention.text, nearest, mention.resource) : 'likely';
      const unseen = unappliedChanges(cluster, mention.resource) ?? unseenServices(cluster, { namespace, name: mention.text, near });
      yield { ...problemOf(mention, other, nearest), doubt: unseen ?? (near === 'sure' ? undefined : supplied) };
    }
  },
};

/** Names looked at for one that reads nearly alike, all Ingresses together; beyond it none is named. */
const mostCompared = 100_000;

/** Services that operators make, and those of charts that are usually installed by others. */
function comesFromElsewhere({ resource, text }: BackendService, { operatedNames }: Surroundings): boolean {
  const { namespace } = resource.metadata;
  return isInstalledName(text) || (namespace !== undefined && isInstalledNamespace(namespace)) || operatedNames.has(text, namespace);
}

function problemOf(
  { resource: ingress, place, text: serviceName }: BackendService,
  other: ServiceResource | undefined,
  nearest: string | undefined,
): Problem {
  const { namespace } = ingress.metadata;
  if (other !== undefined) {
    return {
      place,
      message: message(
        'There is no Service {0} in namespace {1}; {2} is in another one. An Ingress reaches Services of its own namespace only.',
        serviceName,
        namespace ?? '',
        nameOf(other),
      ),
      related: [{ message: message('{0}', nameOf(other)), place: placeOf(other, 'metadata', 'name') }],
    };
  }
  const text =
    nearest === undefined
      ? message('There is no Service {0} for {1}. Correct the name, or add the Service.', serviceName, nameOf(ingress))
      : message('There is no Service {0} for {1}. Nearest is {2}.', serviceName, nameOf(ingress), nearest);
  return {
    place,
    message: text,
    fixes: nearest === undefined ? [] : [replacing(message('Write {0}', nearest), true, { place, replaces: serviceName, text: nearest })],
  };
}

/** Names of the Services that may be in a namespace. */
class ServiceNames {
  readonly #all: string[] = [];
  readonly #byNamespace = new Map<string | undefined, string[]>();

  constructor(cluster: Cluster) {
    for (const {
      metadata: { name, namespace },
    } of resourcesOf(cluster, 'Service')) {
      this.#all.push(name);
      const names = this.#byNamespace.get(namespace);
      if (names === undefined) this.#byNamespace.set(namespace, [name]);
      else names.push(name);
    }
  }

  of(namespace: string | undefined): readonly string[] {
    const own = this.#byNamespace.get(namespace) ?? [];
    const unknown = this.#byNamespace.get(undefined);
    if (namespace === undefined) return this.#all;
    return unknown === undefined ? own : [...own, ...unknown];
  }
}
