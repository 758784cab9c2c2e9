import assert from 'node:assert/strict';
import { factsOf } from '../../support/cluster.ts';
import { problemsOf } from '../../support/reading.ts';

function kustomizationOf(text: string, file = 'kustomization.yaml') {
  const [resource] = factsOf(text, file)[0]?.resources ?? [];
  assert.ok(resource?.type === 'Kustomization');
  return resource;
}

describe('a kustomization', () => {
  it('is read with or without its kind', () => {
    const body = `resources: [a.yaml, ../base]
bases: [../old]
components: [../component]
namespace: shop
namePrefix: p-
nameSuffix: -s
commonLabels: { app: web }
commonAnnotations: { note: x }
labels:
- pairs: { env: prod }
- pairs: { tier: front }
  includeSelectors: true
- pairs: { team: a }
  includeTemplates: true
`;
    for (const text of [body, `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${body}`]) {
      const { resources, components, otherFiles, namespace, namePrefix, nameSuffix, commonLabels, commonAnnotations, labels, unapplied } =
        kustomizationOf(text);
      assert.deepEqual(
        { resources, components, otherFiles, namespace, namePrefix, nameSuffix, commonLabels, commonAnnotations, labels, unapplied },
        {
          resources: ['a.yaml', '../base', '../old'],
          components: ['../component'],
          otherFiles: [],
          namespace: 'shop',
          namePrefix: 'p-',
          nameSuffix: '-s',
          commonLabels: { app: 'web' },
          commonAnnotations: { note: 'x' },
          labels: [
            { pairs: { env: 'prod' }, includeSelectors: false, includeTemplates: false },
            { pairs: { tier: 'front' }, includeSelectors: true, includeTemplates: false },
            { pairs: { team: 'a' }, includeSelectors: false, includeTemplates: true },
          ],
          unapplied: [],
        },
      );
    }
  });

  it('names the fields that are not applied, where they say something, and the files that these use', () => {
    const kustomization = kustomizationOf(`resources: [a.yaml]
patches: [{ path: patch.yaml }, { patch: "- op: remove" }]
patchesStrategicMerge:
- merge.yaml
- |-
  apiVersion: v1
  kind: Service
patchesJson6902: []
replicas: [{ name: web, count: 3 }]
helmCharts: [{ name: x }]
transformers: [prefix.yaml]
images: [{ name: x, newTag: y }]
configMapGenerator: [{ name: c }]
vars:
`);
    assert.deepEqual(kustomization.unapplied, ['patches', 'patchesStrategicMerge', 'replicas', 'helmCharts', 'transformers']);
    assert.deepEqual(kustomization.otherFiles, ['patch.yaml', 'merge.yaml', 'prefix.yaml']);
  });

  it('may be a Component', () => {
    assert.equal(kustomizationOf('apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [a.yaml]\n').kind, 'Component');
  });

  it('without a kind is one by its file name only', () => {
    for (const file of ['kustomization.yml', 'a/Kustomization', 'a/kustomization.yaml']) kustomizationOf('resources: [a.yaml]\n', file);
    assert.deepEqual(factsOf('resources: [a.yaml]\n', 'my-kustomization.yaml')[0]?.resources, []);
  });

  it('says at its place what has the wrong type', () => {
    assert.deepEqual(problemsOf('resources: a.yaml\nnamePrefix: [p-]\ncommonLabels: { app: 1 }\nlabels: [a]\n', 'kustomization.yaml'), [
      'resource/wrong-type: resources must be a list. @ a.yaml',
      'resource/wrong-type: namePrefix must be a text. @ [p-]',
      'resource/wrong-type: Label "app" must be a text; put it in quotes. @ 1',
      'resource/wrong-type: labels[0] must be a map. @ a',
    ]);
  });
});
