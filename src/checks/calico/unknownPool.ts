import { list, message, sentences, term, type Message, type Term } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import type { AllocatedIPPool } from '../../engine/allocation.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import { each, type Problem, type ResourceCheck } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Fix, RelatedPlace } from '../findings/finding.ts';
import { replacing } from '../findings/fixes.ts';
import { poolResources } from '../shared/poolResources.ts';
import { unappliedChanges, unreadManifests } from '../shared/unseen.ts';
import { itemPlace, listOf, meantList, poolRequestsIn, type PoolRequest } from '../../engine/references/poolRequests.ts';
import type { RequestedIPPool } from '../../engine/references/pools.ts';

export const unknownCalicoPool: ResourceCheck = {
  code: 'calico/unknown-pool',
  scope: 'cluster',
  severity: 'error',
  parts: [
    each(['Pod', 'Workload', 'Namespace'], function* (resource, context) {
      const { cluster, references } = context;
      for (const request of poolRequestsIn(resource)) {
        if (listOf(request.text) === undefined) yield notAList(request);
        else if (resourcesOf(cluster, 'IPPool').length + resourcesOf(cluster, 'Installation').length > 0) {
          for (const mention of references.ofKindIn('requested-ip-pool', request.resource))
            if (mention.request.annotation === request.annotation) yield* judged(mention, context);
        }
      }
    }),
  ],
};

function notAList({ annotation, text, place, resource }: PoolRequest): Problem {
  const meant = meantList(text);
  return {
    place,
    message: message('The annotation {1} of {0} is no JSON list of texts, such as ["pool"].', nameOf(resource), annotation),
    fixes: meant === undefined ? [] : [replacing(message('Write {0}', meant), true, { place, replaces: text, text: meant })],
  };
}

function* judged(mention: RequestedIPPool, { cluster, allocation, references }: CheckContext): Generator<Problem> {
  const { request, text: name, place } = mention;
  const { resource, family } = request;
  const [target] = references.targets(mention);
  const pool = target?.pool;
  const usable = allocation.ipPools.filter((candidate) => candidate.cidr.family === family && isUsable(candidate) && candidate !== pool);
  const who = nameOf(resource);
  if (target === undefined) {
    if (isMadeByCalico(name)) return;
    const near = nearestOf(
      name,
      usable.map((candidate) => candidate.name),
    );
    const fix = near === undefined ? [] : [writing(request, name, near)];
    yield {
      place,
      message:
        near === undefined
          ? sentences(
              message('{0} asks for pool {1}, which does not exist.', who, name),
              usable.length === 0 ? undefined : message('The pools are: {0}.', namesOf(usable)),
            )
          : sentences(message('{0} asks for pool {1}, which does not exist.', who, name), message('Did you mean {0}?', near)),
      related: usable.slice(0, 5).flatMap(partyOf),
      fixes: fix,
      doubt:
        unreadManifests(cluster, { kinds: ['IPPool', 'Installation'], clusterWide: true }) ??
        unappliedChanges(cluster, resource, ...poolResources(cluster)),
    };
    return;
  }
  // A pool whose CIDR cannot be read is declared all the same.
  if (pool === undefined) return;
  const why = refusalOf(pool, family);
  if (why !== undefined) yield { place, message: sentences(message('{0} asks for pool {1}.', who, name), why), related: partyOf(pool) };
}

/** Absent also where Calico refuses the pool: that has a finding of its own. */
function refusalOf({ cidr, disabled, refused, resource }: AllocatedIPPool, family: number): Message | undefined {
  if (cidr.family !== family) return message('It is an IPv{0} pool, and the annotation takes IPv{1} pools.', cidr.family, family);
  if (refused !== undefined) return undefined;
  if (disabled) return message('It is disabled, so no pod gets an address from it.');
  return resource !== undefined && !isForPods(resource.allowedUses)
    ? message('It is not for pods: its allowedUses lack Workload.')
    : undefined;
}

function isUsable({ disabled, refused, resource }: AllocatedIPPool): boolean {
  return !disabled && refused === undefined && (resource === undefined || isForPods(resource.allowedUses));
}

function isForPods(allowedUses: readonly string[] | undefined): boolean {
  return allowedUses === undefined || allowedUses.length === 0 || allowedUses.includes('Workload');
}

/** calico/node makes these at its first start. node/pkg/lifecycle/startup/startup.go */
function isMadeByCalico(name: string): boolean {
  return name === 'default-ipv4-ippool' || name === 'default-ipv6-ippool';
}

function writing({ text, place }: PoolRequest, name: string, near: string): Fix {
  const item = itemPlace(place, text, name);
  return item === place
    ? replacing(message('Write {0}', near), true, { place, replaces: text, text: JSON.stringify([near]) })
    : replacing(message('Write {0}', near), true, { place: item, replaces: name, text: near });
}

function partyOf({ name, place, resource }: AllocatedIPPool): readonly RelatedPlace[] {
  if (resource !== undefined) return [{ message: message('{0}', nameOf(resource)), place: placeOf(resource, 'metadata', 'name') }];
  return place === undefined ? [] : [{ message: term('pool {0}', name), place }];
}

function namesOf(pools: readonly AllocatedIPPool[]): Term {
  return list(
    pools.map(({ name }) => name),
    5,
  );
}
