import assert from 'node:assert/strict';
import { limits } from '../../src/manifests/limits.ts';
import { readDocument } from '../../src/manifests/read.ts';
import { describeProblems, problemsOf } from '../support/reading.ts';
import { factsOf } from '../support/cluster.ts';
import { endsSoon } from '../support/processorTime.ts';

const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';

function namesIn(text: string, file?: string): readonly string[] {
  return factsOf(text, file).flatMap(({ resources }) => resources.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
}

describe('bad input', () => {
  it('leaves broken YAML of other programs alone, though the word kind is in it', () => {
    const hooks =
      'repos:\n- hooks:\n  - entry: bash -c \'for f in "$@"; do echo "Warning: $f"; done\'\n    exclude: clusters/kind\\.yaml\n';
    assert.deepEqual(readDocument({ file: '.pre-commit-config.yaml', text: hooks }).problems, []);
    assert.deepEqual(readDocument({ file: 'a.yaml', text: `<<<<<<< HEAD\n${hooks}=======\n>>>>>>> main\n` }).problems, []);
    for (const head of ['kind: Service\n', 'apiVersion: v1 # no kind\n', '- { "kind" : Service }\n'])
      assert.equal(readDocument({ file: 'a.yaml', text: `${head}a: b: c\n` }).problems.length, 1);
  });

  it('a syntax error is reported at its place; the documents around it are read', () => {
    const text = `${service}---\n${service.replace('web', 'b')}spec: { ports: [\n---\n${service.replace('web', 'c')}`;
    const facts = factsOf(text);
    assert.deepEqual(
      facts.map(({ unreadable }) => unreadable),
      [false, true, false],
    );
    assert.match(describeProblems(facts)[0] ?? '', /^yaml\/syntax: This cannot be read as YAML: /);
    assert.deepEqual([namesIn(text)[0], namesIn(text).at(-1)], ['Service web', 'Service c']);
  });

  const halfTyped: readonly string[] = [
    `${service}spec:\n  selector:\n    app`,
    `${service}spec:\n  selector:\n    app:`,
    `${service}spec:\n  ports:\n  -`,
    `${service}spec:\n  ports:\n  - port:`,
    `${service}spec:\n  sel`,
    `${service}spe`,
    `${service}spec:\n  externalIPs: [10.0.0.1,`,
  ];
  for (const text of halfTyped) {
    it(`a half-typed manifest is the resource that it is so far: …${JSON.stringify(text.slice(service.length))}`, () => {
      assert.deepEqual(namesIn(text), ['Service web']);
    });
  }

  const kinds: readonly (readonly [what: string, text: string])[] = [
    [
      'a Service',
      `${service}spec: { selector: [a], ports: {}, clusterIPs: x, externalIPs: 1, type: [], publishNotReadyAddresses: 1, sessionAffinityConfig: x }\nstatus: []\n`,
    ],
    ['a Deployment', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: []\nspec: { replicas: two, selector: x, template: [] }\n'],
    [
      'a pod template',
      'apiVersion: apps/v1\nkind: Deployment\nspec: { template: { metadata: x, spec: { containers: web, hostNetwork: maybe, affinity: [], tolerations: {}, dnsConfig: 1, nodeSelector: [] } } }\n',
    ],
    ['a container', 'apiVersion: v1\nkind: Pod\nspec: { containers: [web, { ports: [80, { containerPort: http, hostPort: [] }] }] }\n'],
    [
      'a Node',
      'apiVersion: v1\nkind: Node\nspec: { podCIDRs: 10.0.0.0/24, taints: x, unschedulable: 1 }\nstatus: { addresses: {}, conditions: 1 }\n',
    ],
    ['Endpoints', 'apiVersion: v1\nkind: Endpoints\nsubsets: { addresses: [] }\n'],
    ['an EndpointSlice', 'apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\naddressType: []\nendpoints: {}\nports: 80\n'],
    [
      'what a container runs',
      'apiVersion: v1\nkind: Pod\nspec: { containers: [{ env: {}, args: x, command: [[a]], readinessProbe: 1, lifecycle: x }, { env: [a, { name: [], value: [] }], readinessProbe: { exec: { command: a }, httpGet: [], tcpSocket: { port: [] } } }] }\n',
    ],
    [
      'an Ingress',
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec: { defaultBackend: x, rules: [a, { http: { paths: [{ backend: { service: { name: [], port: 80 } } }, 1] } }], tls: x }\n',
    ],
    [
      'a NetworkPolicy',
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec: { podSelector: all, policyTypes: Ingress, ingress: [{ from: [x, { ipBlock: 10.0.0.0/8 }], ports: [80] }], egress: {} }\n',
    ],
    [
      'a NetworkPolicy of Calico',
      'apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nspec: { selector: [], order: x, ingress: [{ source: x, destination: { nets: 1, ports: {} } }], egress: 1 }\n',
    ],
    [
      'a ClusterConfiguration',
      'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nnetworking: { podSubnet: { a: b }, serviceSubnet: [[x]] }\n',
    ],
    [
      'a KubeletConfiguration',
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nclusterDNS: {}\nclusterDomain: {}\n',
    ],
    ['an IPPool', 'apiVersion: projectcalico.org/v3\nkind: IPPool\nspec: []\n'],
    ['an IPAddressPool', 'apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nspec: { addresses: {}, serviceAllocation: [] }\n'],
    ['a StatefulSet', 'apiVersion: apps/v1\nkind: StatefulSet\nspec: { serviceName: {}, ordinals: 1 }\n'],
    ['a CronJob', 'apiVersion: batch/v1\nkind: CronJob\nspec: { jobTemplate: [], suspend: 3 }\n'],
    ['a ConfigMap', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: config }\ndata: [address-pools]\n'],
    ['metadata', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: [], labels: [], annotations: x, ownerReferences: {} }\n'],
  ];
  for (const [what, text] of kinds) {
    it(`a wrong type in ${what} is reported at its field, and the resource is still there`, () => {
      const facts = factsOf(text);
      assert.equal(facts[0]?.resources.length, 1);
      assert.equal(facts[0].unreadable, false);
      if (what === 'a ConfigMap') return;
      assert.ok(facts[0].problems.length > 0);
      for (const problem of describeProblems(facts)) assert.match(problem, /^resource\/wrong-type: \S+ must be .+ @ \S/);
    });
  }

  it('an item that must be a map is reported by its list and number', () => {
    assert.deepEqual(problemsOf(`${service}spec: { ports: [80, { port: x }] }\n`), [
      'resource/wrong-type: ports[0] must be a map. @ 80',
      'resource/wrong-type: port must be a whole number. @ x',
    ]);
    assert.deepEqual(problemsOf('apiVersion: v1\nkind: Pod\nspec: { containers: [web, { name: b, ports: [8080] }] }\n'), [
      'resource/wrong-type: containers[0] must be a map. @ web',
      'resource/wrong-type: ports[0] must be a map. @ 8080',
    ]);
  });

  it('an unknown kind is kept as a name, without a problem', () => {
    const text = 'apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: x }\nspec: [1, { a: b }]\n';
    assert.deepEqual([namesIn(text), problemsOf(text)], [['Thing x'], []]);
  });

  it('a kind that is ours in another API group is not ours', () => {
    assert.deepEqual(
      factsOf('apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: x }\nspec: 1\n')[0]?.resources[0]?.type,
      'Other',
    );
  });

  for (const [what, text] of [
    ['empty', ''],
    ['blank', ' \n\n\t\n'],
    ['of comments', '# kind: Service\n'],
    ['of nothing but marks', '---\n---\n---\n'],
    ['null', '---\n# kind\n~\n'],
    ['a single word', 'kind'],
    ['a list', '- kind: a\n'],
    ['binary', '\0\x01\x02kind: \uFFFD'],
  ] as const) {
    it(`a file that is ${what} is passed over without a finding`, () => {
      assert.deepEqual([namesIn(text), problemsOf(text).filter((problem) => !problem.startsWith('yaml/syntax'))], [[], []]);
    });
  }

  it('a document over the limit is not read, in no time; the others of its file are', () => {
    const text = `${service}---\nkind: Service\nmetadata: { name: "${'x'.repeat(2 * 1024 * 1024)}" }\n---\n${service}`;
    endsSoon(() => {
      assert.deepEqual(problemsOf(text), [`yaml/limit: This document is larger than ${limits.document / 1024} KiB; it is not read. @ ---`]);
      assert.deepEqual(namesIn(text), ['Service web', 'Service web']);
    });
  });

  it('a file of 10 MB is set aside as a whole, in no time', () => {
    const text = service.repeat(Math.ceil((10 * 1024 * 1024) / service.length));
    endsSoon(() =>
      assert.deepEqual(
        [namesIn(text), problemsOf(text)],
        [[], [`yaml/limit: This file is larger than ${limits.file / 1024 / 1024} MiB; it is not read. @ apiVersion: v1`]],
      ),
    );
  });

  it('documents beyond the limit of a file are named, not read', () => {
    const text = '---\nkind: A\n'.repeat(limits.documents + 50);
    const facts = factsOf(text);
    assert.equal(facts.length, limits.documents);
    assert.equal(facts.map(({ document }) => document.text).join(''), text);
    assert.deepEqual(describeProblems(facts), [
      `yaml/limit: This document is in a file of more than ${limits.documents} documents; what lies beyond is not read. @ ---`,
    ]);
  });

  it('Git conflict markers end in one finding, at the first', () => {
    const text = `${service}spec:\n<<<<<<< ours\n  clusterIP: 10.0.0.1\n=======\n  clusterIP: 10.0.0.2\n>>>>>>> theirs\n`;
    assert.deepEqual(problemsOf(text), [
      'yaml/syntax: Git conflict markers: resolve the conflict so that this manifest can be read. @ <<<<<<< ours',
    ]);
    assert.equal(factsOf(text)[0]?.unreadable, true);
  });

  describe('aliases', () => {
    it('work, also in keys, merge keys and from the document before only', () => {
      const text = `${service.replace('web', '&name web')}spec:\n  selector: &labels { &key app: *name }\n  clusterIP: *none\n`;
      assert.match(problemsOf(text)[0] ?? '', /unknown anchor "none"/);
      const [resource] = factsOf(text.replace('  clusterIP: *none\n', '')).flatMap(({ resources }) => resources);
      assert.ok(resource?.type === 'Service');
      assert.deepEqual(resource.selector, { app: 'web' });
    });

    const bombs: readonly (readonly [what: string, text: string])[] = [
      [
        'nested in lists',
        `${service}a: &a0 [x]\n${Array.from({ length: 60 }, (_, index) => `b${index}: &a${index + 1} [*a${index}, *a${index}, *a${index}]\n`).join('')}`,
      ],
      [
        'nested in Lists',
        `kind: List\nx: &a0 { kind: List, items: [] }\n${Array.from({ length: 60 }, (_, index) => `b${index}: &a${index + 1} { kind: List, items: [*a${index}, *a${index}] }\n`).join('')}items: [*a60]\n`,
      ],
      [
        'in merge keys',
        `${service}m0: &m0 { a0: 1 }\n${Array.from({ length: 2000 }, (_, index) => `m${index + 1}: &m${index + 1}\n  <<: [*m${index}, *m${index}]\n  a${index + 1}: 1\n`).join('')}`,
      ],
      [
        'side by side',
        `apiVersion: v1\nkind: Pod\np: &p { containerPort: 1 }\nc: &c { ports: [${'*p,'.repeat(2000)}] }\nspec: { containers: [${'*c,'.repeat(2000)}] }\n`,
      ],
    ];
    for (const [what, text] of bombs) {
      it(`that stand for ever more, ${what}, end at a limit`, () => {
        endsSoon(() =>
          assert.match(problemsOf(text).join('\n'), /yaml\/limit: This document is one whose aliases stand for more than 100000 values/),
        );
      });
    }

    it('4,000 of one anchor cost no more than they stand for', () => {
      const text = `apiVersion: v1\nkind: Service\nmetadata: { name: web }\np: &p { port: 80 }\nspec: { ports: [${'*p,'.repeat(4000)}] }\n`;
      endsSoon(() => {
        const [resource] = factsOf(text)[0]?.resources ?? [];
        assert.ok(resource?.type === 'Service');
        assert.equal(resource.ports.length, 4000);
      });
    });

    it('5,000 anchors and as many aliases do not search for each other', () => {
      const text = `${service}spec:\n${Array.from({ length: 5000 }, (_, index) => `  k${index}: &a${index} 1\n  l${index}: *a${index}\n`).join('')}`;
      endsSoon(() => assert.deepEqual(problemsOf(text), []));
    });

    it('of themselves are refused', () => {
      assert.match(problemsOf(`${service}spec: &a\n  selector: *a\n`)[0] ?? '', /an anchor "a" whose value holds itself/);
    });
  });

  describe('nesting', () => {
    const lines = (count: number, line: (level: number) => string) => Array.from({ length: count }, (_, level) => line(level)).join('');
    const deep: readonly (readonly [what: string, text: string])[] = [
      ['in flow lists', `${service}x: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`],
      ['in flow maps', `${service}x: ${'{a: '.repeat(10_000)}${'}'.repeat(10_000)}\n`],
      ['in flow lists that do not end', `${service}x: ${'['.repeat(1_000_000)}`],
      ['in lists on one line', `${service}x:\n  ${'- '.repeat(10_000)}a\n`],
      ['in lists on one line, a megabyte of them', `${service}x:\n  ${'- '.repeat(500_000)}`],
      ['in explicit keys', `${service}x:\n  ${'? '.repeat(500_000)}`],
      ['in block maps', `${service}x:\n${lines(1400, (level) => `${' '.repeat(level + 1)}a:\n`)}`],
      ['in block lists', `${service}x:\n${lines(1000, (level) => `${' '.repeat(level + 1)}-\n`)}`],
      ['in JSON', `{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"x":${'[{"a":'.repeat(5000)}1${'}]'.repeat(5000)}}`],
    ];
    for (const [what, text] of deep) {
      it(`of 10,000 levels ${what} ends in one finding, with what stands before it read`, () => {
        endsSoon(() => {
          const [problem, ...others] = problemsOf(text).filter((each) => !each.includes('a key that is not a plain text'));
          assert.match(
            problem ?? '',
            /^yaml\/limit: This document is nested more than 100 levels deep; what lies beyond is not read\. @ \S$/,
          );
          assert.deepEqual(others, []);
          assert.deepEqual(namesIn(text), ['Service web']);
        });
      });
    }

    it('up to the limit is fine', () => {
      for (const text of [
        `${service}x: ${'['.repeat(98)}${']'.repeat(98)}\n`,
        `${service}x:\n${lines(98, (level) => `${' '.repeat(level + 1)}a:\n`)}`,
      ])
        assert.deepEqual(problemsOf(text), []);
    });

    it('inside the text of a ConfigMap is bounded too', () => {
      const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: config }\ndata:\n  config: |\n    address-pools: ${'['.repeat(100_000)}\n`;
      endsSoon(() => assert.match(problemsOf(text).join('\n'), /nested more than 100 levels deep/));
    });
  });

  describe('20,000 characters of one thing', () => {
    for (const piece of [
      ',',
      '"',
      "'",
      '{',
      ': ',
      '&a ',
      '*a ',
      '! ',
      '|',
      '{a,',
      '%',
      '#',
      '\t',
      '\n',
      ' \n',
      '? ',
      '- a: ',
      '"\\x',
      '$(a',
      '${',
      '<',
      '{{',
      '\r',
      '\u{1F600}',
    ]) {
      it(`${JSON.stringify(piece)} ends soon, with few findings`, () => {
        for (const prefix of ['spec: ', 'spec: [', 'metadata: { name: "']) {
          const text = `${service}${prefix}${piece.repeat(Math.floor(20_000 / piece.length))}`;
          endsSoon(() => assert.ok(problemsOf(text).length <= limits.problems + 2));
        }
      });
    }
  });

  it('duplicate keys are reported at the later one, which counts', () => {
    const text = `${service}spec:\n  clusterIP: 10.0.0.1\n  clusterIP: 10.0.0.2\n`;
    assert.deepEqual(problemsOf(text), [
      'yaml/duplicate-key: "clusterIP" stands here twice in one map; the last one counts. Remove one of the two. @ clusterIP',
    ]);
    const [resource] = factsOf(text)[0]?.resources ?? [];
    assert.ok(resource?.type === 'Service');
    assert.equal(resource.clusterIP, '10.0.0.2');
  });

  it('labels that are no texts are reported, and taken as what was meant', () => {
    const text = `${service}  labels: { a: 1, b: true, c: yes, d: 010, e: 1.50, f: , g: [x] }\n`;
    assert.deepEqual(problemsOf(text), [
      'resource/wrong-type: Label "a" must be a text; put it in quotes. @ 1',
      'resource/wrong-type: Label "b" must be a text; put it in quotes. @ true',
      'yaml/ambiguous-scalar: Label "c" must be a text, but without quotes Kubernetes reads yes as true; put it in quotes. @ yes',
      'yaml/ambiguous-scalar: Label "d" must be a text, but without quotes Kubernetes reads 010 as the number 8; put it in quotes. @ 010',
      'resource/wrong-type: Label "e" must be a text; put it in quotes. @ 1.50',
      'resource/wrong-type: Label "g" must be a text. @ [x]',
    ]);
    assert.deepEqual(factsOf(text)[0]?.resources[0]?.metadata.labels, { a: '1', b: 'true', c: 'yes', d: '010', e: '1.50', f: '' });
  });

  it('keys that objects inherit are ordinary ones, in labels and in manifests', () => {
    const text = `${service}  labels: { __proto__: a, constructor: b, toString: c, hasOwnProperty: d }\n__proto__: { x: 1 }\nconstructor: 1\n`;
    const [resource] = factsOf(text)[0]?.resources ?? [];
    assert.deepEqual(problemsOf(text), []);
    assert.deepEqual(Object.entries(resource?.metadata.labels ?? {}), [
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['toString', 'c'],
      ['hasOwnProperty', 'd'],
    ]);
    assert.equal(({} as Record<string, unknown>)['x'], undefined);
    assert.deepEqual(namesIn('apiVersion: v1\nkind: constructor\n'), ['constructor ']);
    assert.deepEqual(namesIn('apiVersion: __proto__\nkind: __proto__\n'), ['__proto__ ']);
  });

  it('line ends of any sort, and a byte-order mark, change nothing', () => {
    const text = `${service}  labels:\n    app: web\n---\n${service.replace('web', 'b')}spec:\n  externalIPs:\n    - 10.0.0.1\n`;
    for (const variant of [
      text,
      text.replaceAll('\n', '\r\n'),
      `\uFEFF${text}`,
      `\uFEFF---\n${text}`,
      `\uFEFF${text.replaceAll('\n', '\r\n')}`,
    ]) {
      assert.deepEqual([namesIn(variant), problemsOf(variant)], [['Service web', 'Service b'], []]);
      const [first, second] = factsOf(variant).flatMap(({ resources }) => resources);
      assert.deepEqual(first?.metadata.labels, { app: 'web' });
      assert.ok(second?.type === 'Service');
      assert.deepEqual(second.externalIPs, ['10.0.0.1']);
    }
  });

  it('carriage returns alone end lines, too', () => {
    const text = `${service}spec:\n  externalIPs:\n    - 10.0.0.1 # a\n  clusterIP: |\n    10.0.0.2\n`.replaceAll('\n', '\r');
    const [resource] = factsOf(text)[0]?.resources ?? [];
    assert.ok(resource?.type === 'Service');
    assert.deepEqual([problemsOf(text), resource.externalIPs, resource.clusterIP], [[], ['10.0.0.1'], '10.0.0.2\n']);
  });

  for (const [what, rest, place] of [
    ['a brace too many', 'spec: {}}\n', '}'],
    ['a bracket that nothing opened', 'x: ]\n', ']'],
    ['a bracket on a line of its own', ']\n', ']'],
    ['a list in the place of a key', '- a\n', '-'],
  ] as const) {
    it(`what stands where it cannot stand is reported: ${what}`, () => {
      const [problem, ...others] = problemsOf(`${service}${rest}`);
      assert.match(problem ?? '', /^yaml\/syntax: This cannot be read as YAML: /);
      assert.ok(problem?.endsWith(` @ ${place}`), problem);
      assert.deepEqual([others, namesIn(`${service}${rest}`)], [[], ['Service web']]);
    });
  }

  it('thousands of brackets too many are not read one by one', () => {
    const text = `${service}${']'.repeat(200_000)}`;
    assert.deepEqual(
      factsOf(text).map(({ problems }) => problems.length),
      [1],
    );
  });

  describe('what is filled in later', () => {
    const templates: readonly (readonly [what: string, text: string, place: string])[] = [
      ['a Helm action on a line of its own', `{{- if .Values.x }}\n${service}{{- end }}\n`, '{{'],
      ['a Helm value', service.replace('web', '{{ .Values.name }}'), '{{'],
      ['a quoted Helm value', service.replace('web', '"{{ .Values.name }}"'), '"{{ .Values.name }}"'],
      ['a Helm include', `${service}  labels:\n    {{- include "x.labels" . | nindent 4 }}\n`, '{{'],
      ['a Jinja block', `{% for x in y %}\n${service}  labels: { a: {{ x }} }\n{% endfor %}\n`, '{%'],
      ['a shell variable', service.replace('web', '${NAME}'), '${NAME}'],
      ['a make variable', `${service}spec: { selector: { app: $(APP) } }\n`, '$(APP)'],
      ['a blank to fill in', `${service}spec: { externalIPs: [<your-ip>] }\n`, '<your-ip>'],
      ['a number that is a placeholder', `${service}spec:\n  ports:\n  - port: \${PORT}\n`, '${PORT}'],
    ];
    for (const [what, text, place] of templates) {
      it(`is said once, quietly, and nothing else of the document: ${what}`, () => {
        const facts = factsOf(text);
        assert.deepEqual(describeProblems(facts), [
          `yaml/unreadable: This manifest has values that are filled in later (a template or a placeholder), so it is left out; what depends on it is not judged. @ ${place}`,
        ]);
        assert.deepEqual([facts[0]?.unreadable, facts[0]?.resources], [true, []]);
      });
    }

    it('does not matter in fields that are not read, nor in what a container is started with', () => {
      const text = `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [{ name: c, image: "\${IMAGE}", args: ["$(POD_IP)", "{{ x }}"], env: [{ name: A, value: "\${B}:80" }], readinessProbe: { httpGet: { port: "\${PORT}" } } }] }\n`;
      assert.deepEqual([namesIn(text), problemsOf(text)], [['Pod a'], []]);
    });
  });

  it('takes what a typed list says of its items for theirs', () => {
    const text = `apiVersion: v1\nkind: PodList\nitems:\n- metadata: { name: a }\n- metadata: { name: b }\n`;
    assert.deepEqual(
      factsOf(text)[0]?.resources.map(({ kind, apiVersion, metadata }) => `${apiVersion} ${kind} ${metadata.name}`),
      ['v1 Pod a', 'v1 Pod b'],
    );
  });

  it('a List of Lists is unpacked, each item with its place', () => {
    const text = `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ServiceList\n  items:\n  - { apiVersion: v1, kind: Service, metadata: { name: a } }\n- { apiVersion: v1, kind: Service, metadata: { name: b }, spec: { selector: 1 } }\n- nonsense\n-\n`;
    const [facts] = factsOf(text);
    assert.deepEqual(
      facts?.resources.map(({ metadata, root }) => [metadata.name, root]),
      [
        ['a', ['items', 0, 'items', 0]],
        ['b', ['items', 1]],
      ],
    );
    assert.deepEqual(problemsOf(text), ['resource/wrong-type: selector must be a map. @ 1']);
  });

  it('JSON is read like YAML', () => {
    const json = JSON.stringify(
      {
        apiVersion: 'v1',
        kind: 'List',
        items: [
          {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: { name: 'a', labels: { x: '1' } },
            spec: { externalIPs: ['10.0.0.1'], ports: [{ port: 80 }] },
          },
        ],
      },
      undefined,
      '\t',
    );
    for (const text of [json, JSON.stringify(JSON.parse(json))]) {
      const [resource] = factsOf(text, 'a.json')[0]?.resources ?? [];
      assert.ok(resource?.type === 'Service');
      assert.deepEqual(
        [resource.metadata.labels, resource.externalIPs, resource.ports[0]?.port, problemsOf(text)],
        [{ x: '1' }, ['10.0.0.1'], 80, []],
      );
    }
  });
});
