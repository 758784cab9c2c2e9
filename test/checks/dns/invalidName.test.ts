import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const pod = (spec: string) => `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
${spec}  containers: []
`;
const service =
  'apiVersion: v1\nkind: Service\nmetadata: { name: my-orders, namespace: shop }\nspec: { clusterIP: None, ports: [{ port: 80 }], selector: { app: orders } }\n---\napiVersion: v1\nkind: Pod\nmetadata: { name: orders, namespace: shop, labels: { app: orders } }\nspec: { containers: [] }\n---\n';
const env = (value: string, mark = '') => `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
  - name: web
    env:
    - name: URL
      value: ${value}
${mark}`;
const set = (name: string, more = '', mark = '') => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ${name}
${mark}spec:
  ${more}selector: { matchLabels: { a: b } }
  template: { metadata: { labels: { a: b } }, spec: { containers: [] } }
`;

describe('dns/invalid-name', () => {
  it('finds hostnames and subdomains of pods that are no names', () => {
    const text = (name: string, mark = '') => pod(`  hostname: ${name}\n${mark}  subdomain: web\n`);
    check(
      text(
        'Web_0',
        '  #         ^^^^^ error dns/invalid-name: "Web_0" is no hostname for a pod: small letters, digits and hyphens are, at most 63. Pod shop/web is refused.\n',
      ),
    );
    assert.equal(fixed(text('Web_0')), text('web-0'));
    check(pod('  hostname: web\n  subdomain: a.b\n  #          ^^^ error dns/invalid-name: "a.b" is no subdomain for a pod…\n'));
    check(text('web-0'));
  });

  it("finds StatefulSets whose pods' names are no hostnames", () => {
    const long = 'a'.repeat(61);
    check(
      set(
        long,
        'replicas: 11\n  ',
        `  #     ${'^'.repeat(61)} error dns/invalid-name: The pods of StatefulSet ${long} are refused: the name ${long}-10 has 64 characters, and 63 fit, since it is the hostname of the pod and the value of a label.\n`,
      ),
    );
    check(
      set(
        'a'.repeat(53),
        '',
        `  #     ${'^'.repeat(53)} warning dns/invalid-name: The pods of StatefulSet ${'a'.repeat(53)} are refused: their label controller-revision-hash is its name and a hash, which may be longer than 63 characters. Names of StatefulSets have 52 at most; this one has 53.\n`,
      ),
    );
    check(set('a'.repeat(52)));
    check(
      set(
        'web.v1',
        '',
        '  #     ^^^^^^ error dns/invalid-name: The pods of StatefulSet web.v1 are refused: the name web.v1-0 is the hostname…\n',
      ),
    );
    check(set('web.v1', 'replicas: 0\n  '));
  });

  it('finds domains of the cluster that are none', () => {
    const network = (domain: string, mark = '') =>
      `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: store }\nspec:\n  dnsDomain: ${domain}\n${mark}`;
    check(
      network(
        'cluster_local',
        '  #          ^^^^^^^^^^^^^ error dns/invalid-name: "cluster_local" is no domain for the names of a cluster…\n',
      ),
    );
    check(network('10.0.0.1', '  #          ^^^^^^^^ error dns/invalid-name\n'));
    check(
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nclusterDomain: Cluster.local\n#              ^^^^^^^^^^^^^ error dns/invalid-name\n',
    );
    check(network('store.example.com.'));
  });

  it('finds an ExternalName that is an address', () => {
    const text = (name: string, mark = '') =>
      `apiVersion: v1\nkind: Service\nmetadata: { name: erp, namespace: shop }\nspec:\n  type: ExternalName\n  externalName: ${name}\n${mark}`;
    check(
      text(
        '10.1.2.3',
        '  #             ^^^^^^^^ warning dns/invalid-name: The field externalName takes a name, and 10.1.2.3 is an address: Service shop/erp resolves to nothing (NXDOMAIN). Write a Service without a selector, and an EndpointSlice with the address.\n',
      ),
    );
    check(text('10.1.2.3.example.com'));
    check(text('erp_1', '  #             ^^^^^ error service/refused\n'));
  });

  it('finds names that no Service can have, and writes the one that was meant', () => {
    const text = (name: string, mark = '') => service + env(`http://${name}:80`, mark);
    check(
      text(
        'my_orders',
        '      #             ^^^^^^^^^ warning dns/invalid-name: my_orders does not resolve. The name of a Service has no underscores. Service shop/my-orders may be meant.\n',
      ),
    );
    assert.equal(fixed(text('my_orders')), text('my-orders'));
    check(
      text(
        'other_orders.shop.svc',
        '      #             ^^^^^^^^^^^^ warning dns/invalid-name: other_orders.shop.svc does not resolve. The name of a Service has no underscores.\n',
      ),
    );
    check(text(`${'x'.repeat(64)}.shop.svc`, `      #             ${'^'.repeat(64)} warning dns/invalid-name\n`));
    check(text('_http._tcp.my-orders.shop.svc').replace(':80', ''), { severities: { 'dns/unknown-name': 'off' } });
    check(text('MY-Orders.shop.svc'));
    check(text('other_orders'));
    check(text('SERVICE_NAME.SERVICE_NAMESPACE.svc'));
  });
});
