import { Derived, perObject } from '../../base/derived.ts';
import { resourcesBy, resourcesOf, type ResourcesByKey } from '../../manifests/cluster.ts';
import type { Resource, ResourceType } from '../../manifests/resource.ts';
import type { Allocation } from '../allocation.ts';
import {
  advertisedCommunity,
  advertisedPool,
  advertisedPools,
  advertisedServices,
  advertisingNodes,
  metalLBObject,
  peerNodes,
} from './advertisements.ts';
import { attachedNetwork } from './attachedNetworks.ts';
import { backendPort, backendService } from './backends.ts';
import { ciliumPods } from './ciliumSelectors.ts';
import type { Collector } from './collector.ts';
import { isLabelKey, keysOf } from './keys.ts';
import { calicoService, governingService, writtenEndpoints } from './namedServices.ts';
import { serviceName, serviceNamePod, serviceNamePort } from './names/names.ts';
import { namespaceName, selectedNamespaces } from './namespaceNames.ts';
import { nodeName, podNodes } from './nodeNames.ts';
import { affinityPods, calicoPods, ownPods, policyPods, servicePods } from './podSelectors.ts';
import { poolNodes, requestedIPPool, requestedPool } from './pools.ts';
import { policyPort, probePort, targetPort } from './portNames.ts';
import { isSameTarget, type Mention, type Reference, type Target } from './reference.ts';
import { routeParent, routePort, routeService } from './routes.ts';
import { monitoredServices, scaledObject, selectedPods } from './selecting.ts';
import { Surroundings } from './surroundings.ts';

/** Every kind of reference, and how it is found. */
const collectors = {
  'service-pods': servicePods,
  'own-pods': ownPods,
  'policy-pods': policyPods,
  'calico-pods': calicoPods,
  'cilium-pods': ciliumPods,
  'affinity-pods': affinityPods,
  'backend-service': backendService,
  'backend-port': backendPort,
  'governing-service': governingService,
  'written-endpoints': writtenEndpoints,
  'calico-service': calicoService,
  'target-port': targetPort,
  'probe-port': probePort,
  'policy-port': policyPort,
  'attached-network': attachedNetwork,
  'requested-pool': requestedPool,
  'requested-ip-pool': requestedIPPool,
  'pool-nodes': poolNodes,
  'advertised-pool': advertisedPool,
  'advertised-pools': advertisedPools,
  'advertising-nodes': advertisingNodes,
  'advertised-services': advertisedServices,
  'advertised-community': advertisedCommunity,
  'peer-nodes': peerNodes,
  'metallb-object': metalLBObject,
  namespace: namespaceName,
  'selected-namespaces': selectedNamespaces,
  'node-name': nodeName,
  'pod-nodes': podNodes,
  'service-name': serviceName,
  'service-name-port': serviceNamePort,
  'service-name-pod': serviceNamePod,
  'route-service': routeService,
  'route-port': routePort,
  'route-parent': routeParent,
  'monitored-services': monitoredServices,
  'selected-pods': selectedPods,
  'scaled-object': scaledObject,
};

type Collectors = typeof collectors;
export type ReferenceKind = keyof Collectors;
export type MentionOf<K extends ReferenceKind> = {
  [Kind in K]: Collectors[Kind] extends { readonly keys: (mention: infer M extends Mention) => Iterable<string> } ? M : never;
}[K];
export type TargetOf<K extends ReferenceKind> = {
  [Kind in K]: Collectors[Kind] extends { readonly targets: (...asked: never) => Iterable<infer T extends Target> } ? T : never;
}[K];
export type AnyMention = MentionOf<ReferenceKind>;

export const referenceKinds = Object.keys(collectors) as readonly ReferenceKind[];

/**
 * Who names whom in a cluster. Mentions are what each resource says by itself; where one leads is looked up in the indexes of `around` when somebody asks,
 * so nothing here goes through all pairs.
 */
export class References {
  readonly around: Surroundings;
  readonly #ofKind = new Map<ReferenceKind, Derived<readonly Mention[]>>();

  constructor(allocation: Allocation) {
    this.around = new Surroundings(allocation);
  }

  /** All mentions of a kind, in the order of the manifests. */
  of<K extends ReferenceKind>(kind: K): readonly MentionOf<K>[] {
    let found = this.#ofKind.get(kind);
    if (found === undefined) this.#ofKind.set(kind, (found = new Derived(() => this.#collect(kind))));
    return found.get() as readonly MentionOf<K>[];
  }

  #collect(kind: ReferenceKind): readonly Mention[] {
    const { cluster } = this.around;
    return collectorOf(kind).sources.flatMap(({ type, mentionsIn }) =>
      (type === undefined ? cluster.resources : resourcesOf(cluster, type)).flatMap((resource: Resource) => [
        ...mentionsIn(resource, this.around),
      ]),
    );
  }

  /** What one resource mentions, kind by kind. */
  in(resource: Resource): readonly AnyMention[] {
    return referenceKinds.flatMap((kind) => this.ofKindIn(kind, resource)) as readonly Mention[] as readonly AnyMention[];
  }

  /** What one resource mentions in one way. */
  ofKindIn<K extends ReferenceKind>(kind: K, resource: Resource): readonly MentionOf<K>[] {
    const mentions = collectorOf(kind).sources.flatMap(({ type, mentionsIn }) =>
      type === undefined || type === resource.type ? [...mentionsIn(resource, this.around)] : [],
    );
    return mentions as readonly Mention[] as readonly MentionOf<K>[];
  }

  /** Whether a mention leads anywhere; cheaper than all that it leads to. */
  leads(mention: AnyMention): boolean {
    for (const _ of collectorOf(mention.kind).targets(mention, this.around)) return true;
    return false;
  }

  /** What a mention leads to, in the order of the manifests. */
  targets<M extends AnyMention>(mention: M): readonly TargetOf<M['kind']>[] {
    return [...collectorOf(mention.kind).targets(mention, this.around)] as readonly Target[] as readonly TargetOf<M['kind']>[];
  }

  /** What is as a mention asks for, but where it does not reach. */
  elsewhere<M extends AnyMention>(mention: M): readonly TargetOf<M['kind']>[] {
    return [...(collectorOf(mention.kind).elsewhere?.(mention, this.around) ?? [])] as readonly Target[] as readonly TargetOf<M['kind']>[];
  }

  /** A mention with what it leads to, or with what is missing. */
  resolve<M extends AnyMention>(mention: M): Reference<M, TargetOf<M['kind']>> {
    const targets = this.targets(mention);
    return {
      from: mention,
      targets,
      missing: targets.length > 0 ? undefined : { what: collectorOf(mention.kind).target, elsewhere: this.elsewhere(mention) },
    };
  }

  /** Every mention that leads to a thing, kind by kind. */
  to(target: Target): readonly AnyMention[] {
    const keys = [...keysOf(target)];
    return referenceKinds.flatMap((kind) => {
      const collector = collectorOf(kind);
      if (collector.target !== target.kind) return [];
      return this.#filed(kind, keys).filter((mention) => this.#leadsTo(collector, mention, target));
    }) as readonly Mention[] as readonly AnyMention[];
  }

  /** Every mention of one kind that leads to a thing. */
  ofKindTo<K extends ReferenceKind>(kind: K, target: TargetOf<K>): readonly MentionOf<K>[] {
    const collector = collectorOf(kind);
    return this.#filed(kind, [...keysOf(target)]).filter((mention) =>
      this.#leadsTo(collector, mention, target),
    ) as readonly Mention[] as readonly MentionOf<K>[];
  }

  /** Whether a mention leads to a thing. */
  leadsTo(mention: AnyMention, target: Target): boolean {
    const collector = collectorOf(mention.kind);
    return collector.target === target.kind && this.#leadsTo(collector, mention, target);
  }

  /** Every mention that is filed under one of some keys (`keys.ts`): those of a name or of labels, whether or not they lead anywhere. */
  under(...keys: readonly string[]): readonly AnyMention[] {
    const kinds = keys.every(isLabelKey) ? referenceKinds.filter((kind) => collectorOf(kind).byName !== true) : referenceKinds;
    return kinds.flatMap((kind) => this.#filed(kind, keys)) as readonly Mention[] as readonly AnyMention[];
  }

  #leadsTo({ leadsTo, targets }: Collector<Mention, Target>, mention: Mention, target: Target): boolean {
    if (leadsTo !== undefined) return leadsTo(mention, target, this.around);
    for (const found of targets(mention, this.around)) if (isSameTarget(found, target)) return true;
    return false;
  }

  /** Every selector that may select by what something has not, kind by kind. */
  get excluding(): readonly AnyMention[] {
    return referenceKinds.flatMap((kind) => this.#filed(kind, [excludingKey])) as readonly Mention[] as readonly AnyMention[];
  }

  /** Builds what `to`, `under` and `excluding` look mentions up in; yields after each kind. */
  *prepare(): Generator<undefined> {
    for (const kind of referenceKinds) {
      mentioning[kind].count(this.around.cluster, excludingKey);
      yield;
    }
  }

  /** Source by source, each in the order of the manifests. */
  #filed(kind: ReferenceKind, keys: readonly string[]): readonly Mention[] {
    const collector = collectorOf(kind);
    const { sources } = collector;
    const resources = new Set(keys.flatMap((key) => mentioning[kind](this.around.cluster, key)));
    if (resources.size === 0) return [];
    const wanted = new Set(keys);
    return sources.flatMap(({ type, mentionsIn }) =>
      [...resources].flatMap((resource) =>
        type === undefined || type === resource.type
          ? [...mentionsIn(resource, this.around)].filter((mention) => isAmong(wanted, keysOfMention(collector, mention)))
          : [],
      ),
    );
  }
}

/** The resources by what they may mention, kind by kind: from one state of a cluster to the next only those that have changed are looked at. */
const mentioning = Object.fromEntries(referenceKinds.map((kind) => [kind, resourcesBy(keysIn(kind))])) as Readonly<
  Record<ReferenceKind, ResourcesByKey<string>>
>;

function keysIn(kind: ReferenceKind): (resource: Resource) => Iterable<string> {
  const collector = collectorOf(kind);
  const { sources, mayMention } = collector;
  return (resource) => {
    const concerned = sources.filter(({ type }) => type === undefined || type === resource.type);
    if (concerned.length === 0) return none;
    return (
      mayMention?.(resource) ??
      concerned.flatMap(({ mentionsIn }) => [...mentionsIn(resource, nothing)].flatMap((each) => [...keysOfMention(collector, each)]))
    );
  };
}

function* keysOfMention({ keys, byName }: Collector<Mention, Target>, mention: Mention): Generator<string> {
  yield* keys(mention);
  if (byName !== true && mayExclude(mention)) yield excludingKey;
}

/** Whether a selector may select by what something has not. */
export function mayExclude({ text }: Mention): boolean {
  return /NotIn|!/.test(text);
}

const excludingKey = '!';

/** Whoever has no `mayMention` looks at nothing around a resource to see what it mentions. */
const nothing = undefined as unknown as Surroundings;
const none: readonly never[] = [];

function isAmong(wanted: ReadonlySet<string>, keys: Iterable<string>): boolean {
  for (const key of keys) if (wanted.has(key)) return true;
  return false;
}

/** Where mentions of a kind stand, in their order: types of resources (absent: every type) with what each resource says. */
export function mentionSources<K extends ReferenceKind>(
  kind: K,
): readonly {
  readonly type: ResourceType | undefined;
  readonly mentionsIn: (resource: Resource, references: References) => Iterable<MentionOf<K>>;
}[] {
  return collectorOf(kind).sources.map(({ type, mentionsIn }) => ({
    type,
    mentionsIn: (resource, { around }) => mentionsIn(resource, around) as Iterable<MentionOf<K>>,
  }));
}

/** Who names whom in what the engine computed. */
export const referencesOf: (allocation: Allocation) => References = perObject((allocation: Allocation) => new References(allocation));

/** Each collector is asked about mentions of its own kind only. */
function collectorOf(kind: ReferenceKind): Collector<Mention, Target> {
  return collectors[kind] as unknown as Collector<Mention, Target>;
}
