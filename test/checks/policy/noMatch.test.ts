import assert from 'node:assert/strict';
import { check, fixed, fixTitles, relatedTo } from '../../support/marks.ts';

const policy = (spec: string, namespace = ', namespace: shop') => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: guard${namespace} }
spec:
${spec}
`;
const workload = (labels: string, namespace = ', namespace: shop', kind = 'Deployment', name = 'web') => `---
apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name}${namespace} }
spec:
  selector: { matchLabels: ${labels} }
  template:
    metadata: { labels: ${labels} }
    spec: { containers: [{ name: web, image: web }] }
`;
const calico = (spec: string, kind = 'NetworkPolicy') => `apiVersion: projectcalico.org/v3
kind: ${kind}
metadata: { name: guard${kind === 'NetworkPolicy' ? ', namespace: shop' : ''} }
spec:
${spec}
`;

describe('policy/no-match', () => {
  it('is silent about pods of CloudNativePG, which have the usual labels', () => {
    check(
      `${policy('  podSelector:\n    matchLabels:\n      app.kubernetes.io/name: postgresql')}${workload('{ app: shop }')}---\napiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: { name: main, namespace: shop }\n`,
    );
  });

  it('finds a slip also where an operator has a resource of part of that name', () => {
    check(
      `${policy('  podSelector:\n    matchLabels:\n      app: shop-boatd\n      #    ^^^^^^^^^^ warning policy/no-match')}${workload('{ app: shop-board }')}---\napiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: { name: shop, namespace: shop }\n`,
    );
  });

  it('finds a policy about no pod, names the nearest workload and writes its label', () => {
    const text = `${policy('  podSelector:\n    matchLabels:\n      app: wbe')}${workload('{ app: web }')}`;
    const findings = check(
      text.replace(
        'wbe\n',
        'wbe\n      #    ^^^ warning policy/no-match: NetworkPolicy shop/guard is about no pod, for none has app: wbe. Nearest is Deployment shop/web. It has app: web instead of wbe.\n',
      ),
    );
    assert.deepEqual(relatedTo(findings[0]), ['web | Deployment shop/web has app: web']);
    assert.deepEqual(fixTitles(findings), ['* Select app: web']);
    assert.equal(fixed(text), text.replace('wbe', 'web'));
  });

  it('finds expressions that nothing meets', () => {
    check(
      `${policy(`  podSelector:
# ^^^^^^^^^^^ warning policy/no-match: NetworkPolicy shop/guard is about no pod, for none has app In (a, b). Correct the selector, or add the workload.
    matchExpressions: [{ key: app, operator: In, values: [a, b] }]`)}${workload('{ app: web }')}`,
    );
  });

  it('finds a peer that is no pod, and says it more softly unless it is a slip', () => {
    check(
      `${policy(`  podSelector: {}
  ingress:
  - from:
    - podSelector:
#     ^^^^^^^^^^^ information policy/no-match: This peer of NetworkPolicy shop/guard is no pod, for none has app: cache. Correct the selector, or add the workload.
        matchLabels: { app: cache }`)}${workload('{ app: web }')}`,
    );
    check(
      `${policy(`  podSelector: {}
  ingress:
  - from:
    - podSelector:
        matchLabels:
          app: wbe
          #    ^^^ warning policy/no-match: This peer of NetworkPolicy shop/guard is no pod, for none has app: wbe. Nearest is Deployment shop/web. It has app: web instead of wbe.`)}${workload('{ app: web }')}`,
    );
  });

  it('looks for a peer in the namespaces that it names, where these have workloads', () => {
    const peer = (labels: string, mark = '') =>
      policy(`  podSelector: {}
  egress:
  - to:
    - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: data } }
      podSelector:
${mark}        matchLabels: ${labels}`);
    check(
      `${peer('{ app: x }', '#     ^^^^^^^^^^^ information policy/no-match: This peer of NetworkPolicy shop/guard is no pod, for none has app: x. Correct the selector, or add the workload.\n')}${workload('{ app: web }', ', namespace: data')}`,
    );
    check(`${peer('{ app: web }')}${workload('{ app: web }', ', namespace: data')}`);
    check(`${peer('{ app: x }')}${workload('{ app: web }', ', namespace: shop')}`);
  });

  it('takes namespaces that nothing declares for ones that a selector of namespaces may mean', () => {
    const text = policy(
      '  podSelector: {}\n  ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: a } }, podSelector: { matchLabels: { app: web } } }] }]',
    );
    check(`${text}${workload('{ app: web }', ', namespace: other')}`);
  });

  const silent: readonly [what: string, text: string][] = [
    ['an empty selector', `${policy('  podSelector: {}')}${workload('{ app: web }')}`],
    ['a selector that is not written yet', `${policy('  podSelector:')}${workload('{ app: web }')}`],
    ['pods in another file', `${policy('  podSelector: { matchLabels: { app: web } }')}# file: b.yaml\n${workload('{ app: web }')}`],
    ['a workload whose namespace is set later', `${policy('  podSelector: { matchLabels: { app: web } }')}${workload('{ app: web }', '')}`],
    ['a policy whose namespace is set later', `${policy('  podSelector: { matchLabels: { app: web } }', '')}${workload('{ app: web }')}`],
    [
      'a pod of a StatefulSet by name',
      `${policy('  podSelector: { matchLabels: { statefulset.kubernetes.io/pod-name: web-0 } }')}${workload('{ app: web }', ', namespace: shop', 'StatefulSet')}`,
    ],
    [
      'pods of a Job by its name',
      `${policy('  podSelector: { matchExpressions: [{ key: job-name, operator: Exists }] }')}---
apiVersion: batch/v1
kind: Job
metadata: { name: load, namespace: shop }
spec: { template: { spec: { restartPolicy: Never, containers: [{ name: a, image: a }] } } }
`,
    ],
    [
      'expressions that exclude',
      `${policy('  podSelector: { matchExpressions: [{ key: app, operator: NotIn, values: [db] }] }')}${workload('{ app: web }')}`,
    ],
    [
      'a peer that is a range of addresses',
      `${policy('  podSelector: {}\n  egress: [{ to: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }]')}${workload('{ app: web }')}`,
    ],
    ['a namespace without workloads', policy('  podSelector: { matchLabels: { app: web } }')],
    [
      'pods that come with the distribution',
      policy('  podSelector: { matchLabels: { app: dns } }', ', namespace: kube-system') +
        workload('{ app: web }', ', namespace: kube-system'),
    ],
    [
      'pods of an operator',
      `${policy('  podSelector: { matchLabels: { strimzi.io/name: events-kafka } }')}${workload('{ app: web }')}---\napiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata: { name: events, namespace: shop }\n`,
    ],
    [
      'the pods that answer for cert-manager',
      `${policy('  podSelector: { matchLabels: { acme.cert-manager.io/http01-solver: "true" } }')}${workload('{ app: web }')}`,
    ],
    [
      'a peer in namespaces of other labels, which may be any',
      `${policy('  podSelector: {}\n  ingress: [{ from: [{ namespaceSelector: { matchLabels: { name: monitoring } }, podSelector: { matchLabels: { app: prometheus } } }] }]')}${workload('{ app: web }')}`,
    ],
    [
      'the cluster DNS in all namespaces',
      `${policy('  podSelector: {}\n  egress: [{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { k8s-app: kube-dns } } }] }]')}${workload('{ app: web }')}`,
    ],
    [
      'a peer in a system namespace that also has own workloads',
      `${policy('  podSelector: {}\n  egress: [{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }] }]')}${workload('{ app: web }', ', namespace: kube-system')}`,
    ],
    [
      'a peer in a named namespace, where the workloads have none yet',
      `${policy('  podSelector: {}\n  ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: edge } }, podSelector: { matchLabels: { app: proxy } } }] }]')}${workload('{ app: web }', '')}`,
    ],
    [
      'a peer in namespaces of which nothing is known',
      `${policy('  podSelector: {}\n  ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } }, podSelector: { matchLabels: { app: prometheus } } }] }]')}${workload('{ app: web }')}`,
    ],
  ];
  for (const [what, text] of silent) it(`is silent on ${what}`, () => check(text));

  const doubted = (severity: string) =>
    `${policy(`  podSelector:
    matchLabels:
      app: wbe
      #    ^^^ ${severity} policy/no-match`)}${workload('{ app: web }')}`;
  it('is a hint where pods may exist that no manifest shows', () => {
    check(doubted('hint'), { unrendered: ['patches'] });
    const unlike = (severity: string) =>
      `${policy(`  podSelector:
# ^^^^^^^^^^^ ${severity} policy/no-match
    matchLabels: { app: cache }`)}${workload('{ app: web }')}`;
    const unread = '---\nkind: Deployment\nmetadata: { name: {{ .Values.name }} }\n';
    const kind = (apiVersion: string, name: string) => `---\napiVersion: ${apiVersion}\nkind: ${name}\nmetadata: { name: k }\n`;
    check(`${unlike('hint')}${unread}`, { reading: false });
    check(`${unlike('hint')}${kind('example.com/v1', 'Store')}`);
    check(`${unlike('warning')}${kind('kafka.strimzi.io/v1beta2', 'Kafka')}`);
    check(`${doubted('warning')}${unread}`, { reading: false });
    check(`${doubted('warning')}${kind('example.com/v1', 'Store')}`);
  });

  it('reads Calico policies in their own language', () => {
    const text = `${calico('  selector: app == "wbe"')}${workload('{ app: web }')}`;
    const findings = check(
      text.replace(
        '"wbe"\n',
        '"wbe"\n  #                 ^^^ warning policy/no-match: NetworkPolicy shop/guard is about no pod, for none meets app == "wbe". Nearest is Deployment shop/web. It has app: web instead of wbe.\n',
      ),
    );
    assert.deepEqual(fixTitles(findings), ['* Select app: web']);
    assert.equal(fixed(text), text.replace('wbe', 'web'));
    check(
      `${calico(`  selector: all()
  ingress:
  - action: Allow
    source:
      selector: has(tier)
      #         ^^^^^^^^^ information policy/no-match: This side of a rule of NetworkPolicy shop/guard is no pod, for none meets has(tier). Correct the selector, or add the workload.`)}${workload('{ app: web }')}`,
    );
  });

  const silentCalico: readonly [what: string, text: string][] = [
    ['all()', calico('  selector: all()')],
    ['no selector', calico('  order: 10')],
    [
      'a selector that does not parse (that is calico/selector-invalid)',
      calico('  selector: app = "web"\n  #             ^ error calico/selector-invalid'),
    ],
    ['a selector that is met', calico('  selector: app in {"web", "db"} && !has(x)')],
    ['labels of the namespace', calico('  selector: pcns.team == "a"')],
    ['the namespace itself', calico('  selector: projectcalico.org/namespace == "shop"')],
    [
      'a rule for other namespaces',
      calico('  selector: all()\n  ingress: [{ action: Allow, source: { selector: app == "x", namespaceSelector: team == "a" } }]'),
    ],
    [
      'a set of networks',
      `${calico('  selector: all()\n  egress: [{ action: Deny, destination: { selector: threat == "feed" } }]')}---\napiVersion: projectcalico.org/v3\nkind: GlobalNetworkSet\nmetadata: { name: feed, labels: { threat: feed } }\n`,
    ],
  ];
  for (const [what, text] of silentCalico)
    it(`is silent on Calico policies with ${what}`, () => check(`${text}${workload('{ app: web }')}`));

  it('is a hint for a global policy by a label that no pod has: it may be for nodes', () => {
    check(
      `${calico('  selector: role == "ingress"\n  #         ^^^^^^^^^^^^^^^^^ hint policy/no-match', 'GlobalNetworkPolicy')}${workload('{ app: web }')}`,
    );
    check(
      `${calico('  selector: app == "x"\n  #         ^^^^^^^^^^ warning policy/no-match', 'GlobalNetworkPolicy')}${workload('{ app: web }')}`,
    );
  });

  describe('of Cilium', () => {
    const cilium = (spec: string, kind = 'CiliumNetworkPolicy') => `apiVersion: cilium.io/v2
kind: ${kind}
metadata: { name: guard${kind === 'CiliumNetworkPolicy' ? ', namespace: shop' : ''} }
${spec}
`;

    it('is about no pod, by labels with a source before their keys or without', () => {
      const text = (value: string) =>
        `${cilium(`spec:\n  endpointSelector:\n    matchLabels:\n      k8s:app: ${value}`)}${workload('{ app: web }')}`;
      const findings = check(
        text(
          'wbe\n      #        ^^^ warning policy/no-match: CiliumNetworkPolicy shop/guard is about no pod, for none has app: wbe. Nearest is Deployment shop/web. It has app: web instead of wbe.',
        ),
      );
      assert.deepEqual(fixTitles(findings), ['* Select app: web']);
      assert.equal(fixed(text('wbe')), text('web'));
      check(text('web'));
    });

    it('has rules for pods of its own namespace, and of one that they name', () => {
      const rule = (labels: string) => `spec:
  endpointSelector: {}
  egress:
  - toEndpoints:
    - matchLabels:
        ${labels}`;
      const both = workload('{ app: frontend }') + workload('{ app: metrics }', ', namespace: ops', 'Deployment', 'metrics');
      check(`${cilium(rule('app: fronted\n        #    ^^^^^^^ warning policy/no-match'))}${both}`);
      check(
        `${cilium(rule('any:io.kubernetes.pod.namespace: ops\n        app: metrcis\n        #    ^^^^^^^ warning policy/no-match'))}${both}`,
      );
      check(`${cilium(rule('io.kubernetes.pod.namespace: ops\n        app: metrics'))}${both}`);
      check(
        `${cilium('specs:\n- endpointSelector: { matchLabels: { app: frontend } }\n- endpointSelector:\n    matchLabels:\n      app: fronted\n      #    ^^^^^^^ warning policy/no-match')}${both}`,
      );
    });

    it('leaves alone what no manifest describes: hosts, other clusters, namespaces by their labels, accounts, and namespaces of others', () => {
      for (const labels of [
        'reserved:host: ""',
        'io.cilium.k8s.policy.cluster: other\n        app: fronted',
        'io.cilium.k8s.policy.serviceaccount: fronted',
        'k8s:io.kubernetes.pod.namespace: kube-system\n        k8s-app: fronted',
        'container:app: fronted',
      ])
        check(
          `${cilium(`spec:\n  endpointSelector: {}\n  ingress:\n  - fromEndpoints:\n    - matchLabels:\n        ${labels}`)}${workload('{ app: frontend }')}`,
        );
      check(
        `${cilium('spec:\n  endpointSelector: { matchLabels: { app: anything } }', 'CiliumClusterwideNetworkPolicy')}${workload('{ app: frontend }')}`,
      );
    });
  });
});
