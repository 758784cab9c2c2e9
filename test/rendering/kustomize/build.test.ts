import { expect } from 'chai';
import { buildKustomization } from '../../../src/rendering/kustomize/build.ts';
import type { Base } from '../../../src/rendering/kustomize/layer.ts';
import { toPlain } from '../../../src/rendering/yaml/plain.ts';
import { inFile, readYaml } from '../../../src/rendering/yaml/read.ts';
import { sourcesOf } from './memory.ts';

const web = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: main
        image: nginx
`;
const gate = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: gate\nspec:\n  ports:\n  - port: 80\n';

interface Build {
  readonly does: string;
  readonly files: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** The objects in order, as YAML. */
  readonly gives: string;
}

const kustomization = (text: string, more: Readonly<Record<string, string>> = {}) => ({
  'kustomization.yaml': text,
  'web.yaml': web,
  'gate.yaml': gate,
  ...more,
});
const ownSchema = JSON.stringify({
  definitions: {
    Thing: {
      properties: {
        spec: { properties: { list: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'id' } } },
      },
      'x-kubernetes-group-version-kind': [{ group: 'ex.com', version: 'v1', kind: 'Thing' }],
    },
  },
});
const patchOfWeb = JSON.stringify({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { template: { spec: { containers: [{ name: 'side', image: 'a' }] } } },
});
/** Two bases of which the second has a schema, and a patch of the web above them. */
const withSchemaInBase = (first: string) =>
  kustomization(`resources: [a, b, web.yaml]\npatches: [{patch: '${patchOfWeb}'}]\n`, {
    'a/kustomization.yaml': 'resources: [x.yaml]\n',
    'a/x.yaml': first,
    'b/kustomization.yaml': 'resources: [c]\n',
    'b/c/kustomization.yaml': 'resources: [y.yaml]\nopenapi: {path: s.json}\n',
    'b/c/y.yaml': named('Secret', 'y'),
    'b/c/s.json': ownSchema,
  });
const named = (kind: string, name: string, apiVersion = 'v1') => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}}\n`;

// Each result was printed by kubectl kustomize 1.35.2.
const builds: readonly Build[] = [
  {
    does: 'puts namespace, prefix, suffix and labels where they belong, whatever their order in the file',
    files: kustomization(
      'nameSuffix: -z\nlabels: [{pairs: {team: a}}]\nnamespace: edge\nnamePrefix: p-\nresources: [gate.yaml, ns.yaml, crd.yaml, class.yaml]\n',
      {
        'ns.yaml': named('Namespace', 'any'),
        'crd.yaml': named('CustomResourceDefinition', 'a.b.c', 'apiextensions.k8s.io/v1'),
        'class.yaml': named('GatewayClass', 'g', 'gateway.networking.k8s.io/v1'),
      },
    ),
    gives: `apiVersion: v1
kind: Namespace
metadata: {name: edge, labels: {team: a}}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: a.b.c, labels: {team: a}}
---
apiVersion: v1
kind: Service
metadata: {name: p-gate-z, namespace: edge, labels: {team: a}}
spec: {ports: [{port: 80}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: p-g-z, namespace: edge, labels: {team: a}}
`,
  },
  {
    does: 'gives a Service without selector one by commonLabels, and leaves an empty pod selector empty',
    files: kustomization('commonLabels: {app: x}\nresources: [gate.yaml, policy.yaml]\n', {
      'policy.yaml': `${named('NetworkPolicy', 'n', 'networking.k8s.io/v1')}spec: {podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {a: b}}}]}]}\n`,
    }),
    gives: `apiVersion: v1
kind: Service
metadata: {name: gate, labels: {app: x}}
spec: {ports: [{port: 80}], selector: {app: x}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: n, labels: {app: x}}
spec: {podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {a: b, app: x}}}]}]}
`,
  },
  {
    does: 'lets a suffix and an image of a label that stands in several places show in all of them',
    files: kustomization('resources: [base]\nnameSuffix: -s\nimages: [{name: nginx, newTag: "2"}]\nconfigurations: [fields.yaml]\n', {
      'fields.yaml':
        'images: [{path: spec/selector/app}]\nnameSuffix: [{path: metadata/labels/line, kind: Service}, {path: spec/selector/line, kind: Service}]\n',
      'base/kustomization.yaml': 'labels: [{includeSelectors: true, pairs: {app: nginx, line: a}}]\nresources: [gate.yaml]\n',
      'base/gate.yaml': gate,
    }),
    gives: `
apiVersion: v1
kind: Service
metadata: {name: gate-s, labels: {app: "nginx:2", line: a-s-s}}
spec: {ports: [{port: 80}], selector: {app: "nginx:2", line: a-s-s}}
`,
  },
  {
    does: 'says nothing of where an object comes from whose annotations a patch of operations has replaced',
    files: kustomization(
      'buildMetadata: [originAnnotations]\nnameSuffix: -s\nresources: [gate.yaml]\npatches: [{target: {kind: Service}, patch: "[{\\"op\\": \\"add\\", \\"path\\": \\"/metadata/annotations\\", \\"value\\": {\\"a\\": \\"b\\"}}]"}]\n',
    ),
    gives: `
apiVersion: v1
kind: Service
metadata:
  name: gate-s
  annotations:
    a: b
    config.kubernetes.io/origin: |
      configuredIn: kustomization.yaml
      configuredBy:
        apiVersion: builtin
        kind: PatchTransformer
spec: {ports: [{port: 80}]}
`,
  },
  {
    does: 'writes a label over in all places that one transformer added it to',
    files: kustomization('resources: [base]\nlabels: [{pairs: {app: z}}]\n', {
      'base/kustomization.yaml': 'resources: [gate.yaml]\ncommonLabels: {app: x}\n',
      'base/gate.yaml': gate,
    }),
    gives: 'apiVersion: v1\nkind: Service\nmetadata: {name: gate, labels: {app: z}}\nspec: {ports: [{port: 80}], selector: {app: z}}\n',
  },
  {
    does: 'lets a patch see the names of the layer below, and not those of its own',
    files: kustomization(
      'namePrefix: b-\nresources: [base]\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: gate}\n    spec: {type: NodePort}\n- target: {name: a-gate}\n  patch: |-\n    - {op: add, path: /spec/x, value: yes}\n',
      { 'base/kustomization.yaml': 'namePrefix: a-\nresources: [gate.yaml]\n', 'base/gate.yaml': gate },
    ),
    gives: 'apiVersion: v1\nkind: Service\nmetadata: {name: b-a-gate}\nspec: {ports: [{port: 80}], type: NodePort, x: true}\n',
  },
  {
    does: 'forgets what an object was called, and that it gets a hash, where a patch takes all its annotations away',
    files: kustomization(
      'resources: [base]\npatches:\n- patch: "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, annotations: null}}"\n- target: {kind: Service}\n  patch: "{apiVersion: v1, kind: Service, metadata: {name: any, annotations: {$patch: replace, z: q}}}"\n',
      {
        'base/kustomization.yaml':
          'namePrefix: p-\nresources: [gate.yaml, ingress.yaml]\nconfigMapGenerator: [{name: c, literals: [a=1]}]\n',
        'base/gate.yaml': gate,
        'base/ingress.yaml':
          'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {defaultBackend: {service: {name: gate}}}\n',
      },
    ),
    gives:
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: p-c}\ndata: {a: "1"}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: p-gate, annotations: {z: q}}\nspec: {ports: [{port: 80}]}\n---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: p-i}\nspec: {defaultBackend: {service: {name: gate}}}\n',
  },
  {
    does: 'counts a transformer of prefix and suffix as one',
    files: kustomization('resources: [gate.yaml]\nbuildMetadata: [transformerAnnotations]\ntransformers: [t.yaml]\n', {
      't.yaml':
        'apiVersion: builtin\nkind: PrefixSuffixTransformer\nmetadata: {name: t}\nprefix: p-\nsuffix: -s\nfieldSpecs: [{path: metadata/name}]\n',
    }),
    gives:
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: p-gate-s\n  annotations:\n    alpha.config.kubernetes.io/transformations: |\n      - configuredIn: t.yaml\n        configuredBy:\n          apiVersion: builtin\n          kind: PrefixSuffixTransformer\n          name: t\nspec: {ports: [{port: 80}]}\n',
  },
  {
    does: 'merges what generators of an overlay add, and names the result by its content',
    files: kustomization('resources: [base]\nconfigMapGenerator: [{name: c, behavior: merge, literals: [b="2"]}]\n', {
      'base/kustomization.yaml': 'namePrefix: p-\nconfigMapGenerator: [{name: c, literals: [a=1]}]\n',
    }),
    gives: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: p-c-7gdc49gk6d}\ndata: {a: "1", b: "2"}\n',
  },
  {
    does: 'reads literals, lines of environment files and files in that order of rules',
    files: kustomization(
      'configMapGenerator:\n- name: c\n  envs: [e.env]\n  literals: ["q=\'x\'", e=]\n  files: [f.txt, k=f.txt]\n  options: {disableNameSuffixHash: true, immutable: true}\n',
      { 'e.env': '\uFEFFA=1\n  # c\n\nB="q"\r\nC\n', 'f.txt': 'one\ntwo\n' },
    ),
    gives:
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\nimmutable: true\ndata: {A: "1", B: "\\"q\\"", C: "", e: "", f.txt: "one\\ntwo\\n", k: "one\\ntwo\\n", q: x}\n',
  },
  {
    does: 'takes a component for a part of its parent: it changes what is gathered before it',
    files: kustomization('resources: [gate.yaml]\ncomponents: [one, two]\n', {
      'one/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: a-\nresources: [x.yaml]\n',
      'one/x.yaml': named('X', 'x'),
      'two/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: b-\nresources: [y.yaml]\n',
      'two/y.yaml': named('X', 'y'),
    }),
    gives: `${gate.replace('gate', 'b-a-gate')}---\n${named('X', 'b-a-x')}---\n${named('X', 'b-y')}`,
  },
  {
    does: 'puts lists apart behind the other documents of their file',
    files: kustomization('resources: [all.yaml]\nsortOptions: {order: fifo}\n', {
      'all.yaml': `apiVersion: v1\nkind: XList\nitems: [{apiVersion: v1, kind: X, metadata: {name: a}}]\n---\n${named('X', 'b')}---\napiVersion: v1\nkind: YList\nmetadata: {name: c}\n`,
    }),
    gives: `${named('X', 'b')}---\n${named('YList', 'c')}---\n${named('X', 'a')}`,
  },
  {
    does: 'prints core kinds behind groups of equal rank, and objects without namespace behind those with one',
    files: kustomization('resources: [all.yaml]\n', {
      'all.yaml': [
        named('Pod', 'p'),
        named('Ingress', 'i', 'networking.k8s.io/v1'),
        named('Service', 's'),
        'apiVersion: v1\nkind: Service\nmetadata: {name: z, namespace: n}\n',
        named('ValidatingWebhookConfiguration', 'v', 'admissionregistration.k8s.io/v1'),
        named('Namespace', 'n'),
      ].join('---\n'),
    }),
    gives: [
      named('Namespace', 'n'),
      'apiVersion: v1\nkind: Service\nmetadata: {name: z, namespace: n}\n',
      named('Service', 's'),
      named('Ingress', 'i', 'networking.k8s.io/v1'),
      named('Pod', 'p'),
      named('ValidatingWebhookConfiguration', 'v', 'admissionregistration.k8s.io/v1'),
    ].join('---\n'),
  },
  {
    does: 'follows links to folders, and to files inside',
    files: {
      'o/kustomization.yaml': 'resources: [b, s.yaml]\n',
      'real/kustomization.yaml': 'resources: [x.yaml]\n',
      'real/x.yaml': named('X', 'x'),
      'o/in/s.yaml': named('X', 's'),
    },
    links: { 'o/b': 'real', 'o/s.yaml': 'o/in/s.yaml' },
    folder: 'o',
    gives: `${named('X', 's')}---\n${named('X', 'x')}`,
  },
  {
    does: 'lets field names have any letter case, and the last of several count',
    files: kustomization('NAMEPREFIX: c-\nResources: [gate.yaml]\nnamePrefix: a-\nnamePrefix: b-\n'),
    gives: gate.replace('gate', 'b-gate'),
  },
  {
    does: 'makes texts of all annotations, and takes away those that are its own',
    files: kustomization('resources: [x.yaml]\n', {
      'x.yaml': 'apiVersion: v1\nkind: X\nmetadata: {name: x, annotations: {a: 0x1F, b: null, c: 1.0, config.kubernetes.io/index: "0"}}\n',
    }),
    gives: 'apiVersion: v1\nkind: X\nmetadata: {name: x, annotations: {a: "0x1F", b: "null", c: "1.0"}}\n',
  },
  {
    does: 'makes a text of a value that a replacement created, once there are vars',
    files: kustomization(
      'resources: [gate.yaml]\nreplacements:\n- sourceValue: "8"\n  targets: [{select: {kind: Service}, fieldPaths: [metadata.labels.app], options: {create: true}}]\nvars: [{name: S, objref: {apiVersion: v1, kind: Service, name: gate}}]\n',
    ),
    gives: 'apiVersion: v1\nkind: Service\nmetadata: {labels: {app: "8"}, name: gate}\nspec: {ports: [{port: 80}]}\n',
  },
  {
    does: 'puts values of vars in place, with the type of the value where the text is nothing else',
    files: kustomization(
      'namePrefix: p-\nvars: [{name: S, objref: {apiVersion: v1, kind: Service, name: gate}}, {name: P, objref: {apiVersion: v1, kind: Service, name: gate}, fieldref: {fieldPath: "spec.ports[0].port"}}]\nresources: [gate.yaml, pod.yaml]\n',
      {
        'pod.yaml':
          'apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{args: ["$(S):$(P)", "$(P)", "$$(S)", "$(Q)"]}]}\n',
      },
    ),
    gives: `${gate.replace('gate', 'p-gate')}---\napiVersion: v1\nkind: Pod\nmetadata: {name: p-x}\nspec: {containers: [{args: ["p-gate:80", 80, $(S), $(Q)]}]}\n`,
  },
  {
    does: 'says where objects come from, where buildMetadata asks for it',
    files: kustomization(
      'resources: [base]\nnamePrefix: a-\nbuildMetadata: [originAnnotations, transformerAnnotations, managedByLabel]\n',
      { 'base/kustomization.yaml': 'resources: [x.yaml]\n', 'base/x.yaml': named('X', 'x') },
    ),
    gives:
      'apiVersion: v1\nkind: X\nmetadata:\n  name: a-x\n  labels: {app.kubernetes.io/managed-by: kustomize-v5.7.1}\n  annotations:\n    config.kubernetes.io/origin: "path: base/x.yaml\\n"\n    alpha.config.kubernetes.io/transformations: "- configuredIn: kustomization.yaml\\n  configuredBy:\\n    apiVersion: builtin\\n    kind: PrefixTransformer\\n"\n',
  },
  {
    does: 'runs builtin transformers with fields of their own, behind its own',
    files: kustomization('namePrefix: a-\nresources: [gate.yaml]\ntransformers: [t.yaml]\n', {
      't.yaml': 'apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: t}\nprefix: b-\nfieldSpecs: [{path: metadata/name}]\n',
    }),
    gives: gate.replace('gate', 'b-a-gate'),
  },
  {
    does: 'leaves out what is for local use, after others have used its name',
    files: kustomization('resources: [x.yaml, gate.yaml]\n', {
      'x.yaml': 'apiVersion: v1\nkind: X\nmetadata: {name: x, annotations: {config.kubernetes.io/local-config: "true"}}\n',
    }),
    gives: gate,
  },
  {
    does: 'prefixes only the kinds that a configuration names, since they hide the field of all kinds',
    files: kustomization('namePrefix: p-\nresources: [web.yaml, gate.yaml]\nconfigurations: [c.yaml]\n', {
      'c.yaml': 'namePrefix: [{path: metadata/name, kind: Service, version: v1}]\n',
    }),
    gives: `${gate.replace('gate', 'p-gate')}---\n${web}`,
  },
  {
    does: 'reads files whose first document stands behind a comment',
    files: kustomization('# c\n---\nresources: [gate.yaml]\npatches: [{path: p.yaml}]\n', {
      'p.yaml': `# c\n\n---\n${named('Service', 'gate')}spec: {type: NodePort}\n`,
    }),
    gives: `${gate}  type: NodePort\n`,
  },
  {
    does: 'finds annotations that nobody wrote where a label may stand that is not made, once it has noted an earlier name',
    files: kustomization('namePrefix: p-\nresources: [gate.yaml]\nlabels: [{pairs: {l: m}, fields: [{path: metadata/annotations}]}]\n'),
    gives: `apiVersion: v1
kind: Service
metadata:
  annotations: {l: m}
  labels: {l: m}
  name: p-gate
spec:
  ports: [{port: 80}]
`,
  },
  {
    does: 'finds none there where it has noted nothing',
    files: kustomization('resources: [gate.yaml]\nlabels: [{pairs: {l: m}, fields: [{path: metadata/annotations}]}]\n'),
    gives: `apiVersion: v1
kind: Service
metadata:
  labels: {l: m}
  name: gate
spec:
  ports: [{port: 80}]
`,
  },
  {
    does: 'merges by the built-in schema beside one that a base names where a kind was met before that it does not have',
    files: withSchemaInBase(named('Other', 'x', 'ex.com/v1')),
    gives: `apiVersion: v1
kind: Secret
metadata: {name: y}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {template: {spec: {containers: [{image: a, name: side}, {image: nginx, name: main}]}}}
---
apiVersion: ex.com/v1
kind: Other
metadata: {name: x}
`,
  },
  {
    does: 'merges by the schema that a base names alone where nothing of the kind was met before',
    files: withSchemaInBase(named('ConfigMap', 'x')),
    gives: `apiVersion: v1
kind: ConfigMap
metadata: {name: x}
---
apiVersion: v1
kind: Secret
metadata: {name: y}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {template: {spec: {containers: [{image: a, name: side}]}}}
`,
  },
  {
    does: 'reads numbers and booleans as texts in configurations of builtins and in files of replacements, not in kustomizations',
    files: kustomization('resources: [gate.yaml]\ntransformers: [t.yaml]\nreplacements: [{path: r.yaml}]\n', {
      't.yaml': `${named('AnnotationsTransformer', 'a', 'builtin')}annotations: {a: true, b: 42, c: 1.50}\nfieldSpecs: [{path: metadata/annotations, create: true}]\n`,
      'r.yaml': 'sourceValue: 0x10\ntargets: [{select: {kind: Service}, fieldPaths: [spec.clusterIP], options: {create: true}}]\n',
    }),
    gives: `apiVersion: v1
kind: Service
metadata: {name: gate, annotations: {a: "true", b: "42", c: "1.5"}}
spec: {clusterIP: 16, ports: [{port: 80}]}
`,
  },
];

function built(files: Readonly<Record<string, string>>, folder = '', links: Readonly<Record<string, string>> = {}) {
  const { manifests, problems } = buildKustomization(sourcesOf(files, links), folder);
  return { objects: manifests.map(({ root }) => toPlain(root)), problems };
}

describe('Building a kustomization', () => {
  for (const { does, files, links, folder, gives } of builds)
    it(does, () => {
      const { objects, problems } = built(files, folder, links);
      expect(problems.filter(({ severity }) => severity !== 'warning')).to.deep.equal([]);
      const expected = readYaml(gives, inFile(''), { dialect: 'yaml-1.2', duplicates: 'error' }).flatMap(({ root }) =>
        root === undefined ? [] : [toPlain(root)],
      );
      expect(objects).to.deep.equal(expected);
    });

  it('reads and gathers a base once for all its overlays, which do not see what the others make of it', () => {
    const files: Record<string, string> = {
      'base/kustomization.yaml': 'resources: [gate.yaml]\ncommonLabels: {a: b}\n',
      'base/gate.yaml': gate,
    };
    for (let index = 0; index < 20; index++) files[`o${index}/kustomization.yaml`] = `resources: [../base]\nnamePrefix: p${index}-\n`;
    const sources = sourcesOf(files);
    const bases = new Map<string, Base>();
    for (let index = 0; index < 20; index++) {
      const { manifests, looked } = buildKustomization(sources, `o${index}`, { bases });
      expect(manifests.map(({ root }) => toPlain(root))).to.deep.equal([
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: `p${index}-gate`, labels: { a: 'b' } },
          spec: { ports: [{ port: 80 }], selector: { a: 'b' } },
        },
      ]);
      expect([...looked]).to.include.members(['base/gate.yaml', 'base/kustomization.yml', `o${index}/kustomization.yaml`]);
    }
    expect(sources.asked.get('base/gate.yaml')).to.equal(1);
    expect(sources.asked.get('base/kustomization.yaml')).to.equal(1);
  });

  it('finds a circle also where a base was gathered before from elsewhere', () => {
    const sources = sourcesOf({
      'a/kustomization.yaml': 'resources: [../b]\n',
      'b/kustomization.yaml': 'resources: [../c]\n',
      'c/kustomization.yaml': 'resources: [x.yaml]\n',
      'c/x.yaml': named('X', 'x'),
      'c/d/kustomization.yaml': 'resources: [../../b]\n',
    });
    const bases = new Map<string, Base>();
    expect(buildKustomization(sources, 'a', { bases }).problems).to.deep.equal([]);
    expect(buildKustomization(sources, 'c/d', { bases }).problems.map((problem) => problem.class)).to.deep.equal(['cycle']);
  });

  it('goes on after an error, and reports that of a base once though two layers bring it in', () => {
    const { objects, problems } = built({
      'kustomization.yaml': 'resources: [a, b]\n',
      'a/kustomization.yaml': 'namePrefix: a-\nresources: [../base]\n',
      'b/kustomization.yaml': 'namePrefix: b-\nresources: [../base]\n',
      'base/kustomization.yaml': 'resources: [none.yaml, gate.yaml]\n',
      'base/gate.yaml': gate,
    });
    expect(problems.map((problem) => problem.class)).to.deep.equal(['missing-file']);
    expect(objects.map((object) => JSON.stringify(object).includes('"a-gate"'))).to.deep.equal([true, false]);
  });

  it('renders charts by the hook alone, and takes what it gives as generated', () => {
    const sources = sourcesOf({ 'kustomization.yaml': 'helmCharts: [{name: web, releaseName: r}]\nnamePrefix: p-\n' });
    const without = buildKustomization(sources, '');
    expect(without.problems.map(({ severity, at }) => ({ severity, at }))).to.deep.equal([
      { severity: 'unknown', at: { file: 'kustomization.yaml', start: 20, end: 23 } },
    ]);
    const [document] = readYaml(named('X', 'x'), inFile('web/templates/x.yaml'), { dialect: 'yaml-1.1', duplicates: 'last' });
    const { root } = document ?? {};
    if (root?.type !== 'map') throw new Error('an object is there');
    const rendered = buildKustomization(sources, '', {
      helmCharts: ({ chart }) => ({ manifests: [{ root, source: String(chart.entries.length) }], problems: [], looked: new Set(['web']) }),
    });
    expect(rendered.manifests.map((manifest) => [toPlain(manifest.root), manifest.source])).to.deep.equal([
      [{ apiVersion: 'v1', kind: 'X', metadata: { name: 'p-x' } }, '2'],
    ]);
    expect(rendered.looked).to.include('web');
  });
});
