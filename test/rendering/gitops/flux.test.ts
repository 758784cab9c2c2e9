import { expect } from 'chai';
import { names, nodeOf, places, textAt, told, valueOf, workspaceOf, type Files } from './workspace.ts';

const flux = (spec: string, name = 'apps', path = './apps') =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: ${name}
  namespace: flux-system
spec:
  path: ${path}
  sourceRef: { kind: GitRepository, name: flux-system }
${spec}`;

const service = (port = '80', more = '') =>
  `apiVersion: v1
kind: Service
metadata:
  name: web
${more}spec:
  ports:
    - port: ${port}
`;

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          image: registry.example/web:1
`;

const kustomization = (text = '') => `resources: [web.yaml]\n${text}`;

const apply = (spec: string, files: Files, given = {}) => {
  const all = { 'clusters/site/apps.yaml': flux(spec), ...files };
  const workspace = workspaceOf(all, given);
  const rendered = workspace.applied('Kustomization', 'apps');
  return { ...rendered, files: all };
};

describe('A Kustomization of Flux', () => {
  it('adds its fields at the layer of the folder’s kustomization', () => {
    const rendered = apply(
      `  targetNamespace: blue
  namePrefix: a-
  images: [{ name: registry.example/web, newTag: "2" }]
  patches:
    - patch: |
        apiVersion: v1
        kind: Service
        metadata: { name: web }
        spec: { type: NodePort }
  commonMetadata: { labels: { team: edge } }
`,
      {
        'apps/kustomization.yaml': kustomization('namespace: shop\nimages: [{ name: registry.example/web, newTag: "3" }]\n'),
        'apps/web.yaml': `${service()}---\n${deployment}`,
      },
    );
    expect(names(rendered)).to.deep.equal(['Service blue/a-web', 'Deployment blue/a-web']);
    expect(valueOf(rendered, 'Service', 'a-web', 'spec', 'type')).to.equal('NodePort');
    expect(valueOf(rendered, 'Deployment', 'a-web', 'spec', 'template', 'spec', 'containers', 0, 'image')).to.equal(
      'registry.example/web:2',
    );
    expect(valueOf(rendered, 'Service', 'a-web', 'metadata', 'labels', 'team')).to.equal('edge');
    expect(rendered.problems).to.deep.equal([]);
  });

  it('adds patches of before, and components that are there', () => {
    const rendered = apply(
      `  components: [../c, ../none]
  ignoreMissingComponents: true
  patchesStrategicMerge:
    - { apiVersion: v1, kind: Service, metadata: { name: web }, spec: { type: NodePort } }
  patchesJson6902:
    - target: { version: v1, kind: Service, name: web }
      patch: [{ op: replace, path: /spec/ports/0/port, value: 81 }]
`,
      {
        'apps/kustomization.yaml': kustomization(),
        'apps/web.yaml': service(),
        'c/kustomization.yaml': 'kind: Component\nnamePrefix: c-\n',
      },
    );
    expect(rendered.problems.filter((problem) => problem.severity !== 'warning')).to.deep.equal([]);
    expect(names(rendered)).to.deep.equal(['Service c-web']);
    expect(valueOf(rendered, 'Service', 'c-web', 'spec')).to.deep.equal({ type: 'NodePort', ports: [{ port: 81 }] });
    expect(
      apply('  components: [../none]\n', { 'apps/kustomization.yaml': kustomization(), 'apps/web.yaml': service() }).problems,
    ).to.have.length(1);
  });

  it('may name files outside of its folder, as kubectl may not', () => {
    const rendered = apply('', { 'apps/kustomization.yaml': 'resources: [../other/web.yaml]\n', 'other/web.yaml': service() });
    expect(rendered.problems).to.deep.equal([]);
    expect(names(rendered)).to.deep.equal(['Service web']);
  });

  it('takes all YAML below a folder without a kustomization, and a folder that has one whole', () => {
    const rendered = apply('', {
      'apps/b.yaml': service(),
      'apps/a/one.yml': service().replace('name: web', 'name: one'),
      'apps/a/data.json': '{}',
      'apps/c/kustomization.yaml': 'resources: [two.yaml]\nnamePrefix: c-\n',
      'apps/c/two.yaml': service().replace('name: web', 'name: two'),
      'apps/c/left.yaml': 'a: b\n',
      'apps/.github/ci.yaml': 'on: push\n',
      'apps/old/three.yaml': service().replace('name: web', 'name: three'),
      'apps/.sourceignore': 'old/\n',
    });
    expect(names(rendered)).to.deep.equal(['Service c-two', 'Service one', 'Service web']);
    expect(rendered.problems).to.deep.equal([]);
  });

  it('fails for YAML that is no manifest, at the file and at the path', () => {
    const rendered = apply('', { 'apps/web.yaml': service(), 'apps/values.yaml': 'service:\n  port: 80\n' });
    expect(told(rendered.problems, rendered.files)).to.deep.equal(['error not-a-manifest apps/values.yaml:service:\n  port: 80']);
    const related = rendered.problems.flatMap((problem) => problem.related);
    expect(related.map(({ at }) => `${at.file}:${textAt(rendered.files, at)}`)).to.deep.equal(['clusters/site/apps.yaml:./apps']);
    expect(names(rendered)).to.deep.equal(['Service web']);
  });

  it('creates by kind, then namespace and name', () => {
    const of = (kind: string, name: string) => `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name} }\n`;
    const rendered = apply('', {
      'apps/all.yaml': [
        of('Service', 'b'),
        of('Zebra', 'z'),
        of('ConfigMap', 'c'),
        of('Service', 'a'),
        of('Namespace', 'n'),
        of('GatewayClass', 'g'),
      ].join('---\n'),
    });
    expect(names(rendered)).to.deep.equal(['Namespace n', 'GatewayClass g', 'ConfigMap c', 'Service a', 'Service b', 'Zebra z']);
  });

  it('says where a path leads to nothing, and what is not known of one outside', () => {
    const lost = workspaceOf({ 'a.yaml': flux('', 'apps', './nowhere') });
    expect(told(lost.deliveries('Kustomization', 'apps').problems, lost.files)).to.deep.equal(['error missing-path a.yaml:./nowhere']);
    const inside = workspaceOf({ 'a.yaml': flux('', 'apps', './nowhere') }, { above: ['sites'] });
    expect(told(inside.deliveries('Kustomization', 'apps').problems, inside.files)).to.deep.equal(['unknown elsewhere a.yaml:./nowhere']);
    const below = workspaceOf({ 'a.yaml': flux('', 'apps', './sites/apps'), 'apps/web.yaml': service() }, { above: ['sites'] });
    expect(names(below.applied('Kustomization', 'apps'))).to.deep.equal(['Service web']);
  });

  const git = (url: string, name = 'flux-system', ref = '') =>
    `apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: ${name}, namespace: flux-system }\nspec:\n  url: ${url}\n${ref}---\n`;

  it('knows a source of another URL or branch as another one', () => {
    const other = flux('', 'other', './apps').replace('name: flux-system }', 'name: other }');
    const files = { 'apps/web.yaml': service() };
    const urls = workspaceOf({
      ...files,
      'a.yaml': git('ssh://git@git.example.org/edge/sites') + flux(''),
      'b.yaml': git('https://git.example.org/edge/other.git', 'other') + other,
    });
    expect(names(urls.applied('Kustomization', 'apps'))).to.deep.equal(['Service web']);
    const [problem] = urls.deliveries('Kustomization', 'other').problems;
    expect(problem).to.include({ severity: 'unknown', class: 'elsewhere' });
    expect(problem?.reach).to.deep.equal({ changes: 'nothing' });
    const branches = workspaceOf({
      ...files,
      'a.yaml': git('ssh://git@git.example.org/edge/sites') + flux(''),
      'b.yaml': git('https://git.example.org/edge/sites.git', 'other', '  ref: { branch: tenant }\n') + other,
    });
    expect(branches.deliveries('Kustomization', 'other').deliveries).to.deep.equal([]);
    expect(branches.deliveries('Kustomization', 'apps').deliveries).to.have.length(1);
  });

  it('may be of a source that no manifest shows', () => {
    const files = { 'a.yaml': flux('', 'apps', './nowhere').replace('flux-system }', 'tenant }') };
    expect(told(workspaceOf(files).deliveries('Kustomization', 'apps').problems, files)).to.deep.equal([
      'unknown elsewhere a.yaml:./nowhere',
    ]);
  });

  it('concludes nothing from a path that somebody has still to fill in', () => {
    const files = { 'a.yaml': flux('', 'apps', './sites/${SITE}') };
    expect(told(workspaceOf(files).deliveries('Kustomization', 'apps').problems, files)).to.deep.equal([
      'unknown elsewhere a.yaml:./sites/${SITE}',
    ]);
  });

  it('applies a folder', () => {
    const files = { 'a.yaml': flux('', 'apps', './apps/web.yaml'), 'apps/web.yaml': service() };
    expect(told(workspaceOf(files).deliveries('Kustomization', 'apps').problems, files)).to.deep.equal([
      'error missing-path a.yaml:./apps/web.yaml',
    ]);
  });

  it('maps a path in an artifact back to where it was copied from', () => {
    const files = {
      'a.yaml': `${flux('', 'apps', './site').replace('GitRepository, name: flux-system', 'ExternalArtifact, name: apps')}---
apiVersion: source.extensions.fluxcd.io/v1beta1
kind: ArtifactGenerator
metadata: { name: parts, namespace: flux-system }
spec:
  sources: [{ alias: repo, kind: GitRepository, name: flux-system }]
  artifacts:
    - name: apps
      copy:
        - { from: "@repo/apps/base/**", to: "@artifact/base/" }
        - { from: "@repo/apps/north/**", to: "@artifact/site/" }
`,
      'apps/base/kustomization.yaml': kustomization(),
      'apps/base/web.yaml': service(),
      'apps/north/kustomization.yaml': 'resources: [../base]\nnameSuffix: -north\n',
    };
    expect(names(workspaceOf(files).applied('Kustomization', 'apps'))).to.deep.equal(['Service web-north']);
  });

  it('tells where it applies and what it waits for', () => {
    const [delivery] = workspaceOf({
      'a.yaml': flux('  kubeConfig: { secretRef: { name: edge-7 } }\n  dependsOn: [{ name: infra }]\n'),
      'apps/web.yaml': service(),
    }).deliveries('Kustomization', 'apps').deliveries;
    expect(delivery?.destination).to.deep.equal({ type: 'named', name: 'edge-7', namespace: 'flux-system' });
    expect(delivery?.after).to.deep.equal(['Kustomization.kustomize.toolkit.fluxcd.io/flux-system/infra']);
  });
});

describe('Variables of Flux', () => {
  const map = (name: string, data: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: flux-system }\ndata:\n${data}`;
  const filled = (port: string, spec: string, more: Files = {}, given = {}) =>
    apply(spec, { 'apps/kustomization.yaml': kustomization(), 'apps/web.yaml': service(port), ...more }, given);
  const portOf = (rendered: ReturnType<typeof filled>) => nodeOf(rendered, 'Service', 'web', 'spec', 'ports', 0, 'port');
  const set = (text: string) => `  postBuild:\n    substitute:\n${text}`;

  it('are read again as YAML, whatever quotes stood around them', () => {
    const rendered = filled('"${P}"', set('      P: "8080"\n'));
    expect(valueOf(rendered, 'Service', 'web', 'spec', 'ports', 0, 'port')).to.equal(8080);
    expect(places(portOf(rendered), rendered.files)).to.deep.equal(['clusters/site/apps.yaml:"8080"', 'apps/web.yaml:"${P}"']);
  });

  it('have the place of their default where nobody sets them', () => {
    const rendered = filled('${P:=8080}', set('      A: b\n'));
    expect(places(portOf(rendered), rendered.files)).to.deep.equal(['apps/web.yaml:8080', 'apps/web.yaml:${P:=8080}']);
  });

  const texts: readonly (readonly [text: string, value: string | null])[] = [
    ['${A}', 'text/a.b'],
    ['x-${A}-y', 'x-text/a.b-y'],
    ['${NONE}', null],
    ['x${NONE}y', 'xy'],
    ['$A', '$A'],
    ['$${A}', '${A}'],
    ['${NONE:-d}', 'd'],
    ['${NONE:+d}', 'd'],
    ['${NONE:?d}', 'd'],
    ['${NONE=d}', 'd'],
    ['${A:+d}', 'text/a.b'],
    ['${NONE:=x${A}y}', 'xtext/a.by'],
    ['${NONE:=}', null],
    ['${A:1}', 'ext/a.b'],
    ['${A:1:2}', 'ex'],
    ['${A:-3}', 'text/a.b'],
    ['${A: -3}', 'text/a.b'],
    ['${#A}', '8'],
    ['${A^}', 'Text/a.b'],
    ['${A^^}', 'TEXT/A.B'],
    ['${A,,}', 'text/a.b'],
    ['${A#t}', 'ext/a.b'],
    ['${A##*/}', 'a.b'],
    ['${A%.*}', 'text/a'],
    ['${A%%/*}', 'text'],
    ['${A/t/T}', 'Text/a.b'],
    ['${A//t/T}', 'TexT/a.b'],
    ['${A/#te/TE}', 'TExt/a.b'],
    ['${A/%.b/.c}', 'text/a.c'],
    ['${1}', null],
  ];
  for (const [text, value] of texts)
    it(`fill ${text} with ${value ?? 'nothing'}`, () => {
      const rendered = filled('80', set('      A: text/a.b\n'), { 'apps/web.yaml': service('80', `  annotations:\n    a: '${text}'\n`) });
      const found = valueOf(rendered, 'Service', 'web', 'metadata', 'annotations', 'a');
      expect(typeof found === 'number' ? found.toString() : found).to.equal(value);
      expect(rendered.problems).to.deep.equal([]);
    });

  for (const text of ['${A-d}', '${A+d}', '${A?d}', '${A.y}', '${@}', '${!x}', '${A', '${A#}', '${A:=b'])
    it(`refuse ${text}, at its place`, () => {
      const rendered = filled('80', set('      A: a\n'), { 'apps/web.yaml': service('80', `  annotations:\n    a: 'x ${text}'\n`) });
      expect(rendered.problems.map((problem) => problem.class)).to.deep.equal(['substitution']);
      const written = rendered.problems.map(({ at }) => textAt(rendered.files, at));
      expect(written[0]).to.include(text.slice(0, 3));
      expect(names(rendered)).to.deep.equal(['Service web']);
    });

  it('come from ConfigMaps in order, and from the object last', () => {
    const rendered = filled(
      '${P}',
      '  postBuild:\n    substituteFrom:\n      - { kind: ConfigMap, name: one }\n      - { kind: ConfigMap, name: two }\n',
      { 'maps.yaml': `${map('one', '  P: "1"\n')}---\n${map('two', '  P: "2"\n')}` },
    );
    expect(places(portOf(rendered), rendered.files)).to.deep.equal(['maps.yaml:"2"', 'apps/web.yaml:${P}']);
    const own = filled('${P}', '  postBuild:\n    substitute: { P: "3" }\n    substituteFrom:\n      - { kind: ConfigMap, name: one }\n', {
      'maps.yaml': map('one', '  P: "1"\n'),
    });
    expect(valueOf(own, 'Service', 'web', 'spec', 'ports', 0, 'port')).to.equal(3);
  });

  it('of an encrypted Secret stay as they are, and others of it are empty', () => {
    const secret =
      'apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: flux-system }\nstringData:\n  P: ENC[AES256_GCM,data:x]\nsops: {}\n';
    const rendered = filled('${P}', '  postBuild:\n    substituteFrom:\n      - { kind: Secret, name: s }\n', {
      'apps/web.yaml': service('${P}', '  annotations:\n    a: x${Q}\n'),
      'secret.yaml': secret,
    });
    expect(valueOf(rendered, 'Service', 'web', 'spec', 'ports', 0, 'port')).to.equal('${P}');
    expect(valueOf(rendered, 'Service', 'web', 'metadata', 'annotations', 'a')).to.equal('x');
  });

  it('stay as they are where a source of them is not seen', () => {
    const from = '  postBuild:\n    substitute: { A: a }\n    substituteFrom:\n      - { kind: Secret, name: s }\n';
    const rendered = filled('${P}', from, { 'apps/web.yaml': service('${P:=80}', '  annotations:\n    a: ${A}\n') });
    expect(valueOf(rendered, 'Service', 'web', 'spec', 'ports', 0, 'port')).to.equal('${P}');
    expect(valueOf(rendered, 'Service', 'web', 'metadata', 'annotations', 'a')).to.equal('a');
    expect(rendered.problems).to.deep.equal([]);
  });

  it('are left alone where none is known, and where an object opts out', () => {
    const without = filled('${P:=80}', '  postBuild: {}\n');
    expect(valueOf(without, 'Service', 'web', 'spec', 'ports', 0, 'port')).to.equal('${P:=80}');
    const off = '  annotations:\n    kustomize.toolkit.fluxcd.io/substitute: disabled\n';
    const disabled = filled('', set('      P: "80"\n'), { 'apps/web.yaml': service('${P}', off) });
    expect(valueOf(disabled, 'Service', 'web', 'spec', 'ports', 0, 'port')).to.equal('${P}');
  });

  it('have names of letters, digits and _ only', () => {
    const rendered = filled('80', set('      a-b: c\n'));
    expect(told(rendered.problems, rendered.files)).to.deep.equal(['error substitution clusters/site/apps.yaml:a-b']);
  });

  it('fill no more than is read', () => {
    const rendered = filled('80', set(`      A: "${'x'.repeat(100_000)}"\n`), {
      'apps/web.yaml': service('80', `  annotations:\n    a: ${'${A}'.repeat(100)}\n`),
    });
    expect(rendered.problems.map((problem) => problem.class)).to.deep.equal(['substitution']);
    expect(names(rendered)).to.deep.equal(['Service web']);
    const nested = filled('80', set('      A: a\n'), {
      'apps/web.yaml': service('80', `  annotations:\n    a: ${'${B:='.repeat(100)}${'}'.repeat(100)}\n`),
    });
    expect(nested.problems.map((problem) => problem.class)).to.deep.equal(['substitution']);
  });

  it('may bring structure, or break it', () => {
    const structure = filled('80', set('      A: "{x: z}"\n'), { 'apps/web.yaml': service('80', '  x: ${A}\n') });
    expect(valueOf(structure, 'Service', 'web', 'metadata', 'x')).to.deep.equal({ x: 'z' });
    const broken = filled('80', set('      A: "{x"\n'), { 'apps/web.yaml': service('80', '  x: ${A}\n') });
    expect(broken.problems.map((problem) => problem.class)).to.deep.equal(['substitution']);
  });

  it('is none without a source and a path: a patch for one that stands elsewhere', () => {
    const files = {
      'clusters/site/patches/apps.yaml':
        'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: apps }\nspec: { patches: [] }\n',
      'apps/web.yaml': service(),
    };
    const rendered = workspaceOf(files).applied('Kustomization', 'apps');
    expect([names(rendered), rendered.problems]).to.deep.equal([[], []]);
  });

  it('counts paths in an artifact that nobody describes from a folder around the object, where they are there', () => {
    const files = (kind: string) => ({
      'kubernetes/clusters/site/apps.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec:
  path: ./apps
  sourceRef: { kind: ${kind}, name: flux-system }
`,
      'kubernetes/apps/web.yaml': service('80', '  namespace: shop\n'),
    });
    expect(names(workspaceOf(files('OCIRepository')).applied('Kustomization', 'apps'))).to.deep.equal(['Service shop/web']);
    const git = workspaceOf(files('GitRepository')).applied('Kustomization', 'apps');
    expect(told(git.problems, files('GitRepository'))).to.deep.equal(['error missing-path kubernetes/clusters/site/apps.yaml:./apps']);
  });

  it('takes the outermost folder with a kustomization around the object for the root of such an artifact, and none where there is none', () => {
    const files = {
      'kubernetes/clusters/site/flux-system/instance.yaml':
        'apiVersion: fluxcd.controlplane.io/v1\nkind: FluxInstance\nmetadata: { name: flux, namespace: flux-system }\nspec:\n  sync: { kind: OCIRepository, url: "oci://registry.example/site", path: ./ }\n',
      'docs/template.yml': 'parts: [a]\n',
      'kubernetes/clusters/site/web.yaml': service('80', '  namespace: shop\n'),
    };
    const unknown = workspaceOf(files).applied('FluxInstance', 'flux');
    expect([names(unknown), told(unknown.problems, files)]).to.deep.equal([
      [],
      ['unknown elsewhere kubernetes/clusters/site/flux-system/instance.yaml:./'],
    ]);
    const rooted = {
      ...files,
      'kubernetes/clusters/site/kustomization.yaml': 'resources: [web.yaml]\n',
      'kubernetes/clusters/site/flux-system/kustomization.yaml': 'resources: [instance.yaml]\n',
    };
    expect(names(workspaceOf(rooted).applied('FluxInstance', 'flux'))).to.deep.equal(['Service shop/web']);
  });
});
