import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const pool =
  '---\napiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: { name: lan }\nspec: { blocks: [{ cidr: 192.168.10.0/28 }] }\n';
const policy = (spec: string, name = 'lan') =>
  `---\napiVersion: cilium.io/v2alpha1\nkind: CiliumL2AnnouncementPolicy\nmetadata: { name: ${name} }\nspec:\n${spec}`;
const service = (mark = '', labels = 'app: web', more = '') =>
  `---\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\n${mark}  namespace: shop\n  labels: { ${labels} }\nspec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }]${more} }\n`;
const pods =
  '---\napiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop, labels: { app: web } }\nspec: { containers: [{ name: web, image: web }] }\n';
const node = (labels: string) => `---\napiVersion: v1\nkind: Node\nmetadata: { name: one, labels: { ${labels} } }\n`;
const told = '  loadBalancerIPs: true\n';

describe('service/not-announced', () => {
  it('finds a service that no policy of layer 2 is for', () => {
    check(
      pool +
        policy(`${told}  serviceSelector: { matchLabels: { announce: lan } }\n`) +
        service(
          '  #     ^^^ warning service/not-announced: Nobody announces 192.168.10.0 of Service shop/web. No CiliumL2AnnouncementPolicy is for it (serviceSelector). Give the service labels that one wants, or add a policy.\n',
        ) +
        pods,
    );
  });

  it('says where the selector has a slip, and writes what the service has', () => {
    const text = pool + policy(`${told}  serviceSelector:\n    matchLabels:\n      app: frontent\n`) + service('', 'app: frontend') + pods;
    check(
      text.replace(
        'app: frontent\n',
        'app: frontent\n#          ^^^^^^^^ warning service/not-announced: Nobody announces 192.168.10.0 of Service shop/web. CiliumL2AnnouncementPolicy lan is for services with app: frontent. It has app: frontend instead of frontent.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('frontent', 'frontend'));
  });

  it('finds a policy that announces no addresses of load balancers, and lets it', () => {
    const text = pool + policy('  externalIPs: true\n', 'edges') + service() + pods;
    check(
      text.replace(
        '{ name: edges }\n',
        '{ name: edges }\n#                 ^^^^^ warning service/not-announced: Nobody announces 192.168.10.0 of Service shop/web. CiliumL2AnnouncementPolicy edges announces no addresses that a load balancer gives. Write loadBalancerIPs: true.\n',
      ),
    );
    check(pool + policy('  loadBalancerIPs: false\n#                  ^^^^^ warning service/not-announced\n') + service() + pods);
    assert.match(fixed(text), /loadBalancerIPs: true/);
  });

  it('finds a policy whose nodes there are not, where all nodes are written', () => {
    const text = (labels: string, mark: string) =>
      pool + policy(`${told}  nodeSelector:\n    matchLabels: { role: edge }\n${mark}`) + service() + pods + node(labels);
    check(
      text(
        'role: worker',
        '#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning service/not-announced: Nobody announces 192.168.10.0 of Service shop/web. No node has the labels that CiliumL2AnnouncementPolicy lan wants of those that announce: role: edge.\n',
      ),
    );
    check(text('role: edge', ''));
    check(pool + policy(`${told}  nodeSelector: { matchLabels: { role: edge } }\n`) + service() + pods);
  });

  it('is silent where a policy is for all, for its namespace, or for its labels by an expression', () => {
    for (const selector of [
      '',
      '  serviceSelector: { matchLabels: { io.kubernetes.service.namespace: shop } }\n',
      '  serviceSelector: { matchExpressions: [{ key: app, operator: In, values: [web, api] }] }\n',
    ])
      check(pool + policy(told + selector) + service() + pods);
    check(pool + policy('  serviceSelector: { matchLabels: { a: b } }\n', 'other') + policy(told) + service() + pods);
  });

  it('is silent where Cilium speaks BGP, where another has the service, and without any policy', () => {
    const others = policy(`${told}  serviceSelector: { matchLabels: { announce: lan } }\n`);
    const bgp = '---\napiVersion: cilium.io/v2\nkind: CiliumBGPClusterConfig\nmetadata: { name: bgp }\nspec: {}\n';
    check(pool + others + bgp + service() + pods);
    check(pool + others + service('', 'app: web', ', loadBalancerClass: io.cilium/bgp-control-plane') + pods);
    check(pool + service() + pods);
  });

  it('leaves pools of MetalLB to their own rule, which asks for labels, too', () => {
    const metallb = (mark = '') =>
      `---\napiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata:\n  name: lan\n${mark}  namespace: metallb-system\nspec: { addresses: [192.168.10.0/28] }\n`;
    check(
      metallb('  #     ^^^ warning metallb/not-advertised\n') +
        policy(`${told}  serviceSelector: { matchLabels: { announce: lan } }\n`) +
        service() +
        pods,
    );
    check(metallb() + policy(`${told}  serviceSelector: { matchLabels: { app: web } }\n`) + service() + pods);
    check(metallb('  #     ^^^ warning metallb/not-advertised\n') + policy('  externalIPs: true\n') + service() + pods);
  });

  it('is silent about labels that a node gets when it joins', () => {
    for (const key of ['kubernetes.io/arch', 'topology.kubernetes.io/zone', 'node-role.kubernetes.io/worker'])
      check(pool + policy(`${told}  nodeSelector: { matchLabels: { ${key}: a } }\n`) + service() + pods + node('rack: one'));
  });
});
