import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';
import { deployment, namespace, policy } from '../../support/policyManifests.ts';

const admitting = (labels: string) =>
  policy('orders', `  podSelector: {}\n  ingress:\n  - from:\n    - namespaceSelector:\n        matchLabels:\n          ${labels}`);
const rest = deployment('orders') + namespace('shop') + namespace('monitoring', '{ team: ops }');

describe('selector/no-namespace', () => {
  it('finds the name of a namespace where a label is asked for, and writes the label that it has', () => {
    const text = admitting('name: monitoring') + rest;
    check(
      text.replace(
        'name: monitoring\n',
        'name: monitoring\n          #     ^^^^^^^^^^ warning selector/no-namespace: No namespace has the label name: monitoring. Namespace monitoring has no label name; every namespace has its name in kubernetes.io/metadata.name: monitoring.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('name: monitoring\n', 'kubernetes.io/metadata.name: monitoring\n'));
  });

  it('finds a value that reads like one that is there', () => {
    const text = admitting('team: osp') + rest;
    assert.equal(fixed(text), text.replace('team: osp', 'team: ops'));
  });

  it('finds a name of a namespace that reads like one in use', () => {
    check(
      `${admitting(`kubernetes.io/metadata.name: monitorin
          #                            ^^^^^^^^^ warning selector/no-namespace: No namespace is named monitorin; nearest is monitoring. NetworkPolicy shop/orders selects none.`)}${rest}`,
    );
  });

  it('says softly that nobody but a person gives kube-system a label name', () => {
    const text = policy(
      'dns',
      `  podSelector: {}\n  ingress:\n  - from:\n    - namespaceSelector:\n        matchLabels:\n          name: kube-system\n`,
    );
    check(
      text.replace(
        'name: kube-system\n',
        'name: kube-system\n          #     ^^^^^^^^^^^ information selector/no-namespace: Kubernetes itself makes namespace kube-system, without a label name: unless somebody gave it one by hand, this selects nothing. Every namespace has its name in kubernetes.io/metadata.name: kube-system.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('          name: kube-system', '          kubernetes.io/metadata.name: kube-system'));
    check(text + namespace('kube-system', '{ name: kube-system }'));
    check(text.replace('name: kube-system', 'name: ops'));
  });

  it('finds such a name in the label that Cilium gives to pods', () => {
    const cilium = (namespace: string) => `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: orders, namespace: shop }
spec:
  endpointSelector: {}
  ingress:
  - fromEndpoints:
    - matchLabels:
        k8s:io.kubernetes.pod.namespace: ${namespace}
`;
    const text = cilium(`monitorin
        #                                ^^^^^^^^^ warning selector/no-namespace: No namespace is named monitorin; nearest is monitoring. CiliumNetworkPolicy shop/orders selects none.`);
    check(text + rest);
    assert.equal(fixed(cilium('monitorin') + rest), cilium('monitoring') + rest);
    check(cilium('monitoring') + rest);
    check(cilium('kube-system') + rest);
  });

  it('says softly that no written namespace is meant', () => {
    check(
      `${policy(
        'orders',
        `  podSelector: {}
  ingress:
  - from:
    - namespaceSelector: { matchLabels: { tier: edge } }
    # ^^^^^^^^^^^^^^^^^ information selector/no-namespace: None of the namespaces that are written here (shop, monitoring) has tier: edge, so that NetworkPolicy shop/orders selects none of them.`,
      )}${rest}`,
    );
  });

  it('is silent about namespaces that nobody wrote, about those that come with the distribution, and about a label that is there', () => {
    check(admitting('name: monitoring') + deployment('orders') + deployment('prometheus', { namespace: 'monitoring' }));
    check(admitting('kubernetes.io/metadata.name: ingress-nginx') + rest);
    check(admitting('team: ops') + rest);
    check(admitting('kubernetes.io/metadata.name: monitoring') + rest);
  });

  it('finds it in a pool that is for some namespaces', () => {
    check(`apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses: [192.168.40.200-192.168.40.220]
  serviceAllocation:
    namespaceSelectors:
    - matchLabels:
        name: shop
        #     ^^^^ warning selector/no-namespace: No namespace has the label name: shop. Namespace shop has no label name; every namespace has its name in kubernetes.io/metadata.name: shop.
${namespace('shop')}`);
  });
});
