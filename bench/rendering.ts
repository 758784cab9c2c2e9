import { parseDocument } from 'yaml';
import { buildKustomization } from '../src/rendering/kustomize/build.ts';
import type { Bases } from '../src/rendering/kustomize/layer.ts';
import { renderChart, usualChartOptions } from '../src/rendering/helm/render.ts';
import type { Sources } from '../src/rendering/sources.ts';
import { UnitRenderings } from '../src/rendering/unitRenderings.ts';
import { inFile, readYaml } from '../src/rendering/yaml/read.ts';
import { quantiles, timedOnProcessor } from './measure.ts';

const rounds = 5;

function row(what: string, figures: string): void {
  console.log(`  ${what.padEnd(66)} ${figures}`);
}

/** Processor time of the middle one of some runs, in milliseconds; the first warms up and does not count. */
function usual(work: () => void): number {
  work();
  return quantiles(Array.from({ length: rounds }, () => timedOnProcessor(work))).p50;
}

/** Sources that are all in memory, without links. */
function sourcesOf(files: ReadonlyMap<string, string>): Sources {
  const folders = new Map<string, Map<string, 'file' | 'folder'>>([['', new Map()]]);
  for (const path of files.keys()) {
    const parts = path.split('/');
    parts.forEach((name, depth) => {
      const folder = parts.slice(0, depth).join('/');
      const entries = folders.get(folder) ?? new Map<string, 'file' | 'folder'>();
      folders.set(folder, entries.set(name, depth + 1 === parts.length ? 'file' : 'folder'));
    });
  }
  const kindOf = (path: string) => (files.has(path) ? 'file' : folders.has(path) ? 'folder' : undefined);
  return {
    text: (path) => files.get(path),
    bytes: (path) => {
      const text = files.get(path);
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
    list: (folder) => {
      const entries = folders.get(folder);
      return entries && [...entries].map(([name, kind]) => ({ name, kind })).sort((one, other) => (one.name < other.name ? -1 : 1));
    },
    kindOf,
    realPath: (path) => (kindOf(path) === undefined ? undefined : path),
  };
}

function deployment(name: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels: { app: ${name} }
spec:
  replicas: 1
  selector:
    matchLabels: { app: ${name} }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      serviceAccountName: default
      containers:
      - name: main
        image: nginx:1.0
        ports:
        - containerPort: 80
        env:
        - name: KEY
          valueFrom:
            configMapKeyRef: { name: settings, key: key }
`;
}

const transformers = `namePrefix: site-
nameSuffix: -one
namespace: edge
labels:
- pairs: { part: a }
  includeTemplates: true
commonLabels: { team: a }
commonAnnotations: { owner: b }
images:
- { name: nginx, newTag: '2' }
- { name: redis, newTag: '3' }
replicas:
- { name: d1, count: 3 }
patches:
- target: { kind: Deployment }
  patch: '[{ op: add, path: /spec/paused, value: true }]'
- target: { kind: Deployment, name: d1.* }
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
`;

function overlay(count: number): ReadonlyMap<string, string> {
  return new Map([
    ['base/kustomization.yaml', 'resources: [all.yaml]\nconfigMapGenerator:\n- name: settings\n  literals: [key=value]\n'],
    ['base/all.yaml', Array.from({ length: count }, (_, index) => deployment(`d${index}`)).join('---\n')],
    ['overlay/kustomization.yaml', `resources: [../base]\n${transformers}`],
  ]);
}

function buildBench(count: number): void {
  const files = overlay(count);
  const sources = sourcesOf(files);
  console.log(`\nAn overlay of ${count} deployments with a dozen transformers`);
  const documents = (files.get('base/all.yaml') ?? '').split('---\n');
  const bare = usual(() => documents.forEach((text) => parseDocument(text)));
  const read = usual(() => files.forEach((text, file) => readYaml(text, inFile(file), { dialect: 'yaml-1.2', duplicates: 'error' })));
  const base = usual(() => buildKustomization(sources, 'base'));
  const cold = usual(() => buildKustomization(sources, 'overlay'));
  const bases: Bases = new Map();
  const warm = usual(() => buildKustomization(sources, 'overlay', { bases }));
  const figures = (time: number) =>
    `${(time / bare).toFixed(2)} x the bare parse, ${(time / read).toFixed(2)} x our own reading (${time.toFixed(0)} ms)`;
  row('our own reading', figures(read));
  row('the base by itself', figures(base));
  row('the overlay, cold', figures(cold));
  row('the overlay, its base at hand', figures(warm));
}

function chartBench(): void {
  const template = (index: number) => `{{- $values := .Values.service${index} }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "web.name" . }}-${index}
  labels: {{- include "web.labels" . | nindent 4 }}
spec:
  replicas: {{ $values.replicas | default 1 }}
  template:
    spec:
      containers:
      {{- range $name, $image := $values.images }}
      - name: {{ $name }}
        image: {{ $image | quote }}
        env: {{- toYaml $values.env | nindent 8 }}
      {{- end }}
`;
  const values = (index: number) => `service${index}:
  replicas: 2
  images: { main: nginx, side: envoy }
  env:
  - { name: A, value: x }
  - { name: B, value: y }
`;
  const indexes = Array.from({ length: 20 }, (_, index) => index);
  const files = new Map([
    ['web/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n'],
    ['web/values.yaml', indexes.map(values).join('')],
    [
      'web/templates/_helpers.tpl',
      '{{- define "web.name" }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 63 }}{{ end }}\n{{- define "web.labels" }}app: {{ include "web.name" . }}\nversion: {{ .Chart.Version | quote }}{{ end }}\n',
    ],
    ...indexes.map((index) => [`web/templates/deployment-${index}.yaml`, template(index)] as const),
  ]);
  const sources = sourcesOf(files);
  const time = usual(() => renderChart(sources, 'web', usualChartOptions));
  console.log('\nA chart of ordinary size');
  row('twenty templates', `${time.toFixed(1)} ms`);
}

function keystrokeBench(overlays: number): void {
  const files = new Map(overlay(100));
  files.delete('overlay/kustomization.yaml');
  for (let index = 0; index < overlays; index++) files.set(`site${index}/kustomization.yaml`, `resources: [../base]\n${transformers}`);
  files.set('other/kustomization.yaml', 'resources: [all.yaml]\n');
  files.set('other/all.yaml', files.get('base/all.yaml') ?? '');
  const sources = sourcesOf(files);
  const units = [...Array.from({ length: overlays }, (_, index) => `site${index}`), 'other'].map(
    (folder) => ({ kind: 'kustomization', folder }) as const,
  );
  const renderings = new UnitRenderings();
  const all = timedOnProcessor(() => units.forEach((unit) => renderings.render(unit, sources)));
  const base = files.get('base/all.yaml') ?? '';
  let round = 0;
  let rendered = 0;
  const bare = usual(() => base.split('---\n').forEach((text) => parseDocument(text)));
  const type = (path: string, edit: (text: string) => string) =>
    usual(() => {
      round++;
      files.set(path, edit(base));
      renderings.forget(new Set([path]));
      rendered = units.filter((unit) => !renderings.isCurrent(unit)).length;
      for (const unit of units) renderings.render(unit, sources);
    });
  console.log(`\n${overlays} overlays of one base of 100 deployments, and a kustomization beside them`);
  const figures = (time: number) =>
    `${time.toFixed(0)} ms, ${rendered} of ${units.length} rendered again, ${(time / all).toFixed(2)} x all of them cold, ${(time / bare).toFixed(1)} x the bare parse of the file`;
  const digit = (text: string) => text.replace('replicas: 1', `replicas: ${round % 10}`);
  row('a keystroke in the base', figures(type('base/all.yaml', digit)));
  // Places are offsets: what stands behind is somewhere else.
  row('one that moves all objects behind it', figures(type('base/all.yaml', (text) => `# ${'x'.repeat(round)}\n${text}`)));
  row('a keystroke beside it', figures(type('other/all.yaml', digit)));
}

buildBench(3000);
chartBench();
keystrokeBench(20);
