import assert from 'node:assert/strict';
import { pictureOf } from '../../../src/topology/placement/picture.ts';
import { allClusters, clustersToShow, showsEveryCluster } from '../../../webview/find/filter.ts';
import { GraphBuilder } from '../support/graphs.ts';

function workspace(clusters: number, alternatives = 0) {
  const b = new GraphBuilder();
  for (let index = 0; index < clusters; index++) b.add(`c${index}`, 'cluster', undefined).add(`c${index}|n`, 'namespace', `c${index}`);
  for (let index = 0; index < alternatives; index++) b.add(`a${index}`, 'cluster', undefined, { alternative: 'not-applied' });
  return pictureOf(b.graph, 1);
}
const shown = (...given: Parameters<typeof clustersToShow>) =>
  [...clustersToShow(...given).elements.values()].filter(({ kind }) => kind === 'cluster').map(({ id }) => id);

describe('The clusters that are shown', () => {
  it('are all of a few', () => {
    const three = workspace(3);
    assert.equal(clustersToShow(three, undefined, undefined), three);
  });

  it('are of many that of the file at hand, else the first', () => {
    const many = workspace(60, 30);
    assert.deepEqual(shown(many, undefined, undefined), ['c0']);
    assert.deepEqual(shown(many, undefined, 'c17'), ['c17']);
    assert.deepEqual(shown(many, undefined, 'gone'), ['c0']);
  });

  it('are what is chosen: one, or all that are clusters', () => {
    const many = workspace(60, 30);
    assert.deepEqual(shown(many, 'c5', 'c17'), ['c5']);
    assert.equal(shown(many, allClusters, 'c17').length, 60);
  });

  it('hold what is judged by itself only where it is chosen', () => {
    const few = workspace(2, 3);
    assert.deepEqual(shown(few, undefined, undefined), ['c0', 'c1']);
    assert.deepEqual(shown(few, 'a1', undefined), ['a1']);
    assert.deepEqual(shown(workspace(0, 2), undefined, undefined), ['a0', 'a1'], 'unless there is nothing else');
  });

  it('are every cluster also where something is left out that is judged by itself', () => {
    const every = (picture: ReturnType<typeof workspace>, chosen?: string) =>
      showsEveryCluster(picture, clustersToShow(picture, chosen, undefined));
    const few = workspace(2, 3);
    assert.deepEqual([every(few), every(few, 'a1'), every(workspace(60)), every(workspace(60), allClusters)], [true, false, false, true]);
    assert.deepEqual([every(workspace(0, 2)), every(workspace(0, 2), 'a1')], [true, false]);
  });

  it('are the same picture as long as nothing else is', () => {
    const many = workspace(60);
    assert.equal(clustersToShow(many, undefined, 'c3'), clustersToShow(many, undefined, 'c3'));
  });
});
