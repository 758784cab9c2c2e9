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
`;
    for (const text of [body, `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${body}`]) {
      const { resources, components, otherFiles, charts } = kustomizationOf(text);
      assert.deepEqual(
        { resources, components, otherFiles, charts },
        { resources: ['a.yaml', '../base', '../old'], components: ['../component'], otherFiles: [], charts: [] },
      );
    }
  });

  it('names the files that it uses otherwise than as resources, and the charts that it renders', () => {
    const kustomization = kustomizationOf(`resources: [a.yaml]
patches: [{ path: patch.yaml }, { patch: "- op: remove" }]
patchesStrategicMerge:
- merge.yaml
- |-
  apiVersion: v1
  kind: Service
patchesJson6902: []
helmCharts: [{ name: x, valuesFile: x-values.yaml, additionalValuesFiles: [more.yaml] }]
helmGlobals: { chartHome: ../charts }
transformers: [prefix.yaml]
replacements: [{ path: replacement.yaml }]
openapi: { path: schema.json }
configMapGenerator: [{ name: c, files: [one.conf, key=two.conf], envs: [a.env], env: b.env }]
secretGenerator:
vars:
`);
    assert.deepEqual(kustomization.otherFiles, [
      'patch.yaml',
      'replacement.yaml',
      'merge.yaml',
      'prefix.yaml',
      'one.conf',
      'two.conf',
      'a.env',
      'b.env',
      'x-values.yaml',
      'more.yaml',
      'schema.json',
    ]);
    assert.deepEqual(kustomization.charts, ['../charts/x']);
  });

  it('may be a Component', () => {
    assert.equal(kustomizationOf('apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [a.yaml]\n').kind, 'Component');
  });

  it('without a kind is one by its file name only', () => {
    for (const file of ['kustomization.yml', 'a/Kustomization', 'a/kustomization.yaml']) kustomizationOf('resources: [a.yaml]\n', file);
    assert.deepEqual(factsOf('resources: [a.yaml]\n', 'my-kustomization.yaml')[0]?.resources, []);
  });

  it('leaves it to its building to say what is wrong in it', () => {
    assert.deepEqual(problemsOf('resources: a.yaml\nnamePrefix: [p-]\npatches: web\nlabels: [a]\n', 'kustomization.yaml'), []);
  });
});
