import assert from 'node:assert/strict';
import { Analysis } from '../../src/analysis/analysis.ts';
import { forQuestions } from '../../src/analysis/forQuestions.ts';
import { preparing } from '../../src/analysis/preparing.ts';
import { clustersOf } from '../../src/analysis/snapshot.ts';
import { Table } from '../../src/base/derivedTable.ts';
import { runAtOnce } from '../../src/base/slices.ts';
import { labelKey } from '../../src/engine/references/keys.ts';
import { referencesOf } from '../../src/engine/references/references.ts';

const service = (name: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: { selector: { app: ${name} }, ports: [{ port: 80 }] }\n`;

/** Two sites, each a cluster with a Service. */
function analysed(): Analysis {
  const analysis = new Analysis({ defaultProfile: 'custom', severities: {} }, [{ name: 'workspace', path: '' }]);
  for (const site of ['east', 'west']) {
    analysis.setFile(`${site}/site.yaml`, `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: ${site} }\nspec: {}\n`);
    analysis.setFile(`${site}/web.yaml`, service('web'));
  }
  analysis.refreshAtOnce();
  assert.equal(analysis.snapshot.clusters.length, 2);
  return analysis;
}

/** How many indexes are built while something is done. */
function built(work: () => void): number {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its table, and put back
  const { by } = Table.prototype;
  let times = 0;
  Table.prototype.by = function (this: Table<object>, keysOf: never) {
    times++;
    return by.call(this, keysOf) as never;
  };
  try {
    work();
  } finally {
    Table.prototype.by = by;
  }
  return times;
}

/** Looks up who names the pods of an application, in the clusters of a file. */
function ask(analysis: Analysis, path: string, app: string): number {
  return clustersOf(forQuestions(analysis.snapshot), path).reduce(
    (sum, { allocation }) => sum + referencesOf(allocation).under(labelKey('pods', 'app', app)).length,
    0,
  );
}

describe('preparing for questions about a file', () => {
  it('builds what they are looked up in, so that the first finds it there', () => {
    const analysis = analysed();
    const prepared = new WeakSet<object>();
    assert.ok(built(() => assert.ok([...preparing(analysis.snapshot, 'east/web.yaml', prepared)].length > 10)) > 10);
    assert.equal(
      built(() => assert.equal(ask(analysis, 'east/web.yaml', 'web'), 1)),
      0,
    );
    assert.ok(built(() => ask(analysis, 'west/web.yaml', 'web')) > 0, 'the cluster of no file that was prepared is left alone');
  });

  it('does so once for each cluster, and what it has built follows the edits', () => {
    const analysis = analysed();
    const prepared = new WeakSet<object>();
    runAtOnce(preparing(analysis.snapshot, 'east/web.yaml', prepared));
    analysis.setFile('east/web.yaml', service('shop'));
    analysis.refreshAtOnce();
    assert.equal([...preparing(analysis.snapshot, 'east/web.yaml', prepared)].length, 0);
    assert.equal(
      built(() => assert.deepEqual([ask(analysis, 'east/web.yaml', 'web'), ask(analysis, 'east/web.yaml', 'shop')], [0, 1])),
      0,
    );
  });
});
