import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contains, rangeOfCIDR } from '../../src/base/ip.ts';
import { allocate } from '../../src/engine/allocate.ts';
import { Workings } from '../../src/engine/workings.ts';
import type { AllocatedPod, Allocation } from '../../src/engine/allocation.ts';
import { clusterOfManifests, generatedManifests, namespaces, service, type Manifest } from '../support/generatedCluster.ts';
import { handedOut } from '../support/handedOut.ts';
import { workspaceOf } from '../support/analysed.ts';
import type { Cluster } from '../../src/manifests/cluster.ts';

const outcome = (manifests: readonly Manifest[]) => handedOut(allocate(clusterOfManifests(manifests)));

/** Who has something else than before; who is new does not count. */
function moved(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  return [...before]
    .filter(([owner, had]) => after.get(owner) !== had)
    .map(([owner, had]) => `${owner}: ${had} → ${after.get(owner) ?? 'gone'}`);
}

describe('adding a manifest last', () => {
  const added = service(true).map((shape) => shape(99));
  const isExplicit = ({ spec }: Manifest) => spec?.['clusterIP'] !== undefined && spec['clusterIP'] !== 'None';
  const asksForPorts = ({ spec }: Manifest) => JSON.stringify(spec?.['ports'] ?? []).includes('nodePort');

  it('moves nothing when a service leaves the choice to the cluster, or asks MetalLB for an address', () => {
    fc.assert(
      fc.property(
        generatedManifests,
        added.filter((manifest) => !isExplicit(manifest) && !asksForPorts(manifest)),
        (manifests, manifest) => {
          assert.deepEqual(moved(outcome(manifests), outcome([...manifests, manifest])), []);
        },
      ),
      { seed: 41, numRuns: 30 },
    );
  });

  it('moves nothing when a service asks for a cluster address that nobody has', () => {
    fc.assert(
      fc.property(
        generatedManifests,
        added.filter((manifest) => !asksForPorts(manifest)),
        fc.integer({ min: 1, max: 62 }),
        (manifests, manifest, host) => {
          const address = `10.96.0.${host}`;
          const before = outcome(manifests);
          fc.pre(![...before.values()].some((line) => line.split(/[ ,|]+/).includes(address)));
          assert.deepEqual(moved(before, outcome([...manifests, { ...manifest, spec: { ...manifest.spec, clusterIP: address } }])), []);
        },
      ),
      { seed: 42, numRuns: 30 },
    );
  });

  it('leaves all else in place when a service asks for a cluster address that was given to another', () => {
    fc.assert(
      fc.property(generatedManifests, fc.integer({ min: 1, max: 62 }), (manifests, host) => {
        const taker: Manifest = {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'taker', namespace: 'shop' },
          spec: { clusterIP: `10.96.0.${host}`, ports: [{ port: 80 }] },
        };
        // What is chosen automatically is chosen after everything that is asked for, so services that ask keep what they have, and so does everybody who is no service.
        const asking = new Set(
          manifests
            .filter((manifest) => manifest.kind === 'Service' && isExplicit(manifest))
            .map(({ metadata }) => `service ${metadata.namespace ?? ''}/${metadata.name}`),
        );
        const [before, after] = [outcome(manifests), outcome([...manifests, taker])];
        for (const [owner, had] of before)
          if (asking.has(owner) || !owner.startsWith('service ')) assert.equal(after.get(owner), had, owner);
      }),
      { seed: 43, numRuns: 30 },
    );
  });

  it('moves nothing when a workload comes behind the others by namespace', () => {
    const workload = fc
      .record({
        kind: fc.constantFrom('Deployment', 'StatefulSet', 'Job'),
        replicas: fc.integer({ min: 1, max: 9 }),
        hostNetwork: fc.boolean(),
      })
      .map(({ kind, replicas, hostNetwork }): Manifest => ({
        apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
        kind,
        metadata: { name: 'last', namespace: 'zoo' },
        spec: {
          ...(kind === 'Job' ? { parallelism: replicas, completions: 9 } : { replicas, selector: { matchLabels: { app: 'last' } } }),
          template: { metadata: { labels: { app: 'last' } }, spec: { hostNetwork, containers: [{ name: 'main' }] } },
        },
      }));
    fc.assert(
      fc.property(generatedManifests, workload, (manifests, manifest) => {
        assert.deepEqual(moved(outcome(manifests), outcome([...manifests, manifest])), []);
      }),
      { seed: 44, numRuns: 30 },
    );
  });

  it('moves nothing when a pool comes behind the others by name, though it may end a wait', () => {
    const pools: readonly Manifest[] = [
      { apiVersion: 'projectcalico.org/v3', kind: 'IPPool', metadata: { name: 'zz' }, spec: { cidr: '10.244.128.0/24' } },
      {
        apiVersion: 'metallb.io/v1beta1',
        kind: 'IPAddressPool',
        metadata: { name: 'zz', namespace: 'metallb-system' },
        spec: { addresses: ['192.168.9.0/28', 'fd00:9::/124'] },
      },
    ];
    fc.assert(
      fc.property(generatedManifests, fc.constantFrom(...pools), (manifests, pool) => {
        // The first pool of all takes the place of the one that the pod subnet stands for, and the first of a family gives pods an address of that family.
        // On a node that nobody knows any pool may serve, one that serves every node sooner than others.
        fc.pre(pool.kind !== 'IPPool' || manifests.some(({ kind }) => kind === 'Node'));
        fc.pre(
          manifests.some(
            ({ kind, spec }) =>
              kind === pool.kind && (kind !== 'IPPool' || (String(spec?.['cidr']).includes('.') && spec?.['disabled'] !== true)),
          ),
        );
        const before = allocate(clusterOfManifests(manifests));
        const after = outcome([...manifests, pool]);
        // One family of two, while the other's pools were full, is a wait too.
        const settled = new Map(
          [...handedOut(before)].filter(
            ([owner]) =>
              !before.services.some(
                (one) =>
                  `service ${one.namespace}/${one.name}` === owner &&
                  (one.loadBalancer?.pending !== undefined || one.ipFamilyPolicy === 'PreferDualStack'),
              ) && !before.pods.some((one) => `pod ${one.namespace}/${one.name}` === owner && one.pending !== undefined),
          ),
        );
        // With a further Calico pool waiting pods take room, and nodes that had to borrow from another's block take one of their own.
        if (pool.kind === 'IPPool' && before.pods.some((pod) => pod.pending !== undefined || borrows(pod, before))) return;
        assert.deepEqual(moved(settled, after), []);
      }),
      { seed: 45, numRuns: 30 },
    );
  });
});

function borrows({ ips, node, spec }: AllocatedPod, { nodes }: Allocation): boolean {
  const blocks = nodes.find(({ name }) => name === node?.name)?.podBlocks ?? [];
  return !spec.hostNetwork && !ips.every((address) => blocks.some((block) => contains(rangeOfCIDR(block), address)));
}

describe('the order of manifests', () => {
  it('matters only among services, which are served in turn, and among nodes, which take addresses in turn', () => {
    const inTurn = ['Service', 'Node'];
    fc.assert(
      fc.property(generatedManifests, fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), (manifests, dice) => {
        const shuffled = manifests
          .map((manifest, index) => ({ manifest, key: dice[index % dice.length] ?? 0 }))
          .sort((one, other) => one.key - other.key)
          .map(({ manifest }) => manifest);
        const turns = inTurn.map((kind) => manifests.filter((manifest) => manifest.kind === kind).values());
        const reordered = shuffled.map((manifest) => {
          const turn = turns[inTurn.indexOf(manifest.kind)]?.next();
          return turn === undefined || turn.done === true ? manifest : turn.value;
        });
        const [one, other] = [outcome(manifests), outcome(reordered)];
        assert.deepEqual(new Map([...other].sort()), new Map([...one].sort()));
      }),
      { seed: 46, numRuns: 30 },
    );
  });
});

describe('removing a manifest and adding it again', () => {
  it('restores the allocation, whether or not each builds on the one before', () => {
    fc.assert(
      fc.property(generatedManifests, fc.nat(), (manifests, dice) => {
        const cluster = clusterOfManifests(manifests);
        const at = dice % manifests.length;
        const without: Cluster = { ...cluster, resources: cluster.resources.toSpliced(at, 1) };
        const again: Cluster = { ...cluster };
        const workings = new Workings();
        const first = allocate(cluster, 'custom', workings);
        const between = allocate(without, 'custom', workings);
        assert.deepEqual({ ...between, cluster: undefined }, { ...allocate({ ...without }), cluster: undefined });
        assert.deepEqual({ ...allocate(again, 'custom', workings), cluster: undefined }, { ...first, cluster: undefined });
      }),
      { seed: 47, numRuns: 25 },
    );
  });

  it('restores the allocation of a workspace, through half-typed texts too', () => {
    fc.assert(
      fc.property(generatedManifests, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (manifests, dice, part) => {
        const files = Object.fromEntries(
          manifests.map((manifest, index) => [`${String(index).padStart(2, '0')}.yaml`, JSON.stringify(manifest, undefined, 1)]),
        );
        const workspace = workspaceOf(files);
        const outcomes = () => workspace.refreshAtOnce().clusters.map(({ allocation }) => handedOut(allocation));
        const before = outcomes();
        const path = Object.keys(files)[dice % manifests.length] ?? '';
        const text = files[path] ?? '';
        for (const passing of [
          undefined,
          text.slice(0, Math.floor(text.length * part)),
          text.replaceAll(namespaces[0] ?? '', 'elsewhere'),
        ]) {
          workspace.setFile(`workspace/${path}`, passing);
          workspace.refreshAtOnce();
        }
        workspace.setFile(`workspace/${path}`, text);
        assert.deepEqual(outcomes(), before);
      }),
      { seed: 48, numRuns: 15 },
    );
  });
});
