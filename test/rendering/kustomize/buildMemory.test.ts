import { expect } from 'chai';
import fc from 'fast-check';
import { buildKustomization } from '../../../src/rendering/kustomize/build.ts';
import type { Bases } from '../../../src/rendering/kustomize/layer.ts';
import { BuildMemory } from '../../../src/rendering/kustomize/memory.ts';
import { sourcesOf } from './memory.ts';

const deployment = (name: string, image: string, replicas: number): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, labels: { app: ${name} } }
spec:
  replicas: ${replicas}
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
      - { name: main, image: ${image}, envFrom: [{ configMapRef: { name: settings } }] }
`;

const transformers = `namePrefix: site-
namespace: edge
labels:
- { pairs: { part: a }, includeTemplates: true }
commonLabels: { team: a }
commonAnnotations: { owner: b }
images: [{ name: nginx, newTag: '2' }]
replicas: [{ name: web0, count: 3 }]
patches:
- path: patch.yaml
- target: { kind: Deployment }
  patch: '[{ op: add, path: /spec/paused, value: true }]'
- target: { kind: Deployment, name: web.* }
  patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: { name: any }
    spec: { template: { spec: { hostNetwork: true } } }
replacements:
- source: { kind: ConfigMap, name: settings, fieldPath: data.key }
  targets:
  - select: { kind: Deployment }
    fieldPaths: [metadata.annotations.owner]
- source: { kind: Deployment, name: web1, fieldPath: spec.replicas }
  targets:
  - select: { kind: Deployment }
    fieldPaths: [metadata.labels.part]
`;

const patch = (memory: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web0 }
spec: { template: { spec: { containers: [{ name: main, resources: { limits: { memory: ${memory} } } }] } } }
`;

type Files = Record<string, string>;

const start = (): Files => ({
  'base/kustomization.yaml': 'resources: [web0.yaml, rest.yaml]\nconfigMapGenerator: [{ name: settings, literals: [key=one] }]\n',
  'base/web0.yaml': deployment('web0', 'nginx:1', 1),
  'base/rest.yaml': [1, 2, 3].map((index) => deployment(`web${index}`, 'nginx:1', index)).join('---\n'),
  'east/kustomization.yaml': `resources: [../base]\n${transformers}`,
  'east/patch.yaml': patch('1Gi'),
  'west/kustomization.yaml': `resources: [../base]\n${transformers}`,
  'west/patch.yaml': patch('1Gi'),
});

/** What somebody may do to those files. */
const edits: readonly ((files: Files, value: number) => readonly string[])[] = [
  (files, value) => set(files, 'base/web0.yaml', deployment('web0', `nginx:${value}`, value)),
  (files, value) => set(files, 'base/web0.yaml', deployment(`web${value % 5}`, 'nginx:1', 1)),
  (files, value) =>
    set(
      files,
      'base/rest.yaml',
      [1, 2, 3, 4, 5]
        .slice(0, value % 6)
        .map((index) => deployment(`web${index}`, `redis:${value}`, index))
        .join('---\n'),
    ),
  (files, value) => set(files, 'base/rest.yaml', (files['base/rest.yaml'] ?? '').replace(/replicas: \d+/, `replicas: ${value}`)),
  (files, value) =>
    set(files, 'base/rest.yaml', (files['base/rest.yaml'] ?? '').replace(/containers:$/m, value % 2 ? 'containers: x' : 'containers:')),
  (files, value) => set(files, 'base/kustomization.yaml', (files['base/kustomization.yaml'] ?? '').replace(/key=\w+/, `key=v${value}`)),
  (files, value) => set(files, 'east/patch.yaml', patch(`${value}Mi`)),
  (files, value) => set(files, 'east/kustomization.yaml', `resources: [../base]\n${transformers.replace('site-', `s${value}-`)}`),
  (files, value) =>
    set(
      files,
      'west/kustomization.yaml',
      `resources: [../base]\n${transformers.replace('name: nginx', value % 2 ? 'name: redis' : 'name: nginx')}`,
    ),
  (files, value) =>
    set(
      files,
      'base/kustomization.yaml',
      `resources: [${value % 2 ? 'rest.yaml, web0.yaml' : 'web0.yaml, rest.yaml'}]\nconfigMapGenerator: [{ name: settings, literals: [key=one] }]\n`,
    ),
];

function set(files: Files, path: string, text: string): readonly string[] {
  files[path] = text;
  return [path];
}

describe('a build that remembers earlier ones', () => {
  it('says what a build says that remembers nothing, after any edits', () => {
    const edit = fc.tuple(fc.nat(edits.length - 1), fc.nat(9));
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), fc.boolean(), (chosen, sharesBases) => {
        const files = start();
        const sources = sourcesOf(files);
        const memory = new BuildMemory();
        const bases: Bases = new Map();
        const build = (folder: string) => buildKustomization(sources, folder, sharesBases ? { memory, bases } : { memory });
        for (const site of ['east', 'west']) build(site);
        for (const [which, value] of chosen) {
          const changed = new Set(edits[which]?.(files, value));
          for (const [key, { looked }] of bases) if ([...changed].some((path) => looked.has(path))) bases.delete(key);
          memory.forget(changed);
          for (const site of ['east', 'west']) {
            const { manifests, problems, steps } = build(site);
            const anew = buildKustomization(sources, site);
            expect(JSON.stringify([manifests, problems], undefined, 1)).to.equal(
              JSON.stringify([anew.manifests, anew.problems], undefined, 1),
            );
            if (!sharesBases) expect(steps).to.equal(anew.steps);
          }
        }
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  it('makes nothing anew of what has not changed', () => {
    const files = start();
    const sources = sourcesOf(files);
    const memory = new BuildMemory();
    const roots = (): ReadonlyMap<string, unknown> =>
      new Map(
        buildKustomization(sources, 'east', { memory }).manifests.map(({ root }) => [
          JSON.stringify(root.entries.find(({ key }) => key === 'metadata')?.value),
          root,
        ]),
      );
    const before = roots();
    memory.forget(new Set(set(files, 'base/web0.yaml', deployment('web0', 'nginx:1', 7))));
    const after = roots();
    const kept = [...after].filter(([key, root]) => before.get(key) === root);
    expect(kept).to.have.length(3);
  });
});
