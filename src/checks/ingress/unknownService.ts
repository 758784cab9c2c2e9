import { message, type Message } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../check.ts';
import type { CheckContext } from '../context.ts';
import { replacing } from '../fixes.ts';
import { suppliedBySystem } from '../systemNamespaces.ts';
import { unseenServices } from '../unseen.ts';
import { namedBackends, type NamedBackend } from './backends.ts';

export const unknownIngressService: Check = {
  code: 'ingress/unknown-service',
  severity: 'warning',
  documentation: {
    title: 'Ingress to a Service that does not exist',
    what: 'A backend of an Ingress names a Service that is not among the manifests of its namespace. A missing namespace matches every namespace; the solvers of cert-manager (`cm-acme-http-solver-…`) and actions of the AWS load balancer (`use-annotation`) are silent. Only a hint where Services may exist that no manifest here shows: something could not be read or followed, a kind may bring its own, the namespace is a system one, or it has no Service at all.',
    why: 'The controller answers the path with 503 or 404, and some controllers leave out the whole Ingress.',
    wrong: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  rules:
    - http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: wbe, port: { number: 80 } } } }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { ports: [{ port: 80 }] }`,
    right: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  rules:
    - http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { ports: [{ port: 80 }] }`,
    fix: 'A quick fix writes the name that reads nearly alike. An Ingress reaches Services of its own namespace only; for another one, put an Ingress there.',
    source: 'kubernetes `pkg/apis/networking/types.go` (IngressServiceBackend); kube-linter `dangling-ingress`',
  },
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
      const alone = names.length === 0 && named.elsewhere.length === 0 ? message('No Service of its namespace is among these manifests.') : undefined;
      compared += names.length;
      yield { ...problemOf(named, compared > mostCompared ? [] : names), doubt: unseen.why ?? suppliedBySystem(namespace) ?? alone };
    }
  },
};

/** Names looked at for one that reads nearly alike, all Ingresses together; beyond it none is named. */
const mostCompared = 100_000;

function problemOf({ ingress, backend, serviceName, elsewhere: [other] }: NamedBackend, names: readonly string[]): Problem {
  const place = backend.serviceNamePlace;
  const { namespace } = ingress.metadata;
  if (other !== undefined) {
    return {
      place,
      message: message('There is no Service {0} in namespace {1}; {2} is in another one. An Ingress reaches Services of its own namespace only.', serviceName, namespace ?? '', nameOf(other)),
      related: [{ message: message('{0}', nameOf(other)), place: placeOf(other, 'metadata', 'name') }],
    };
  }
  const nearest = nearestOf(serviceName, names);
  const text = nearest === undefined
    ? message('There is no Service {0} for {1}. Correct the name, or add the Service.', serviceName, nameOf(ingress))
    : message('There is no Service {0} for {1}. Nearest is {2}.', serviceName, nameOf(ingress), nearest);
  return { place, message: text, fixes: nearest === undefined ? [] : [replacing(message('Write {0}', nearest), true, { place, replaces: serviceName, text: nearest })] };
}

/** Names of the Services that may be in a namespace. */
class ServiceNames {
  readonly #all: string[] = [];
  readonly #byNamespace = new Map<string | undefined, string[]>();

  constructor(cluster: Cluster) {
    for (const { metadata: { name, namespace } } of resourcesOf(cluster, 'Service')) {
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
