import { message, type Message } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { isInstalledName, isInstalledNamespace, isMadeByOperator } from '../../engine/references/names/otherNames.ts';
import { replacing } from '../findings/fixes.ts';
import { suppliedBySystem } from '../shared/systemNamespaces.ts';
import { unseenServices } from '../shared/unseen.ts';
import { namedBackends, type NamedBackend } from '../../engine/references/backends.ts';

export const unknownIngressService: Check = {
  code: 'ingress/unknown-service',
  severity: 'warning',
  *run({ cluster }: CheckContext): Generator<Problem> {
    let unseen: { readonly why: Message | undefined } | undefined;
    let known: ServiceNames | undefined;
    let compared = 0;
    for (const named of namedBackends(cluster)) {
      if (named.services.length > 0) continue;
      const { namespace } = named.ingress.metadata;
      unseen ??= { why: unseenServices(cluster) };
      known ??= new ServiceNames(cluster);
      const names = known.of(namespace);
      compared += names.length;
      const nearest = compared > mostCompared ? undefined : nearestOf(named.serviceName, names);
      const supplied = suppliedBySystem(namespace);
      if (
        nearest === undefined &&
        named.elsewhere.length === 0 &&
        (names.length === 0 || supplied !== undefined || comesFromElsewhere(named, cluster))
      )
        continue;
      yield { ...problemOf(named, nearest), doubt: unseen.why ?? supplied };
    }
  },
};

/** Names looked at for one that reads nearly alike, all Ingresses together; beyond it none is named. */
const mostCompared = 100_000;

/** Services that operators make, and those of charts that are usually installed by others. */
function comesFromElsewhere(
  {
    ingress: {
      metadata: { namespace },
    },
    serviceName,
  }: NamedBackend,
  cluster: Cluster,
): boolean {
  return (
    isInstalledName(serviceName) ||
    (namespace !== undefined && isInstalledNamespace(namespace)) ||
    isMadeByOperator(cluster, serviceName, namespace)
  );
}

function problemOf({ ingress, backend, serviceName, elsewhere: [other] }: NamedBackend, nearest: string | undefined): Problem {
  const place = backend.serviceNamePlace;
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
