import { expect } from 'chai';
import fc from 'fast-check';
import { deliveriesOf, fleetBundles, renderDelivery } from '../../../src/rendering/gitops/gitops.ts';
import type { YamlMap, YamlNode } from '../../../src/rendering/yaml/node.ts';
import { chart } from './charts.ts';
import { workspaceOf, type Files } from './workspace.ts';

const files: Files = {
  ...chart('charts/web'),
  'apps/kustomization.yaml': 'resources: [web.yaml]\n',
  'apps/web.yaml':
    'apiVersion: v1\nkind: Service\nmetadata: { name: web, annotations: { a: "${A:=b} ${B}" } }\nspec: { ports: [{ port: 80 }] }\n',
  'web/fleet.yaml':
    'namespace: shop\nhelm: { chart: ../charts/web, values: { port: 1 } }\ntargetCustomizations: [{ name: a, helm: { values: { port: 2 } } }]\n',
  'objects.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec:
  path: ./apps
  targetNamespace: shop
  components: [../none]
  ignoreMissingComponents: true
  images: [{ name: a, newTag: b }]
  patches: [{ patch: "kind: Service", target: { kind: Service } }]
  commonMetadata: { labels: { a: b } }
  dependsOn: [{ name: infra }]
  sourceRef: { kind: ExternalArtifact, name: apps }
  postBuild: { substitute: { A: a }, substituteFrom: [{ kind: ConfigMap, name: values, optional: true }] }
---
apiVersion: source.extensions.fluxcd.io/v1beta1
kind: ArtifactGenerator
metadata: { name: parts, namespace: flux-system }
spec:
  sources: [{ alias: repo, kind: GitRepository, name: flux-system }]
  artifacts: [{ name: apps, copy: [{ from: "@repo/**", to: "@artifact/" }] }]
---
apiVersion: v1
kind: ConfigMap
metadata: { name: values, namespace: flux-system }
data: { B: b, values.yaml: "port: 81" }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: flux-system }
spec:
  chart: { spec: { chart: charts/web, valuesFiles: [charts/web/values.yaml], sourceRef: { kind: GitRepository, name: flux-system } } }
  valuesFrom: [{ kind: ConfigMap, name: values }, { kind: ConfigMap, name: values, valuesKey: B, targetPath: "a.b[0]" }]
  values: { where: x }
  postRenderers: [{ kustomize: { images: [{ name: a, newTag: b }] } }]
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web, namespace: argocd }
spec:
  destination: { name: in-cluster, namespace: shop }
  sources:
    - { repoURL: https://git.example.org/a/b, path: apps, kustomize: { images: ["a=b:c"], replicas: [{ name: web, count: 2 }] } }
    - { repoURL: https://git.example.org/a/b, path: apps, directory: { recurse: true, include: "{a,b*}" } }
    - repoURL: https://git.example.org/a/b
      path: charts/web
      helm: { valueFiles: ["$r/charts/*/values.yaml"], parameters: [{ name: port, value: "8" }], values: "a: b" }
    - { repoURL: https://git.example.org/a/b, ref: r }
---
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: all, namespace: argocd }
spec:
  goTemplate: true
  generators:
    - matrix:
        generators:
          - list: { elements: [{ a: b }], template: { metadata: { labels: { x: y } } } }
          - git: { repoURL: https://git.example.org/a/b, directories: [{ path: "*" }], values: { v: "{{.a}}" } }
      selector: { matchExpressions: [{ key: a, operator: In, values: [b] }] }
    - merge: { mergeKeys: [a], generators: [{ list: { elementsYaml: "[{a: b}]" } }, { git: { files: [{ path: "apps/*" }] } }] }
  template:
    metadata: { name: "{{.a}}" }
    spec: { project: default, source: { path: "{{.path.path}}" }, destination: { name: "{{.a}}" } }
  templatePatch: "spec: { source: { path: '{{.a}}' } }"
---
apiVersion: fleet.cattle.io/v1alpha1
kind: GitRepo
metadata: { name: edge, namespace: fleet-default }
spec: { repo: "https://git.example.org/a/b", paths: ["w*"], targets: [{ clusterName: a }] }
---
apiVersion: helm.cattle.io/v1
kind: HelmChart
metadata: { name: web, namespace: kube-system }
spec: { chartContent: H4sIAAAA, valuesContent: "a: b", set: { a.b: c } }
---
apiVersion: fluxcd.controlplane.io/v1
kind: FluxInstance
metadata: { name: flux, namespace: flux-system }
spec: { sync: { kind: GitRepository, url: "https://git.example.org/a/b", path: apps, ref: main } }
`,
};

const odd = [
  '',
  '~',
  '${',
  '${A:=${B',
  '{{',
  '{{.a',
  '*',
  '**/*',
  '[',
  '{',
  '../../..',
  '/',
  '@',
  '$',
  '\u0000',
  'a'.repeat(300),
  '[[[[',
  '{a,b}{a,b}',
  '%',
  '-1',
  '\\',
];

const scalar = (text: string): YamlNode => ({ type: 'scalar', tag: text === '~' ? '!!null' : '!!str', style: 'plain', text, origins: [] });

/** The tree with one of its values replaced, or taken away. `at` counts values in their order. */
function mutated(root: YamlMap, at: number, by: YamlNode | undefined): YamlMap {
  let count = 0;
  const visit = (node: YamlNode): YamlNode | undefined => {
    if (count++ === at) return by;
    switch (node.type) {
      case 'scalar':
        return node;
      case 'list':
        return { ...node, items: node.items.map(visit).filter((item) => item !== undefined) };
      case 'map':
        return visitMap(node);
    }
  };
  const visitMap = (map: YamlMap): YamlMap => ({
    ...map,
    entries: map.entries.flatMap((entry) => {
      const value = visit(entry.value);
      return value === undefined ? [] : [{ ...entry, value }];
    }),
  });
  return visitMap(root);
}

const replacement: fc.Arbitrary<YamlNode | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom(...odd).map(scalar),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map(scalar),
  fc.constantFrom<YamlNode>({ type: 'list', items: [], origins: [] }, { type: 'map', entries: [], origins: [] }),
  fc
    .constantFrom(...odd)
    .map((text): YamlNode => ({ type: 'list', items: [scalar(text), { type: 'list', items: [], origins: [] }], origins: [] })),
  fc
    .constantFrom(...odd)
    .map((text): YamlNode => ({ type: 'map', entries: [{ key: text, keyOrigins: [], value: scalar(text) }], origins: [] })),
);

describe('Objects of GitOps tools, whatever stands in them', () => {
  const kinds = [
    ['Kustomization', 'apps'],
    ['HelmRelease', 'web'],
    ['Application', 'web'],
    ['ApplicationSet', 'all'],
    ['GitRepo', 'edge'],
    ['HelmChart', 'web'],
    ['FluxInstance', 'flux'],
    ['ConfigMap', 'values'],
    ['ArtifactGenerator', 'parts'],
  ] as const;
  for (const [kind, name] of kinds)
    it(`never throw: ${kind}`, () => {
      const workspace = workspaceOf(files);
      const { surroundings } = workspace;
      const object = workspace.object(kind, name);
      fc.assert(
        fc.property(fc.array(fc.tuple(fc.nat(60), replacement), { minLength: 1, maxLength: 3 }), (changes) => {
          const root = changes.reduce((tree, [at, by]) => mutated(tree, at, by), object.root);
          const changed = { ...object, root };
          const around = {
            ...surroundings,
            object: (...asked: Parameters<typeof surroundings.object>) => {
              const found = surroundings.object(...asked);
              return found === object ? changed : found;
            },
            objects: (...asked: Parameters<typeof surroundings.objects>) =>
              surroundings.objects(...asked).map((each) => (each === object ? changed : each)),
          };
          const applied =
            kind === 'ConfigMap' || kind === 'ArtifactGenerator'
              ? [workspace.object('Kustomization', 'apps'), workspace.object('HelmRelease', 'web')]
              : [changed];
          for (const each of applied) {
            const made = deliveriesOf(each, around);
            for (const inner of made.objects) deliveriesOf(inner, around);
            for (const delivery of made.deliveries) renderDelivery(delivery, around);
          }
        }),
        { numRuns: 60, seed: 7 },
      );
    });

  it('apply something as they are', () => {
    const workspace = workspaceOf(files);
    for (const [kind, name] of kinds.slice(0, 5)) {
      const { deliveries, objects } = workspace.deliveries(kind, name);
      expect(deliveries.length + objects.length, kind).to.be.greaterThan(0);
    }
    const { deliveries } = fleetBundles('web', workspace.surroundings);
    expect(deliveries.map((delivery) => renderDelivery(delivery, workspace.surroundings).manifests.length)).to.deep.equal([2]);
  });
});
