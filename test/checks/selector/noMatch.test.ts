import assert from 'node:assert/strict';
import { check as checkAll, fixed, fixTitles, relatedTo, type CheckOptions } from '../../support/marks.ts';

/** Services without a selector keep these texts short. */
const check = (text: string, options: CheckOptions = {}) =>
  checkAll(text, { ...options, severities: { 'service/no-selector': 'off', ...options.severities } });

const service = (selector: string, namespace = 'shop') => `apiVersion: v1
kind: Service
metadata: { name: web, namespace: ${namespace} }
spec:
  ports: [{ port: 80 }]
  selector:
${selector}
`;
const workload = (labels: string, kind = 'Deployment', spec = '', namespace = ', namespace: shop') => `---
apiVersion: apps/v1
kind: ${kind}
metadata: { name: web${namespace} }
spec:
  selector: { matchLabels: ${labels} }${spec}
  template:
    metadata: { labels: ${labels} }
    spec: { containers: [{ name: web, image: web }] }
`;

describe('selector/no-match', () => {
  it('names the workload that comes nearest and the label that differs', () => {
    const findings = check(
      `${service(`    app: wbe
    #    ^^^ warning selector/no-match: No pod has the labels app: wbe, tier: front. Nearest is Deployment shop/web. It has app: web instead of wbe.
    tier: front`)}${workload('{ app: web, tier: front }')}`,
    );
    assert.deepEqual(relatedTo(findings[0]), ['web | Deployment shop/web has app: web']);
    assert.deepEqual(fixTitles(findings), ['* Select app: web', 'Give Deployment shop/web the label app: wbe']);
  });

  it('fixes the selector, or the labels of the workload with its own selector', () => {
    const wrong = `${service("    app: 'wbe' # front end")}${workload('{ app: web }')}`;
    assert.equal(fixed(wrong), `${service("    app: 'web' # front end")}${workload('{ app: web }')}`);
    assert.equal(
      fixed(wrong, 'Give Deployment shop/web the label app: wbe'),
      `${service("    app: 'wbe' # front end")}${workload('{ app: wbe }')}`,
    );
  });

  it('points at the key of a label that the workload lacks', () => {
    const [finding] = check(
      `${service(`    app: web
    component: server
#   ^^^^^^^^^ warning selector/no-match: No pod has the labels app: web, component: server. Nearest is Deployment shop/web. It has no label component.`)}${workload('{ app: web }')}`,
    );
    assert.deepEqual(relatedTo(finding), ['labels | Deployment shop/web has no label component']);
    assert.deepEqual(finding?.fixes, []);
  });

  it('recognises a slip when nothing else matches, and says nothing of unlike labels', () => {
    check(
      `${service(`    app: fontend
    #    ^^^^^^^ warning selector/no-match: No pod has the labels app: fontend. Nearest is Deployment shop/web. It has app: frontend instead of fontend.`)}${workload('{ app: frontend }')}`,
    );
    check(
      `${service(`    app: database
#        ^^^^^^^^ warning selector/no-match: No pod has the labels app: database. Correct the selector, or add the workload.`)}${workload('{ app: frontend }')}`,
    );
  });

  it('says so when the pods are in another namespace', () => {
    const text = service(`    app: web
#        ^^^ warning selector/no-match: No pod in namespace shop has the labels app: web; Deployment store/web has them, in another namespace. A Service…`);
    check(`${text}${workload('{ app: web }', 'Deployment', '', ', namespace: store')}`);
  });

  it('doubts that where the namespace is the one that scaffolds of operators write', () => {
    const text = service(`    app: web
#        ^^^ hint selector/no-match: No pod in namespace system has the labels app: web; Deployment store/web has them, in another namespace. A Service…`);
    check(`${text.replace('namespace: shop', 'namespace: system')}${workload('{ app: web }', 'Deployment', '', ', namespace: store')}`);
  });

  const silent: readonly [what: string, text: string][] = [
    ['pods in another file', `${service('    app: web')}# file: b.yaml\n${workload('{ app: web }')}`],
    ['a workload whose namespace is set later', `${service('    app: web')}${workload('{ app: web }', 'Deployment', '', '')}`],
    ['a service whose namespace is set later', `${service('    app: web').replace(', namespace: shop', '')}${workload('{ app: web }')}`],
    ['a workload of no replicas', `${service('    app: web')}${workload('{ app: web }', 'Deployment', '\n  replicas: 0')}`],
    [
      'a CronJob',
      `${service('    app: web')}---
apiVersion: batch/v1
kind: CronJob
metadata: { name: web, namespace: shop }
spec: { jobTemplate: { spec: { template: { metadata: { labels: { app: web } }, spec: { containers: [] } } } } }
`,
    ],
    ['an Argo Rollout', `${service('    app: web')}${workload('{ app: web }', 'Rollout').replace('apps/v1', 'argoproj.io/v1alpha1')}`],
    [
      'a bare Pod',
      `${service('    app: web')}---\napiVersion: v1\nkind: Pod\nmetadata: { name: p, labels: { app: web } }\nspec: { containers: [{ name: a }] }\n`,
    ],
    [
      'a pod of a StatefulSet by name',
      `${service('    statefulset.kubernetes.io/pod-name: web-1')}${workload('{ app: web }', 'StatefulSet', '\n  replicas: 2')}`,
    ],
    ['labels that only the controller knows', `${service('    app: web\n    pod-template-hash: 5d8f')}${workload('{ app: web }')}`],
    ['a service without a selector', service('    app: web').replace(/ {2}selector:\n.*\n/, '')],
    ['an empty selector', service('    app: web').replace(/ {2}selector:\n.*\n/, '  selector: {}\n')],
    [
      'an ExternalName service',
      `${service('    app: web').replace('ports: [{ port: 80 }]', 'type: ExternalName\n  externalName: example.com')}${workload('{ app: other }')}`,
    ],
    [
      'endpoints written by hand',
      `${service('    app: web')}---\napiVersion: v1\nkind: Endpoints\nmetadata: { name: web, namespace: shop }\nsubsets: []\n${workload('{ app: other }')}`,
    ],
    [
      'an EndpointSlice written by hand',
      `${service('    app: web')}---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: { name: s, namespace: shop, labels: { kubernetes.io/service-name: web } }\naddressType: IPv4\nendpoints: []\n${workload('{ app: other }')}`,
    ],
    [
      'a Knative Service',
      'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web }, template: { spec: { containers: [] } } }\n',
    ],
  ];
  for (const [what, text] of silent) it(`is silent on ${what}`, () => check(text));

  it('leaves it to yaml/duplicate-key where a label stands twice and the earlier value would match', () => {
    const twice = (first: string, more = '') => service(`    app: ${first}\n    app: wbe\n#   ^^^ error yaml/duplicate-key${more}`);
    check(`${twice('web')}${workload('{ app: web }')}`);
    check(
      `${twice('wep', '\n    #    ^^^ warning selector/no-match: No pod has the labels app: wbe. Nearest…')}${workload('{ app: web }')}`,
    );
    const pod = (first: string) => `---
apiVersion: v1
kind: Pod
metadata:
  name: p
  namespace: shop
  labels:
    app: ${first}
    app: other
#   ^^^ error yaml/duplicate-key
spec: { containers: [{ name: a, image: a }] }
`;
    check(`${service('    app: web')}${pod('web')}`);
    check(`${service('    app: web\n#        ^^^ warning selector/no-match')}${pod('wide')}`);
  });

  it('reports a pod beyond the replicas as information, since more may run', () => {
    check(
      `${service(`    app: web
    statefulset.kubernetes.io/pod-name: web-2
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information selector/no-match: No pod has the labels app: web, statefulset.kubernetes.io/pod-name: web-2. Nearest is StatefulSet shop/web. Its replicas do not reach pod web-2.`)}${workload('{ app: web }', 'StatefulSet', '\n  replicas: 2')}`,
    );
  });

  const nearly = `${service(`    app: wbe
    #    ^^^ hint selector/no-match: No pod has the labels app: wbe. Nearest is Deployment shop/web. It has app: web instead of wbe. (WHY)`)}${workload('{ app: web }')}`;
  it('is a hint that says why when a manifest could not be read', () => {
    const unlike = (severity: string, why: string) =>
      `${service(`    app: cache\n#        ^^^^^ ${severity} selector/no-match: No pod has the labels app: cache. Correct the selector, or add the workload.${why}`)}${workload('{ app: web }')}---\n`;
    const hint = (why: string) => unlike('hint', ` (${why})`);
    const unread = (text: string) => void check(text, { reading: false });
    unread(`${hint('Part of a Deployment in test.yaml is filled in later.')}kind: Deployment\nmetadata: { name: {{ .Values.name }} }\n`);
    unread(
      `${hint('Part of Deployment shop/x is filled in later.')}kind: Deployment\nmetadata: { name: x, namespace: shop }\nspec: { template: { metadata: { labels: { app: \${APP} } }, spec: { containers: [] } } }\n`,
    );
    unread(`${hint('StatefulSet shop/x could not be read in full.')}kind: StatefulSet\nmetadata:\n  name: x\n  namespace: shop\nspec: [\n`);
    unread(`${hint('What a manifest in test.yaml is, is filled in later.')}{{ include "x" . }}\nkind: {{ .Values.kind }}\n`);
    // What is known of it is enough to see that it is nothing of that kind.
    unread(`${unlike('warning', '')}kind: ConfigMap\nmetadata: { name: {{ .Values.name }} }\n`);
    unread(`${unlike('warning', '')}kind: ConfigMap\nmetadata:\n  name: x\ndata: [\n`);
    unread(`${unlike('warning', '')}kind: Deployment\nmetadata: { name: {{ .Values.name }}, namespace: elsewhere }\n`);
    unread(
      `${unlike('warning', '')}kind: Deployment\nmetadata: { name: x }\nspec: { template: { metadata: { labels: { app: other, tier: \${T} } }, spec: { containers: [] } } }\n`,
    );
  });
  it('keeps its weight where only what it is next to can be meant: it has its name, or nothing else selects it', () => {
    const unread = '---\nkind: Deployment\nmetadata: { name: {{ .Values.name }} }\n';
    const near = nearly.replace('hint selector', 'warning selector').replace(' (WHY)', '');
    check(near + unread, { reading: false });
    check(`${near.replaceAll('name: web, namespace: shop }\nspec:\n  ports', 'name: front, namespace: shop }\nspec:\n  ports')}${unread}`, {
      reading: false,
    });
    const other = `---\n${service('    app: web').replace('name: web', 'name: back')}`;
    check(
      `${nearly.replace('WHY', 'Part of a Deployment in test.yaml is filled in later.').replaceAll('name: web, namespace: shop }\nspec:\n  ports', 'name: front, namespace: shop }\nspec:\n  ports')}${other}${unread}`,
      { reading: false },
    );
  });
  it('is a hint where something could not be rendered', () => {
    check(nearly.replace('WHY', 'What ../gone brings or changes is not known here.'), { unrendered: ['../gone'] });
  });
  it('is a hint when a kind may bring pods of its own', () => {
    const unlike = (severity: string, why = '') =>
      `${service(`    app: cache\n#        ^^^^^ ${severity} selector/no-match: No pod has the labels app: cache. Correct the selector, or add the workload.${why}`)}${workload('{ app: web }')}---\n`;
    const store = (namespace: string) => `apiVersion: example.com/v1\nkind: Store\nmetadata: { name: k${namespace} }\n`;
    const hint = unlike('hint', ' (Store k may have pods of its own.)');
    check(hint + store(''));
    check(hint + store(', namespace: shop'));
    check(unlike('warning') + store(', namespace: elsewhere'));
    check(`${unlike('warning')}apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata: { name: k }\n`);
    check(`${unlike('warning')}apiVersion: example.cert-manager.io/v1\nkind: Issuer\nmetadata: { name: k }\n`);
    check(`${nearly.replace('hint selector', 'warning selector').replace(' (WHY)', '')}---\n${store(', namespace: shop')}`);
    check(
      `${nearly.replace('hint selector', 'warning selector').replace(' (WHY)', '')}---\napiVersion: v1\nkind: Secret\nmetadata: { name: s }\n`,
    );
  });
  it('is silent on pods of a chart or the distribution: in a system namespace, and where no workload of its namespace is to be seen', () => {
    check(service('    app: dns', 'kube-system') + workload('{ app: web }').replace('namespace: shop', 'namespace: kube-system'));
    check(service('    app: web') + workload('{ app: other }').replace('namespace: shop', 'namespace: elsewhere'));
    check(
      service('    app: wbe\n    #    ^^^ warning selector/no-match', 'kube-system') +
        workload('{ app: web }').replace('namespace: shop', 'namespace: kube-system'),
    );
  });
  it('is a hint where no workload is among the manifests at all', () => {
    check(
      service(
        '    app: web\n#        ^^^ hint selector/no-match: No pod has the labels app: web. Correct the selector, or add the workload. (No workload is among these manifests.)',
      ),
    );
  });
  it('is silent on pods that an operator makes: the labels name its API group or its resource', () => {
    const made = (labels: string, apiVersion: string, name: string) =>
      check(
        `${service(`    ${labels}`)}${workload('{ app: web }')}---\napiVersion: ${apiVersion}\nkind: Made\nmetadata: { name: ${name}, namespace: shop }\n`,
      );
    made('cnpg.io/cluster: shop-db', 'postgresql.cnpg.io/v1', 'shop-db');
    made('prometheus: main', 'monitoring.coreos.com/v1', 'main');
    made('app: rfs-cache', 'databases.spotahome.com/v1', 'cache');
  });
  it('finds a slip of a written label also where an operator has a resource of part of that name', () => {
    check(
      `${service('    app: shop-boatd\n#        ^^^^^^^^^^ warning selector/no-match')}${workload('{ app: shop-board }')}---\napiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: { name: shop, namespace: shop }\n`,
    );
  });
  it('is silent on a value that is not written yet, and reports an empty one', () => {
    check(service('    app: ') + workload('{ app: web }'));
    check(service('    app:').replace('spec:\n', 'spec:\n  type:\n') + workload('{ app: web }'));
    check(
      service(
        '    app:\n#   ^^^ warning selector/no-match: The label app of the selector has no value: kubectl refuses it, or it asks for an empty one, which no pod has. Deployment shop/web has app: web.\n  sessionAffinity: None',
      ) + workload('{ app: web }'),
    );
    check(service('    app: ""\n#        ^^ warning selector/no-match') + workload('{ app: web }'));
  });
  it('stays a hint in doubt whatever the setting, and is off when set off', () => {
    check(nearly.replace('WHY', 'What patches brings or changes is not known here.'), {
      unrendered: ['patches'],
      severities: { 'selector/no-match': 'error' },
    });
    check(nearly.replace(/.*\^\^\^.*\n/, ''), { severities: { 'selector/no-match': 'off' } });
  });
  it('matches labels that objects inherit by no accident', () => {
    check(service('    constructor: x\n#                ^ warning selector/no-match') + workload('{ app: web }'));
  });
  it('is a hint for labels that programs put on their pods while they run', () => {
    check(
      service(
        '    app: db\n    role: primary\n#   ^^^^ hint selector/no-match: No pod has the labels app: db, role: primary. Nearest is StatefulSet shop/web. It has no label role. (A program may put the label role on its pods while they run.)',
      ) + workload('{ app: db }', 'StatefulSet'),
    );
    check(
      service('    app: db\n    role: primary\n    #     ^^^^^^^ warning selector/no-match') +
        workload('{ app: db, role: replica }', 'StatefulSet'),
    );
  });
});

describe('selector/no-match, the workload that was meant', () => {
  const service = (selector: string, name = 'orders') =>
    `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec:\n  selector:\n    ${selector}\n  ports: [{ port: 80 }]\n`;
  const deployment = (name: string, labels: string) =>
    `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name}, namespace: shop }\nspec:\n  selector: { matchLabels: { ${labels} } }\n  template:\n    metadata: { labels: { ${labels} } }\n    spec: { containers: [{ name: main, image: main }] }\n`;

  it('has the value under another key, which a fix selects', () => {
    const text = service('app: orders') + deployment('orders', 'app.kubernetes.io/name: orders');
    check(
      text.replace(
        'app: orders\n',
        'app: orders\n#   ^^^ warning selector/no-match: No pod has the labels app: orders. Nearest is Deployment shop/orders. It has no label app, but app.kubernetes.io/name: orders.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('    app: orders', '    app.kubernetes.io/name: orders'));
  });

  it('has the value with another ending', () => {
    check(
      `${service('app: orders-svc\n#        ^^^^^^^^^^ warning selector/no-match: No pod has the labels app: orders-svc. Nearest is Deployment shop/orders. It has app: orders-app instead of orders-svc.')}${deployment('orders', 'app: orders-app')}`,
    );
  });

  it('is the one of the name of the Service, where several are as near', () => {
    check(
      `${service('app: web3\n#        ^^^^ warning selector/no-match: No pod has the labels app: web3. Nearest is Deployment shop/web2. It has app: web2 instead of web3.', 'web2')}${deployment('web1', 'app: web1')}${deployment('web2', 'app: web2')}`,
    );
  });
});
