import assert from 'node:assert/strict';
import { check as checkAll, findingsOf, fixed, fixTitles, relatedTo, type CheckOptions } from '../../support/marks.ts';

/** Services without a selector keep these texts short. */
const check = (text: string, options: CheckOptions = {}) => checkAll(text, { ...options, severities: { 'service/no-selector': 'off' } });

const service = (name: string, spec: string) => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec:
${spec}
`;
const network = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: custom, serviceSubnet: 10.96.0.0/24 }
`;

describe('service/refused', () => {
  it('underlines what the API server refuses', () => {
    check(
      service(
        'web',
        `  type: NodePort
  ports:
  - port: 80
    nodePort: 80
    #         ^^ error service/refused: The API server refuses Service shop/web. …`,
      ),
    );
    check(
      `${network}${service(
        'web',
        `  clusterIP: 10.97.0.1
  #          ^^^^^^^^^ error service/refused: The API server refuses Service shop/web. …
  ports: [{ port: 80 }]`,
      )}`,
    );
  });

  const taken = `${service('a', '  type: NodePort\n  ports: [{ port: 80, nodePort: 30080 }]')}# file: b.yaml
${service(
  'b',
  `  type: NodePort
  ports:
  - port: 80
    nodePort: 30080
    #         ^^^^^ SEVERITY service/refused: The API server refuses Service shop/b. …`,
)}`;

  it('points at the service that has the port already', () => {
    const [finding] = check(taken.replace('SEVERITY', 'error'));
    assert.ok(
      relatedTo(finding).some((text) => text.endsWith('Service shop/a')),
      relatedTo(finding).join(),
    );
  });

  it('is a hint between files that are alternatives of each other', () => {
    const twice = '---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n';
    const [, finding] = check(
      `${twice}${taken.replace('SEVERITY', 'hint')}${twice.replace('name: shop }\n', 'name: shop }\n#                 ^^^^ hint resource/duplicate\n')}`,
      { rule: 'together' },
    ).toReversed();
    assert.equal(finding?.severity, 'hint');
  });

  it('is silent on a service that is granted', () => {
    check(`${network}${service('web', '  clusterIP: 10.96.0.9\n  type: NodePort\n  ports: [{ port: 80, nodePort: 30080 }]')}`);
  });

  it('leaves a value of the wrong type to the finding that names the type', () => {
    check(service('web', '  ports:\n  - port: x\n  #       ^ error resource/wrong-type: port must be a whole number.'));
    check(
      service('web', '  type: NodePort\n  ports:\n  - { port: 80, protocol: 6 }\n  #                       ^ error resource/wrong-type'),
    );
    check(
      service(
        'web',
        '  ports:\n  - port: 70000\n  #       ^^^^^ error service/refused: The API server refuses Service shop/web. A port must be a number from 1 to 65535.',
      ),
    );
  });

  it("leaves addresses and ports of the cluster's own to their findings", () => {
    check(
      `${network.replace('custom', 'azure-stack-edge')}${service('web', '  clusterIP: 10.96.0.10\n  #          ^^^^^^^^^^ error service/reserved-address\n  ports: [{ port: 80 }]')}`,
    );
    check(
      `${network.replace('custom', 'azure-stack-edge')}${service('web', '  type: NodePort\n  ports:\n  - port: 80\n    nodePort: 31000\n    #         ^^^^^ error service/reserved-node-port')}`,
    );
  });

  for (const [spec, title, wrong, right] of [
    ['  type: Loadbalancer\n  ports: [{ port: 80 }]', '* Write LoadBalancer', 'Loadbalancer', 'LoadBalancer'],
    ['  type: NodePort\n  externalTrafficPolicy: local # why\n  ports: [{ port: 80 }]', '* Write Local', 'local', 'Local'],
    ['  ports: [{ port: 80, protocol: tcp }]', '* Write TCP', 'tcp', 'TCP'],
    ['  sessionAffinity: "clientIp"\n  ports: [{ port: 80 }]', '* Write ClientIP', 'clientIp', 'ClientIP'],
  ] as const) {
    it(`corrects ${wrong}`, () => {
      const text = service('web', spec);
      assert.equal(fixed(text, title.slice(2)), text.replace(wrong, right));
      const [line = ''] = fixTitles(findingsOf(new Map([['a.yaml', text]]), { severities: { 'service/no-selector': 'off' } }).findings);
      assert.equal(line, title);
    });
  }

  it('names ports that need names', () => {
    const text = service('web', '  ports:\n  - port: 80\n  - port: 53\n    protocol: UDP');
    assert.equal(
      fixed(text, 'Give each port a name'),
      service('web', '  ports:\n  - port: 80\n    name: tcp-80\n  - port: 53\n    protocol: UDP\n    name: udp-53'),
    );
  });

  it('removes a node port that the type does not have, or changes the type', () => {
    const text = service('web', '  ports:\n  - port: 80\n    nodePort: 30080 # why');
    assert.equal(fixed(text, 'Remove nodePort'), service('web', '  ports:\n  - port: 80'));
    assert.equal(fixed(text, 'Write type NodePort'), service('web', '  ports:\n  - port: 80\n    nodePort: 30080 # why\n  type: NodePort'));
  });
});

describe('service/refused, who may come in', () => {
  const service = (spec: string, annotations = '{}') => `apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
  annotations: ${annotations}
spec:
${spec}
  ports: [{ port: 80 }]
---
apiVersion: v1
kind: Endpoints
metadata: { name: web, namespace: shop }
subsets: [{ addresses: [{ ip: 192.168.40.70 }], ports: [{ port: 80 }] }]
`;

  it('finds source ranges that are no networks', () => {
    check(
      service(`  type: LoadBalancer
  loadBalancerSourceRanges:
  - 192.168.60.0/24
  - 192.168.60.0/33
  # ^^^^^^^^^^^^^^^ error service/refused: The API server refuses Service shop/web. "192.168.60.0/33" is not a network: an address with a prefix length is, as in 192.168.0.0/24.`),
    );
    check(
      service(`  type: LoadBalancer
  loadBalancerSourceRanges: [192.168.60.7]
  #                          ^^^^^^^^^^^^ error service/refused: The API server refuses Service shop/web. "192.168.60.7" is not a network…`),
    );
    check(
      service(
        '  type: LoadBalancer',
        `
    service.beta.kubernetes.io/load-balancer-source-ranges: 10.0.0.0/8, 10.0.0.1
    #                                                       ^^^^^^^^^^^^^^^^^^^^ error service/refused: The API server refuses Service shop/web. "10.0.0.1" is not a network…`,
      ),
    );
  });

  it('finds source ranges of another type, and is silent about networks', () => {
    check(
      service(`  loadBalancerSourceRanges: [192.168.60.0/24]
  #                         ^^^^^^^^^^^^^^^^^ error service/refused: The API server refuses Service shop/web. loadBalancerSourceRanges needs type LoadBalancer.`),
    );
    check(service('  type: LoadBalancer\n  loadBalancerSourceRanges: [" 192.168.60.0/24 ", "fd00::/8"]'));
  });
});
