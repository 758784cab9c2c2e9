import { expect } from 'chai';
import { chosen, type Fact } from '../../../src/analysis/facts/fact.ts';
import { growthFacts, nodeLossFacts, poolPeakFacts } from '../../../src/analysis/facts/growthFacts.ts';
import { hoverAt } from '../../../src/analysis/hover/hover.ts';
import { english } from '../../../src/base/message.ts';
import { allocate } from '../../../src/engine/allocate.ts';
import { resourcesOf } from '../../../src/manifests/cluster.ts';
import { workspaceOf } from '../../support/analysed.ts';
import { clusterOf } from '../../support/cluster.ts';

const node = (name: string) => `apiVersion: v1\nkind: Node\nmetadata: { name: ${name}, labels: { kubernetes.io/hostname: ${name} } }\n`;
const pool = (cidr: string) =>
  `apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { name: pods }\nspec: { cidr: ${cidr}, blockSize: 29 }\n`;
const web = (replicas: number, pod = '') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec:\n  replicas: ${replicas}\n  selector: { matchLabels: { app: web } }\n  template: { metadata: { labels: { app: web } }, spec: { ${pod}containers: [{ name: main, image: main }] } }\n`;

const told = (facts: readonly Fact[], key: string): string =>
  chosen(facts, key)
    .map(({ name, values, why }) =>
      [
        `${english.say(name)}: ${values.map(({ value }) => english.say(value)).join(' | ')}`,
        why === undefined ? '' : english.say(why.reason),
      ].join(' — '),
    )
    .join();

describe('The facts of growth', () => {
  const factsOf = (...texts: readonly string[]) => {
    const allocation = allocate(clusterOf(...texts));
    const [workload] = resourcesOf(allocation.cluster, 'Workload');
    if (workload === undefined) throw new Error('no workload');
    return growthFacts(allocation, workload);
  };

  it('of a workload are its room and what an update takes of it', () => {
    const facts = factsOf(node('a'), pool('10.50.0.0/29'), web(5));
    expect(told(facts, 'room')).equal('Room for: 3 more pods — Of the 8 addresses of pods there are 3 left.');
    expect(told(facts, 'update')).equal(
      'During an update: 2 more pods — Old pods that take long to end keep their addresses: it may hold 10 at a time.',
    );
    expect(told(factsOf(node('a'), pool('10.50.0.0/29'), web(7)), 'update')).equal(
      'During an update: 2 more pods — There is room for 1 of them: the others wait until old ones have gone. Old pods that take long to end keep their addresses: it may hold 14 at a time.',
    );
    const full = factsOf(node('a'), pool('10.50.0.0/29'), web(8));
    expect(told(full, 'room')).equal('Room for: no further pod — All 8 addresses of pods are given.');
    expect(told(full, 'update')).match(/There is room for none of them/);
  });

  it('say nothing of what nothing bounds', () => {
    expect(factsOf(node('a'), pool('10.50.0.0/16'), web(5)).flatMap(({ values }) => values)).deep.equal([]);
  });

  it('of a pool are what all updates at once take of it', () => {
    const factsOfPool = (replicas: number, cidr = '10.50.0.0/28') => {
      const allocation = allocate(clusterOf(node('a'), pool(cidr), web(replicas)));
      const [only] = allocation.ipPools;
      return only === undefined ? [] : poolPeakFacts(allocation, only);
    };
    expect(told(factsOfPool(8), 'all-updates')).equal('All workloads updated at once: 2 more addresses — 8 are free.');
    expect(told(factsOfPool(15), 'all-updates')).equal(
      'All workloads updated at once: 4 more addresses — 1 is free: new pods wait until old ones have gone.',
    );
    expect(factsOfPool(8, '10.50.0.0/16')).deep.equal([]);
  });

  it('of a node are what is missing when it fails', () => {
    const of = (...texts: readonly string[]) => {
      const allocation = allocate(clusterOf(...texts));
      const [first] = allocation.nodes;
      return first === undefined ? [] : nodeLossFacts(allocation, first);
    };
    const nodes = [node('a'), node('b')];
    expect(told(of(...nodes, pool('10.50.0.0/26'), web(2)), 'if-lost')).match(
      /^If it fails: 1 pod moves to another node, and nothing is missing\. — So it is when its pods have been evicted/,
    );
    expect(told(of(...nodes, pool('10.50.0.0/26'), web(1, 'nodeSelector: { kubernetes.io/hostname: a }, ')), 'if-lost')).match(
      /^If it fails: shop\/web-.* waits\. No node can run it\./,
    );
    expect(of(node('a'), web(1))).deep.equal([]);
  });

  it('stand in hovers over the names', () => {
    const text = [node('a'), node('b'), pool('10.50.0.0/29'), web(7)].join('---\n');
    const snapshot = workspaceOf({ 'site.yaml': text }).refreshAtOnce();
    const hover = (name: string) =>
      (hoverAt(snapshot, 'workspace/site.yaml', text.indexOf(name) + name.length)?.sections ?? [])
        .flatMap(({ lines }) => lines.map(({ label }) => (label === undefined ? '' : english.say(label))))
        .join();
    expect(hover('name: web')).match(/Room for/);
    expect(hover('name: pods')).match(/All workloads updated at once/);
    expect(hover('name: a')).match(/If it fails/);
  });
});
