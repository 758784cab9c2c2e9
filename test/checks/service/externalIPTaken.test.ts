import { check as checkAll } from '../../support/marks.ts';

const check = (text: string) => checkAll(text, { severities: { 'service/no-selector': 'off', 'metallb/not-advertised': 'off' } });
const pool = `---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [10.0.0.100-10.0.0.110] }
`;
const balanced = (port: number, more = '') => `---
apiVersion: v1
kind: Service
metadata: { name: a, namespace: shop }
spec: { type: LoadBalancer, ports: [{ port: ${port} }]${more} }
`;
const written = (address: string, mark = '', name = 'b') => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec:
  ports: [{ port: 80 }]
  externalIPs:
  - ${address}
${mark}`;

describe('service/external-ip-taken', () => {
  it('finds an address that the load balancer gives to another service', () => {
    check(
      pool +
        balanced(80) +
        written(
          '10.0.0.100',
          '  # ^^^^^^^^^^ warning service/external-ip-taken: 10.0.0.100 is an external IP of Service shop/b, and Service shop/a, external address has it too. Both answer on port 80/TCP: kube-proxy sends the connections to one of the two only.\n',
        ),
    );
    check(
      pool +
        balanced(443) +
        written(
          '10.0.0.100',
          '  # ^^^^^^^^^^ warning service/external-ip-taken: 10.0.0.100 is an external IP of Service shop/b, and Service shop/a, external address has it too. The load balancer knows nothing…\n',
        ),
    );
  });

  it('finds an address that two services write with one port, at the later', () => {
    check(written('10.0.0.5') + written('10.0.0.5', '  # ^^^^^^^^ warning service/external-ip-taken\n', 'c'));
    check(written('10.0.0.5') + written('10.0.0.5', '', 'c').replace('port: 80', 'port: 81'));
  });

  it('says of an address in a pool that it may be given away', () => {
    check(
      pool +
        written(
          '10.0.0.107',
          '  # ^^^^^^^^^^ warning service/external-ip-taken: 10.0.0.107 is an external IP of Service shop/b, and an address of IPAddressPool metallb-system/lan. MetalLB does not know that it is taken, and may give it to another service.\n',
        ),
    );
  });

  it("is silent about an address outside the pools, a node's, and one's own", () => {
    check(pool + balanced(80) + written('10.0.0.90'));
    check(
      written('10.0.0.9') +
        '---\napiVersion: v1\nkind: Node\nmetadata: { name: w }\nstatus: { addresses: [{ type: InternalIP, address: 10.0.0.9 }] }\n',
    );
    check(pool + balanced(80, ', externalIPs: [10.0.0.100]'));
  });
});
