import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hoverAt } from '../../src/analysis/hover/hover.ts';
import { badgesOf } from '../../src/analysis/badges.ts';
import type { Snapshot } from '../../src/analysis/snapshot.ts';
import { formatRange, sizeOf, type IPRange } from '../../src/base/ip.ts';
import { givesAddresses, inventoryOf } from '../../src/engine/addresses/inventory.ts';
import { english } from '../../src/base/message.ts';
import { locate } from '../../src/manifests/locate.ts';
import { writeTopologyJson } from '../../src/service/json/topologyJson.ts';
import { describe as describeElement } from '../../src/service/page/describe.ts';
import { topologyOf } from '../../src/topology/graph.ts';
import type { PlanBar, PlanCell } from '../../src/topology/plan/planProtocol.ts';
import { addressedManifests } from '../support/addressedCluster.ts';
import { workspaceOf } from '../support/analysed.ts';
import { saidPlan } from '../support/said.ts';

interface Counts {
  readonly used: bigint;
  readonly held: bigint;
  readonly free: bigint;
}

/** By kind and range, what one of them says. */
type Answers = ReadonlyMap<string, Counts>;

const keyOf = (kind: string, range: IPRange) => `${kind} ${formatRange(range)}`;
/** Of `1,024 in all` the number. */
const count = (text: string) => BigInt(text.replaceAll(/\D/g, ''));

function byHover(snapshot: Snapshot): Answers {
  const answers = new Map<string, Counts>();
  for (const { allocation } of snapshot.clusters) {
    for (const { kind, range, place } of inventoryOf(allocation).claims) {
      if (place === undefined || !givesAddresses(kind) || sizeOf(range) === 1n) continue;
      const hover = hoverAt(snapshot, place.document.file, locate(place).start);
      const sentence =
        hover?.sections[0]?.lines.map(({ sentence: words }) => english.say(words ?? '')).find((text) => text.includes('in all')) ?? '';
      const numbers = Object.fromEntries(sentence.split(', ').map((part) => [part.replace(/^[\d,]+ /, ''), count(part)]));
      answers.set(keyOf(kind, range), { used: numbers['used'] ?? -1n, held: numbers['set aside'] ?? 0n, free: numbers['free'] ?? -1n });
    }
  }
  return answers;
}

/** Of elements that stand for one range. */
function byDetails(snapshot: Snapshot): Answers {
  const answers = new Map<string, Counts>();
  const topology = topologyIn(snapshot);
  for (const [id, { what }] of topology.subjects) {
    const claimed =
      what.type === 'range'
        ? ([what.range.role, what.range.range] as const)
        : what.type === 'loadBalancerPool' && what.pool.ranges.length === 1
          ? (['load-balancer-pool', what.pool.ranges[0]!] as const)
          : undefined;
    if (claimed === undefined || !givesAddresses(claimed[0])) continue;
    const facts = describeElement(topology, id, english)?.facts ?? [];
    const first = (wanted: string) => facts.find(({ name }) => name === wanted)?.values[0] ?? '0';
    const free = first('Free');
    answers.set(keyOf(claimed[0], claimed[1]), {
      used: count(first('Used').split(' of ')[0] ?? ''),
      held: count(first('Set aside')),
      free: free === 'none' ? 0n : count(free),
    });
  }
  return answers;
}

function byJson(snapshot: Snapshot): Answers {
  const { clusters } = JSON.parse(writeTopologyJson(snapshot)) as {
    readonly clusters: readonly {
      readonly ranges: readonly {
        readonly kind: string;
        readonly range: string;
        readonly addresses: { readonly used: number; readonly held: number | null; readonly free: number | null };
      }[];
    }[];
  };
  return new Map(
    clusters.flatMap(({ ranges }) =>
      ranges.flatMap(({ kind, range, addresses: { used, held, free } }) => {
        if (held === null || free === null) return [];
        const [first, last] = range.split('-');
        return [[`${kind} ${first === last ? first : range}`, { used: BigInt(used), held: BigInt(held), free: BigInt(free) }]];
      }),
    ),
  );
}

/** Bars by what they say and, where the plan shows each address, by their cells. */
function byPlan(snapshot: Snapshot): { readonly bars: ReadonlyMap<string, Pick<Counts, 'used' | 'free'>>; readonly cells: Answers } {
  const bars = new Map<string, Pick<Counts, 'used' | 'free'>>();
  const cells = new Map<string, Counts>();
  const sum = (list: readonly PlanCell[], state: PlanCell['state']) =>
    list.filter((cell) => cell.state === state).reduce((total, { size }) => total + BigInt(size), 0n);
  const rangeText = ({ first, last }: Pick<PlanBar, 'first' | 'last'>) => (first === last ? first : `${first}-${last}`);
  for (const bar of saidPlan(topologyIn(snapshot)).bars.values()) {
    if (bar.free !== undefined) bars.set(rangeText(bar), { used: BigInt(bar.used), free: BigInt(bar.free) });
    for (const group of bar.groups) {
      for (const { from, to } of group.headings) {
        const own = group.cells.slice(from, to);
        const [first, last] = [own[0], own.at(-1)];
        if (first === undefined || last === undefined || group.omitted > 0) continue;
        cells.set(rangeText({ first: first.first, last: last.last }), {
          used: sum(own, 'used'),
          held: sum(own, 'held'),
          free: sum(own, 'free'),
        });
      }
    }
  }
  return { bars, cells };
}

function topologyIn(snapshot: Snapshot): ReturnType<typeof topologyOf> {
  return topologyOf(snapshot.clusters.map((analysed) => ({ allocation: analysed.allocation, badges: badgesOf(analysed) })));
}

const snapshots = addressedManifests.map((manifests) =>
  workspaceOf(
    Object.fromEntries(manifests.map((manifest, index) => [`${String(index).padStart(3, '0')}.yaml`, JSON.stringify(manifest)])),
  ).refreshAtOnce(),
);

describe('Of many clusters', () => {
  it('hover, details, address plan and JSON say the same of every range', () => {
    const asked = { details: 0, bars: 0, cells: 0 };
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const hovers = byHover(snapshot);
        const json = byJson(snapshot);
        const details = byDetails(snapshot);
        const plan = byPlan(snapshot);
        assert.ok(hovers.size > 0);
        for (const [key, answer] of hovers) {
          assert.deepEqual(json.get(key), rounded(answer), `JSON: ${key}`);
          const detail = details.get(key);
          if (detail !== undefined) {
            asked.details++;
            assert.deepEqual(detail, answer, `details: ${key}`);
          }
          const [kind = '', range = ''] = key.split(' ');
          const bar = plan.bars.get(range);
          if (bar !== undefined) {
            asked.bars++;
            assert.deepEqual(bar, { used: answer.used, free: answer.free }, `bar: ${key}`);
          }
          const cells = kind === 'lan-subnet' ? undefined : plan.cells.get(range);
          if (cells !== undefined) {
            asked.cells++;
            assert.deepEqual(cells, answer, `cells: ${key}`);
          }
        }
      }),
      { seed: 31, numRuns: 30 },
    );
    for (const [who, times] of Object.entries(asked)) assert.ok(times > 20, `${who} was asked ${times} times`);
  });
});

/** As JSON has it: beyond 2^53 the nearest number. */
function rounded({ used, held, free }: Counts): Counts {
  return { used: BigInt(Number(used)), held: BigInt(Number(held)), free: BigInt(Number(free)) };
}

it('hover, details, plan and JSON agree on a range with a reserved address and an external IP, and none counts them as free', () => {
  const site = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store }
spec:
  computeNetwork: { subnet: 10.9.0.0/24, reservedIPs: [10.9.0.52] }
  kubernetesServiceIPs: 10.9.0.50-10.9.0.59
`;
  const web = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { externalIPs: [10.9.0.55], ports: [{ port: 80 }] }\n';
  const snapshot = workspaceOf({ 'site.yaml': site, 'web.yaml': web }).refreshAtOnce();
  const expected = { used: 1n, held: 1n, free: 8n };
  const range = '10.9.0.50-10.9.0.59';
  for (const answers of [byHover(snapshot), byDetails(snapshot), byJson(snapshot)])
    assert.deepEqual(answers.get(`service-ips ${range}`), expected);
  assert.deepEqual(byPlan(snapshot).cells.get(range), expected);
});
