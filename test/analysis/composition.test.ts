import assert from 'node:assert/strict';
import { compositionOf } from '../../src/analysis/composition.ts';
import { hoverAt } from '../../src/analysis/hover/hover.ts';
import { english } from '../../src/base/message.ts';
import { RenderedWorkspace } from '../support/renderedWorkspace.ts';
import { edgeNetwork, service } from '../support/workspace.ts';

const flux = (name: string, path: string): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec:
  path: ./${path}
  sourceRef: { kind: GitRepository, name: flux-system }
`;

const files = {
  'clusters/site/apps.yaml': flux('apps', 'apps'),
  'apps/kustomization.yaml': 'resources: [web.yaml]\n',
  'apps/web.yaml': service('web'),
  'old/web.yaml': service('web'),
};

function said(texts: Readonly<Record<string, string>>): readonly string[] {
  return new RenderedWorkspace(texts).refreshed().clusters.map((analysed) => {
    const { cluster, sentence, units, plain, unknown } = compositionOf(analysed);
    return [
      `${cluster.name}: ${english.say(sentence)}`,
      ...units.map(({ kind, root, by, manifests }) => `${kind} ${root} by ${by ?? 'nobody'}: ${manifests}`),
      `plain: ${plain}`,
      ...unknown.map((text) => english.say(text)),
    ].join(' | ');
  });
}

describe('what a cluster is made of', () => {
  it('names the objects that apply it, and tells what nobody applies apart', () => {
    assert.deepEqual(said({ ...files, 'more/x.yaml': flux('x', 'nowhere') }).slice(0, 1), [
      'site: It is what Kustomization flux-system/apps applies, from clusters/site. | kustomization apps by Kustomization flux-system/apps: 1 | plain: 1',
    ]);
  });

  it('says which rule makes it one', () => {
    assert.deepEqual(said({ 'a/site.yaml': edgeNetwork('store'), 'a/web.yaml': service('web') }), [
      'store: a describes the cluster, and all below belongs to it. | plain: 2',
    ]);
    assert.deepEqual(said({ 'k/kustomization.yaml': 'resources: [a.yaml]\n', 'k/a.yaml': service('a') }), [
      'k: k stands alone. | kustomization k by nobody: 1 | plain: 0',
    ]);
    assert.deepEqual(said({ 'a.yaml': service('a'), 'b.yaml': service('b') }), [
      'workspace: ./ and what does not contradict it are taken to live together; nothing says who applies them. | plain: 2',
    ]);
  });

  it('lists what is not known, each once', () => {
    const remote = `---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: cache, namespace: shop }\nspec: { chart: { spec: { chart: redis, sourceRef: { kind: HelmRepository, name: x } } } }\n`;
    const [text = ''] = said({ 'a.yaml': service('a') + remote });
    assert.match(text, /Chart redis.* is not in this workspace: what it makes in namespace shop is not known here\./);
  });

  it('is told on the object that applies it', () => {
    const snapshot = new RenderedWorkspace(files).refreshed();
    const path = 'clusters/site/apps.yaml';
    const hover = hoverAt(snapshot, path, files[path].indexOf('./apps') + 3);
    const [section] = hover?.sections ?? [];
    assert.equal(section?.title, 'Kustomization flux-system/apps');
    assert.deepEqual(
      section.lines.map(({ values, sentence }) => [
        values.map((value) => english.say(value)),
        sentence === undefined ? '' : english.say(sentence),
      ]),
      [[['apps, built by Kustomize'], 'That is 1 manifest in cluster site.']],
    );
  });
});
