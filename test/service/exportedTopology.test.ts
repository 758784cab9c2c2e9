import { expect } from 'chai';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { languageOf, type Translations } from '../../src/base/message.ts';
import { comparableOf } from '../../src/service/answers/comparable.ts';
import { comparableAsExported } from '../../src/service/answers/comparableAsExported.ts';
import { brokenExport, comparableOfExport, exportedTopology } from '../../src/service/exportedTopology.ts';
import { compareWorkspaces, type ComparableWorkspace } from '../../src/service/comparison.ts';
import { writeTopologyJson } from '../../src/service/json/topologyJson.ts';
import { LocalService } from '../../src/service/localService.ts';
import { inOneGo } from '../../src/service/surroundings.ts';
import { workspaceOf } from '../support/analysed.ts';
import { generatedManifests, type Manifest } from '../support/generatedCluster.ts';

const english = languageOf('en');

function snapshotOf(manifests: readonly Manifest[]) {
  const files = Object.fromEntries(
    manifests.map((manifest, index) => [`${String(index).padStart(3, '0')}.yaml`, JSON.stringify(manifest)]),
  );
  return workspaceOf(files).refreshAtOnce();
}

describe('An export of the topology', () => {
  it('is told from everything else', () => {
    for (const text of ['', '{', '[]', 'kind: Pod', '{"version":1}', '{"version":2,"clusters":[]}', '{"kind":"List","items":[]}'])
      expect(exportedTopology(text), text).to.equal(undefined);
    expect(exportedTopology('{"version":1,"clusters":[]}')).to.deep.equal({ version: 1, clusters: [] });
  });

  it('is told from one that is cut off, changed, or of another version', () => {
    for (const text of ['{"version":1', '{"version":1,"clusters":[{"name":1}]}', ' { "version": 2, "clusters": [] }'])
      expect(brokenExport(text), text).not.to.equal(undefined);
    for (const text of ['', '{', '{"kind":"List","items":[]}', 'version: 1', '{"version":1,"clusters":[]}'])
      expect(brokenExport(text), text).to.equal(undefined);
  });

  it('differs from another one as the manifests do, as far as it tells the same of them', () => {
    // It tells nothing of policies, of pods at addresses that nobody knows, of who wrote a node port, and of how a range is written.
    const untold = new Set(['reachability', 'endpoints', 'ports', 'range', 'announcer']);
    const changes = (before: ComparableWorkspace, after: ComparableWorkspace) =>
      compareWorkspaces(before, after).clusters.flatMap((cluster) => cluster.changes.filter(({ kind }) => !untold.has(kind)));
    fc.assert(
      fc.property(generatedManifests, generatedManifests, (one, other) => {
        const [first, second] = [snapshotOf(one), snapshotOf(other)];
        expect(changes(comparableAsExported(first, english), comparableAsExported(second, english))).to.deep.equal(
          changes(comparableOf(first, english), comparableOf(second, english)),
        );
      }),
      { seed: 75, numRuns: 20 },
    );
  });

  it('is in English, whatever language its reader has', async () => {
    const drawn = async (language: string, translations?: Translations) => {
      const service = new LocalService({
        folders: [{ name: 'shop', path: '' }],
        settings: { defaultProfile: 'custom', severities: {} },
        surroundings: inOneGo((error) => {
          throw error;
        }),
        language,
        translations,
      });
      service.setFile('web.yaml', 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web } }\n');
      service.complete();
      const { text } = await service.draw({ format: 'json', theme: 'light', positions: [] });
      service.dispose();
      return text;
    };
    const translations = JSON.parse(readFileSync('l10n/bundle.l10n.ja.json', 'utf8')) as Translations;
    expect(await drawn('ja', translations)).to.equal(await drawn('en'));
  });

  it('does not differ from the workspace that it was made of', () => {
    fc.assert(
      fc.property(generatedManifests, (manifests) => {
        const snapshot = snapshotOf(manifests);
        const saved = exportedTopology(writeTopologyJson(snapshot, [['a', 1, 2]]));
        if (saved === undefined) throw new Error('not read');
        expect(compareWorkspaces(comparableOfExport(saved, english), comparableAsExported(snapshot, english))).to.deep.equal({
          clusters: [],
        });
      }),
      { seed: 76, numRuns: 10 },
    );
  });
});
