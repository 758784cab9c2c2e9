import { message } from '../../src/base/message.ts';
import type { Unknown } from '../../src/manifests/unknown.ts';
import { anything } from '../support/marks.ts';
import assert from 'node:assert/strict';
import { allocate } from '../../src/engine/allocate.ts';
import type { Allocation } from '../../src/engine/allocation.ts';
import { Workings } from '../../src/engine/workings.ts';
import { judgeCluster, ClusterVerdicts } from '../../src/checks/run.ts';
import { Controls } from '../../src/checks/findings/controls.ts';
import { runAtOnce } from '../../src/base/slices.ts';
import type { Cluster } from '../../src/manifests/cluster.ts';
import { splitDocuments } from '../../src/manifests/documents.ts';
import { readDocument } from '../../src/manifests/read.ts';
import type { Resource } from '../../src/manifests/resource.ts';
import { profileNames, type ProfileName } from '../../src/manifests/resources/edgeNetwork.ts';
import { pick, randomDocument, randomOf, type Random } from '../support/randomWorkspace.ts';
import { clusterOf } from '../support/cluster.ts';

/** Another state of a cluster: manifests of any kind come, go, change places or are read anew; more or less is unknown of it. */
function next(random: Random, { resources, unknowns, rule }: Cluster): Cluster {
  const list = [...resources];
  const at = Math.floor(random() * (list.length + 1));
  const dice = random();
  if (dice < 0.45) list.splice(at, 1, ...read(random));
  else if (dice < 0.6) list.splice(at, 0, ...read(random));
  else if (dice < 0.75) list.splice(at, 1);
  else if (dice < 0.85) list.splice(at, 0, ...list.splice(Math.floor(random() * list.length), 1));
  return {
    name: 'test',
    root: '',
    rule: random() < 0.1 ? pick(random, ['root', 'together', 'unit', undefined] as const) : rule,
    resources: list,
    unknowns:
      random() < 0.3
        ? [...pick(random, [[], ['patches'], ['vars'], ['patches', '../gone']]).map(anything), ...pick(random, [[], [unread]])]
        : [...unknowns],
  };
}

const unread: Unknown = { sentence: message('A manifest could not be read.'), reach: { namespace: 'shop', changes: 'nothing' } };

function read(random: Random): readonly Resource[] {
  return splitDocuments('test.yaml', randomDocument(random)).documents.flatMap((document) => readDocument(document).resources);
}

const withoutCluster = (allocation: Allocation) => ({ ...allocation, cluster: undefined });

describe('the workings of an allocation', () => {
  it('change nothing in what comes out, whatever was allocated in them before', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = randomOf(seed);
      const workings = new Workings();
      const controls = new Controls({});
      let verdicts: ClusterVerdicts | undefined;
      let profile: ProfileName = 'custom';
      let cluster: Cluster = { name: 'test', root: '', resources: Array.from({ length: 12 }, () => read(random)).flat(), unknowns: [] };
      for (let step = 0; step < 12; step++) {
        const built = allocate(cluster, profile, workings);
        const fresh = allocate({ ...cluster }, profile);
        assert.deepEqual(withoutCluster(built), withoutCluster(fresh), `seed ${seed}, step ${step}`);
        verdicts ??= new ClusterVerdicts(workings.live ?? assert.fail());
        assert.deepEqual(runAtOnce(verdicts.judge(controls)), judgeCluster(fresh, controls), `seed ${seed}, step ${step}: findings`);
        cluster = next(random, cluster);
        if (random() < 0.1) profile = pick(random, profileNames);
      }
    }
  });

  it('keep a workload that the API server refuses only as long as nothing unknown could change it', () => {
    const [refused] = clusterOf(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  selector: { matchLabels: { app: web } }\n  template:\n    metadata: { labels: { app: other } }\n    spec: { containers: [] }\n',
    ).resources;
    const of = (unrendered: readonly string[]): Cluster => ({
      name: 'test',
      root: '',
      resources: [refused ?? assert.fail()],
      unknowns: unrendered.map(anything),
    });
    const workings = new Workings();
    assert.equal(allocate(of([]), 'custom', workings).pods.length, 0);
    assert.equal(allocate(of(['patches']), 'custom', workings).pods.length, 1);
    assert.equal(allocate(of([]), 'custom', workings).refusedWorkloads.length, 1);
  });
});
