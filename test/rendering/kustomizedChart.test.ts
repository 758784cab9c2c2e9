import assert from 'node:assert/strict';
import { buildKustomization } from '../../src/rendering/kustomize/build.ts';
import { chartHook } from '../../src/rendering/kustomizedChart.ts';
import { toPlain } from '../../src/rendering/yaml/plain.ts';
import { memorySources } from './memorySources.ts';

const chart = (folder: string): Record<string, string> => ({
  [`${folder}/Chart.yaml`]: 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  [`${folder}/values.yaml`]: 'replicas: 1\nport: 80\n',
  [`${folder}/templates/web.yaml`]:
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "{{ .Release.Name }}" }\ndata: { values: "{{ .Values.replicas }} {{ .Values.port }} {{ .Release.Namespace }}" }\n',
  [`${folder}/templates/test.yaml`]: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: probe, annotations: { helm.sh/hook: test } }\n',
});

/** What is built of an entry of `helmCharts`: each ConfigMap as its name and its values; or the classes of the problems. */
function built(entry: string, more: Readonly<Record<string, string>> = {}): readonly string[] {
  const sources = memorySources({
    ...chart('k/charts/web'),
    'k/v.yaml': 'replicas: 5\n',
    'k/charts/bare/Chart.yaml': 'apiVersion: v2\nname: bare\nversion: 1.0.0\n',
    'k/charts/bare/templates/bare.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: bare }\n',
    'k/kustomization.yaml': `helmCharts:\n${entry}`,
    ...more,
  });
  const { manifests, problems } = buildKustomization(sources, 'k', { helmCharts: chartHook(sources) });
  if (problems.length > 0) return problems.map(({ class: kind, severity }) => `${severity} ${kind}`);
  return manifests.map(({ root }) => {
    const { metadata, data } = toPlain(root) as { metadata: { name: string }; data?: { values: string } };
    return `${metadata.name}${data === undefined ? '' : `: ${data.values}`}`;
  });
}

describe('an entry of helmCharts', () => {
  // Each seen with kubectl kustomize --enable-helm.
  const table: readonly (readonly [what: string, entry: string, expected: readonly string[]])[] = [
    ['is rendered with its defaults', '- name: web\n', ['probe', 'release-name: 1 80 default']],
    ['has a release and a namespace', '- { name: web, releaseName: shop, namespace: edge }\n', ['probe', 'shop: 1 80 edge']],
    [
      'lays its own values over those of the file',
      '- { name: web, valuesFile: v.yaml, valuesInline: { replicas: 3 } }\n',
      ['probe', 'release-name: 3 80 default'],
    ],
    [
      'lays the file over its own values where it says merge',
      '- { name: web, valuesFile: v.yaml, valuesMerge: merge, valuesInline: { replicas: 3, port: 8 } }\n',
      ['probe', 'release-name: 5 8 default'],
    ],
    [
      'lays the defaults of the chart over its own values where it says merge and names no file',
      '- { name: web, valuesMerge: merge, valuesInline: { replicas: 3 } }\n',
      ['probe', 'release-name: 1 80 default'],
    ],
    [
      'takes its own values alone where it says replace',
      '- { name: web, valuesFile: v.yaml, valuesMerge: replace, valuesInline: { port: 8 } }\n',
      ['probe', 'release-name: 1 8 default'],
    ],
    ['takes further files', '- { name: web, additionalValuesFiles: [v.yaml] }\n', ['probe', 'release-name: 5 80 default']],
    ['may have a template for its name', '- { name: web, nameTemplate: shop }\n', ['probe', 'shop: 1 80 default']],
    ['has no name beside a template for it', '- { name: web, nameTemplate: shop, releaseName: other }\n', ['error release-name']],
    ['wants the defaults of the chart as a file', '- { name: bare }\n', ['error missing-file']],
    ['does without the defaults where it names a file', '- { name: bare, valuesFile: v.yaml }\n', ['bare']],
    ['may leave tests out', '- { name: web, skipTests: true }\n', ['release-name: 1 80 default']],
    ['may leave hooks out', '- { name: web, skipHooks: true }\n', ['release-name: 1 80 default']],
    [
      'may have a template that makes its name',
      '- { name: web, nameTemplate: "{{ upper \\"A\\" | lower }}-shop" }\n',
      ['probe', 'a-shop: 1 80 default'],
    ],
    [
      'has a name that nobody knows of a template by chance',
      '- { name: web, nameTemplate: "a{{ randNumeric 3 }}" }\n',
      ['unknown unsupported'],
    ],
    ['has no name of a template that fails', '- { name: web, nameTemplate: "{{ fail \\"no\\" }}" }\n', ['error user']],
    ['has a name that Helm takes', '- { name: web, releaseName: Web_1 }\n', ['error release-name']],
    ['says how values are merged in words that there are', '- { name: web, valuesMerge: mix }\n', ['error invalid-kustomization']],
    ['has a name', '- { releaseName: web }\n', ['error invalid-kustomization']],
    ['wants files that are there', '- { name: web, additionalValuesFiles: [gone.yaml] }\n', ['error missing-file']],
    ['is not there without a repository to take it from', '- { name: gone }\n', ['error missing-file']],
    ['is unknown where it has to be fetched', '- { name: gone, repo: "https://charts.example.org" }\n', ['unknown unsupported']],
  ];
  for (const [what, entry, expected] of table) it(what, () => assert.deepEqual([...built(entry)].sort(), [...expected].sort()));

  it('merges values as kustomize reads them, where a word of YAML 1.1 is a text and a null takes a default away', () => {
    const more = {
      'k/charts/web/values.yaml': 'replicas: yes\nport: null\ny: 1\n',
      'k/charts/web/templates/web.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { values: {{ toJson .Values | quote }} }\n',
    };
    assert.deepEqual([...built('- { name: web, valuesInline: { mode: yes } }\n', more)].sort(), [
      'probe',
      'web: {"mode":true,"replicas":"yes","true":1,"y":1}',
    ]);
    assert.deepEqual([...built('- { name: web, valuesInline: { mode: yes, port: null }, valuesMerge: replace }\n', more)].sort(), [
      'probe',
      'web: {"mode":true,"replicas":true,"true":1}',
    ]);
  });

  it('reads what Helm prints as any resources, and puts lists apart', () => {
    const list =
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: { name: one }\n  data: { values: yes }\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: { name: two }\n';
    assert.deepEqual([...built('- { name: web, skipTests: true }\n', { 'k/charts/web/templates/web.yaml': list })].sort(), [
      'one: yes',
      'two',
    ]);
  });

  it('of a version from a repository lies in a folder of that name', () => {
    const entry = '- { name: web, version: 2.0.0, repo: "https://charts.example.org" }\n';
    assert.deepEqual(built(entry), ['unknown unsupported']);
    assert.deepEqual([...built(entry, chart('k/charts/web-2.0.0/web'))].sort(), ['probe', 'release-name: 1 80 default']);
  });
});
