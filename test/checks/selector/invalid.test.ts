import assert from 'node:assert/strict';
import { check, fixed, fixTitles, relatedTo } from '../../support/marks.ts';

const pod = (spec: string, labels = '{ app: web }') => `apiVersion: v1
kind: Pod
metadata: { name: web, labels: ${labels} }
spec:
  containers: [{ name: web, image: web }]
${spec}
`;

describe('selector/invalid', () => {
  it('finds a label value once, wherever the resource has it', () => {
    const [finding] = check(`apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector:
    matchLabels:
      app: my shop
      #    ^^^^^^^ error selector/invalid: The API server refuses Deployment web. "my shop" is not a label value.
  template:
    metadata: { labels: { app: my shop } }
    spec: { containers: [{ name: web, image: web }] }
`);
    assert.deepEqual(relatedTo(finding), ['my shop | The same']);
  });

  it('finds labels and keys of any resource', () => {
    check(`apiVersion: v1
kind: ConfigMap
metadata:
  name: c
  labels:
    a/b/c: x
#   ^^^^^ error selector/invalid: The API server refuses ConfigMap c. "a/b/c" is not a label key.
    app: -web
    #    ^^^^ error selector/invalid: The API server refuses ConfigMap c. "-web" is not a label value.
`);
  });

  it('finds an operator that is none, and writes the one that is meant', () => {
    const text = pod(`  affinity:
    podAntiAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector:
          matchExpressions:
          - key: app
            operator: in
            values: [web]`);
    const findings = check(
      text.replace(
        'operator: in\n',
        'operator: in\n            #         ^^ error selector/invalid: The API server refuses Pod web. "in" is not an operator. Those that exist are In, NotIn, Exists and DoesNotExist.\n',
      ),
    );
    assert.deepEqual(fixTitles(findings), ['* Write In']);
    assert.equal(fixed(text), text.replace('operator: in', 'operator: In'));
  });

  it('finds values where none may be, and none where some must be', () => {
    check(`apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: guard }
spec:
  podSelector:
    matchExpressions:
    - key: app
      operator: Exists
      values: [web]
      #       ^^^^^ error selector/invalid: The API server refuses NetworkPolicy guard. Operator Exists takes no values.
  ingress:
  - from:
    - namespaceSelector: { matchExpressions: [{ key: team, operator: In }] }
    #                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error selector/invalid: The API server refuses NetworkPolicy guard. Operator In needs at least one value.
`);
  });

  it('finds an empty selector of a workload', () => {
    check(`apiVersion: apps/v1
kind: DaemonSet
metadata: { name: web }
spec:
  selector: {}
# ^^^^^^^^ error selector/invalid: The API server refuses DaemonSet web. Its selector is empty; it must ask for a label of its own pods.
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web }] }
`);
  });

  it('finds a workload without a selector, where none is filled in', () => {
    const workload = (apiVersion: string, mark = '') => `apiVersion: ${apiVersion}
kind: Deployment
metadata: { name: web }
spec:
${mark}  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web }] }
`;
    check(
      workload(
        'apps/v1',
        '#<-- error selector/invalid: The API server refuses Deployment web. It has no selector; it must ask for a label of its own pods.\n',
      ),
    );
    // A patch that stands by itself.
    check(
      workload('apps/v1')
        .replace('metadata: { labels: { app: web } }', 'metadata: {}')
        .replace(', image: web', ', env: [{ name: A, value: b }]'),
    );
    const unlabelled = workload('apps/v1').replace('metadata: { labels: { app: web } }', 'metadata: {}');
    for (const file of ['default/proxy_patch.yaml', 'patches/web.yaml']) check(`# file: ${file}\n${unlabelled}`);
    check(
      `# file: dispatch.yaml\n${unlabelled.replace('  template', '#<-- error selector/invalid: The API server refuses Deployment web. It has no selector…\n  template')}`,
    );
    check(workload('apps/v1beta1'), { severities: { 'resource/unknown-kind': 'off' } });
  });

  const silent: readonly [what: string, text: string][] = [
    ['an empty value, and a key with a prefix', pod('  nodeSelector: { node-role.kubernetes.io/worker: "" }')],
    [
      'operators of nodes',
      pod(
        '  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: cpus, operator: Gt, values: ["4"] }] }] } } }',
      ),
    ],
    [
      'an expression that is not typed yet',
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: guard }\nspec: { podSelector: { matchExpressions: [{ key: app }] } }\n`,
    ],
    [
      'the selector of a Service, which service/refused reports',
      'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec:\n  ports: [{ port: 80 }]\n  selector:\n    app: -web\n    #    ^^^^ error service/refused\n',
    ],
    [
      'what a custom resource holds',
      'apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: web }\nspec:\n  template: { metadata: { labels: { app: my shop } }, spec: { containers: [] } }\n',
    ],
  ];
  for (const [what, text] of silent)
    it(`is silent on ${what}`, () => check(text, { severities: { 'selector/no-match': 'off', 'policy/no-match': 'off' } }));

  it('is a hint when Kustomize changes what is written', () => {
    check(pod('', '{ app: my shop }').replace('} }\n', '} }\n#                                     ^^^^^^^ hint selector/invalid\n'), {
      unrendered: ['patches'],
    });
  });
});
