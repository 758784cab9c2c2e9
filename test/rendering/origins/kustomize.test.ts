import { expect } from 'chai';
import { buildKustomization } from '../../../src/rendering/kustomize/build.ts';
import { BuildMemory } from '../../../src/rendering/kustomize/memory.ts';
import type { Rendered } from '../../../src/rendering/rendered.ts';
import { sourcesOf } from '../kustomize/memory.ts';
import { faultsOf, type Files } from './mutation.ts';

const deployment = (name: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels: {app: ${name}, tier: front}
  annotations:
    note: "quoted"
spec:
  replicas: 1
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
      serviceAccountName: runner
      initContainers:
      - {name: init, image: "busybox:1", command: [sh, -c, 'echo hi']}
      containers:
      - name: main
        image: nginx:1.0
        ports:
        - containerPort: 80
          name: web
        env:
        - name: LEVEL
          valueFrom: {configMapKeyRef: {name: config, key: level}}
        - name: HOST
          value: host.example
        args:
        - --verbose
        - |
          first
          second
      - name: side
        image: envoy:2
      volumes:
      - name: data
        configMap: {name: config}
`;

const service = (name: string): string => `apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec:
  selector: {app: ${name}}
  ports:
  - {name: web, port: 80, targetPort: 8080}
`;

/** The first five are called by name. */
const names = ['web', 'api', 'jobs', 'cache', 'queue', ...Array.from({ length: 16 }, (_, index) => `plain${index}`)];

const files: Files = {
  'base/kustomization.yaml': `resources: [${names.flatMap((name) => [`${name}.yaml`, `${name}-service.yaml`]).join(', ')}, account.yaml, custom.yaml]
namePrefix: b-
configMapGenerator:
- name: config
  literals: ["level=debug", other=thing]
  files: [text.txt, named=text2.txt]
  envs: [more.env]
secretGenerator:
- name: secret
  literals: [password=abc]
  options: {labels: {made: yes-it-is}, disableNameSuffixHash: true}
`,
  ...Object.fromEntries(
    names.flatMap((name) => [
      [`base/${name}.yaml`, deployment(name)],
      [`base/${name}-service.yaml`, service(name)],
    ]),
  ),
  'base/account.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: runner}\n',
  'base/custom.yaml': `apiVersion: example.test/v1
kind: Thing
metadata: {name: thing}
spec:
  list: [a, b]
  text: >-
    folded text
    goes on
  more: 1.5
  deep: {er: {x: y}}
`,
  'base/text.txt': 'one\ntwo\n',
  'base/text2.txt': 'three\n',
  'base/more.env': '# c\nMORE=yes\nLESS=no\n',
  'parts/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
- target: {kind: Deployment}
  patch: |-
    - op: add
      path: /spec/template/spec/hostNetwork
      value: true
    - op: add
      path: /spec/template/spec/tolerations
      value: [{key: edge, operator: Exists}]
`,
  'overlay/kustomization.yaml': `resources: [../base]
components: [../parts]
sortOptions: {order: fifo}
namePrefix: o-
nameSuffix: -east
namespace: edge
labels:
- pairs: {site: east}
  includeTemplates: true
commonAnnotations: {owner: net}
images:
- {name: nginx, newTag: "2.0"}
- {name: envoy, newName: registry.example/envoy, digest: 'sha256:0123'}
replicas:
- {name: web, count: 3}
- {name: api, count: 4}
configMapGenerator:
- name: config
  behavior: merge
  literals: [level=info, added=more]
patches:
- path: patch.yaml
- path: operations.yaml
  target: {kind: Deployment, name: jobs}
- target: {kind: Deployment}
  patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: any}
    spec:
      template:
        spec:
          containers:
          - name: main
            resources:
              limits: {memory: 1Gi}
            env:
            - name: HOST
              value: other.example
            - {name: ADDED, value: "yes"}
- patch: |-
    apiVersion: v1
    kind: Service
    metadata:
      name: cache
      annotations:
        metallb.universe.tf/address-pool: lan
    spec:
      type: LoadBalancer
      ports:
      - port: 80
        targetPort: 9090
replacements:
- source: {kind: Thing, name: thing, fieldPath: spec.text}
  targets:
  - select: {kind: Deployment, name: queue}
    fieldPaths: [metadata.annotations.note]
- source: {kind: Thing, name: thing, fieldPath: spec.deep.er.x}
  targets:
  - select: {kind: Service, name: queue}
    fieldPaths: [metadata.annotations.replaced]
    options: {create: true}
`,
  'overlay/patch.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: {patched: certainly}
spec:
  strategy:
    rollingUpdate: {maxSurge: 2}
  template:
    spec:
      containers:
      - name: added
        image: redis:7
      - name: side
        image: envoy:3
      volumes:
      - name: data
        $patch: delete
      - name: cache
        emptyDir: {medium: Memory}
`,
  'overlay/operations.yaml': `- op: replace
  path: /spec/template/spec/containers/0/image
  value: jobs:9
- {op: add, path: /metadata/annotations/operated, value: "on"}
- op: copy
  from: /metadata/labels/tier
  path: /metadata/labels/copied
- op: add
  path: /spec/template/spec/containers/-
  value: {name: third, image: third:1, args: [one, two]}
`,
};

describe('the origin of every field that Kustomize makes', () => {
  it('is where its text is: that changes it, and nothing that comes from elsewhere', () => {
    const render = rendering();
    const { manifests, problems } = render(files);
    expect(problems.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
    expect(manifests.length).to.be.greaterThan(45);
    const withoutHash = (text: string) => text.replace(/(-east)?-[a-z0-9]{10}$/, '');
    expect(faultsOf(files, render, isDecisive, withoutHash).map(({ path, what }) => `${path} ${what}`)).to.deep.equal([]);
  });
});

/** Files differ in one from those that were rendered before. */
function rendering(): (files: Files) => Rendered {
  const memory = new BuildMemory();
  let before: Files = {};
  return (given) => {
    memory.forget(new Set(Object.keys(given).filter((path) => given[path] !== before[path])));
    before = given;
    return buildKustomization(sourcesOf(given), 'overlay', { memory });
  };
}

/** Names of elements that patches look for, and of objects; the type of a secret is nowhere written. */
function isDecisive(path: string, text: string): boolean {
  if (/\/(containers|env|volumes)\/\d+\/name$/.test(path) || /\/ports\/\d+\/(port|containerPort)$/.test(path)) return true;
  if (/^\d+\/type$/.test(path)) return true;
  return /^\d+\/metadata\/name$/.test(path) && !text.includes('plain');
}
