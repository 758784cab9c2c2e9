import { check } from '../../support/marks.ts';

const service = (head: string, spec = '') =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: shop\n${head}spec:\n${spec}  selector: { app: web }\n  ports: [{ port: 80 }]\n`;
const others = { severities: { 'selector/no-match': 'off', 'service/no-addresses': 'off' } } as const;

describe('service/no-load-balancer', () => {
  it('finds an address that a service asks for in vain', () => {
    check(
      service(
        '',
        '  loadBalancerIP: 10.0.0.9\n#                 ^^^^^^^^ warning service/no-load-balancer: Service shop/web asks for 10.0.0.9 and gets no external address: it is of type ClusterIP, and services of type LoadBalancer alone get one.\n',
      ),
      others,
    );
    check(
      service(
        '  annotations:\n    metallb.io/address-pool: lan\n#   ^^^^^^^^^^^^^^^^^^^^^^^ warning service/no-load-balancer: Service shop/web asks for lan and gets no external address: it is of type NodePort, and services of type LoadBalancer alone get one.\n',
        '  type: NodePort\n',
      ),
      others,
    );
  });

  it('is silent about services of type LoadBalancer, about nothing asked for and about what shares', () => {
    check(service('', '  type: LoadBalancer\n  loadBalancerIP: 10.0.0.9\n'), others);
    check(service('', '  loadBalancerIP: ""\n'), others);
    check(service('  annotations: { metallb.io/allow-shared-ip: a }\n'), others);
  });
});

describe('metallb/unknown-annotation among labels', () => {
  it('finds what is meant as an annotation', () => {
    check(
      service(
        '  labels:\n    metallb.io/address-pool: lan\n#   ^^^^^^^^^^^^^^^^^^^^^^^ warning metallb/unknown-annotation: MetalLB reads metallb.io/address-pool among the annotations of a Service, and here it is a label.\n',
      ),
      others,
    );
    check(service('  labels: { metallb.io/service: a, app: web }\n'), others);
  });
});
