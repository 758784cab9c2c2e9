import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const service = (ports: string, more = '') => `apiVersion: v1
kind: Service
metadata: { name: erp, namespace: shop }
spec: { ${more}ports: [${ports}] }
---
`;
const endpoints = (addresses: string, ports: string) => `apiVersion: v1
kind: Endpoints
metadata: { name: erp, namespace: shop }
subsets:
- addresses:
${addresses}
  ports:
${ports}
`;
const slice = (addresses: string, ports: string, type = 'IPv4') => `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: erp-1, namespace: shop, labels: { kubernetes.io/service-name: erp } }
addressType: ${type}
endpoints:
- addresses: ${addresses}
ports:
${ports}
`;
const machine = '  - ip: 192.168.40.70';

describe('service/written-endpoints', () => {
  it('finds a port without the name that it has in the Service, and names it', () => {
    const text = service('{ name: http, port: 80 }') + endpoints(machine, '  - port: 8080');
    check(
      text.replace(
        '- port: 8080',
        '- port: 8080\n  # ^^^^ error service/written-endpoints: Port 80 of Service shop/erp is named http, and so must be the port of its endpoints. Here the port has no name. kube-proxy joins them by name, so that the Service answers nothing there.',
      ),
    );
    assert.equal(fixed(text), text.replace('- port: 8080', '- port: 8080\n    name: http'));
  });

  it('finds another name, in either kind', () => {
    const text = service('{ name: http, port: 80 }') + slice('[192.168.40.70]', '- { name: web, port: 8080 }');
    check(
      text.replace(
        '- { name: web, port: 8080 }',
        '- { name: web, port: 8080 }\n#         ^^^ error service/written-endpoints: Port 80 of Service shop/erp is named http, and so must be the port of its endpoints. Here the names are: web. kube-proxy joins them by name, so that the Service answers nothing there.',
      ),
    );
    assert.equal(fixed(text), text.replace('name: web', 'name: http'));
  });

  it('finds a name where the Service has none', () => {
    check(
      `${service('{ port: 80 }')}${slice('[192.168.40.70]', '- { name: web, port: 80 }\n#         ^^^ error service/written-endpoints: Port 80 of Service shop/erp has no name, so that its endpoints may have none either. Here the names are: web…')}`,
    );
  });

  it('finds a port of another protocol', () => {
    check(
      `${service('{ port: 53, protocol: UDP }')}${endpoints(
        machine,
        '  - { port: 53, protocol: TCP }\n  #                       ^^^ error service/written-endpoints: Port 53 of Service shop/erp is UDP, that of Endpoints shop/erp is TCP: kube-proxy finds no endpoint for it, and the Service answers nothing there.',
      )}`,
    );
  });

  it('finds addresses that no endpoint may have', () => {
    check(
      `${service('{ port: 80 }')}${endpoints(
        `  - ip: 127.0.0.1
  #     ^^^^^^^^^ error service/written-endpoints: The API server refuses Endpoints shop/erp. 127.0.0.1 may not be an endpoint: it is no address of a single machine, or means the machine itself.
  - ip: 169.254.1.1
  #     ^^^^^^^^^^^ error service/written-endpoints: The API server refuses Endpoints shop/erp. 169.254.1.1 may not…
  - ip: 192.168.40.0/24
  #     ^^^^^^^^^^^^^^^ error service/written-endpoints: The API server refuses Endpoints shop/erp. "192.168.40.0/24" is a network; an endpoint is one address.
  - ip: erp.example.net
  #     ^^^^^^^^^^^^^^^ error service/written-endpoints: The API server refuses Endpoints shop/erp. "erp.example.net" is not an IP address.`,
        '  - port: 80800\n  #       ^^^^^ error service/written-endpoints: The API server refuses Endpoints shop/erp. 80800 is not a port: the numbers are from 1 to 65535.',
      )}`,
    );
    check(
      `${service('{ port: 80 }')}${slice('["fd00::1"]\n#             ^^^^^^^^^ error service/written-endpoints: The API server refuses EndpointSlice shop/erp-1. fd00::1 is an IPv6 address, and addressType is IPv4.', '- port: 80')}`,
    );
  });

  it('finds the address of a Service', () => {
    const other = (ip: string) => `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { clusterIP: ${ip}, selector: { app: db }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: db, namespace: shop, labels: { app: db } }
spec: { containers: [{ name: db, image: db }] }
---
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { serviceSubnet: 10.96.0.0/16 }
---
`;
    check(
      `${other('10.96.3.4')}${service('{ port: 80 }')}${endpoints('  - ip: 10.96.3.4\n  #     ^^^^^^^^^ error service/written-endpoints: 10.96.3.4 is the cluster IP of Service shop/db, which kube-proxy cannot send traffic to: an endpoint is the address of a pod or a machine.', '  - port: 80')}`,
    );
    check(
      `${other('10.96.3.4')}${service('{ port: 80 }')}${endpoints('  - ip: 10.96.9.9\n  #     ^^^^^^^^^ error service/written-endpoints: 10.96.9.9 lies in the service subnet 10.96.0.0/16…', '  - port: 80')}`,
    );
  });

  it('is silent about endpoints that fit, and those that no Service here is of', () => {
    check(
      service('{ name: http, port: 80 }, { name: https, port: 443 }') +
        endpoints(machine, '  - { name: http, port: 8080 }\n  - { name: https, port: 8443 }'),
    );
    check(service('{ port: 80 }') + slice('[192.168.40.70]', '- port: 8080'));
    check(service('{ port: 80 }') + slice('[erp.example.net]', '- port: 8080', 'FQDN'));
    check(endpoints(machine, '  - port: 8080'));
    // The slices of a Service add up.
    check(
      `${service('{ name: http, port: 80 }, { name: https, port: 443 }')}${slice('[192.168.40.70]', '- { name: http, port: 80 }')}---\n${slice('[192.168.40.70]', '- { name: https, port: 443 }').replace('erp-1', 'erp-2')}`,
    );
  });

  it('says that a targetPort has no effect that is none of the ports of the endpoints', () => {
    const text = (mark = '') =>
      service(`{ port: 80, targetPort: 8081 }`).replace(
        'spec: { ports: [{ port: 80, targetPort: 8081 }] }\n',
        `spec:\n  ports:\n  - port: 80\n    targetPort: 8081\n${mark}`,
      ) + endpoints(machine, '  - port: 8080');
    check(
      text(
        '    #           ^^^^ information service/written-endpoints: Service shop/erp has no selector, so that Endpoints shop/erp says where its traffic goes: to port 8080. The targetPort 8081 has no effect.\n',
      ),
    );
    assert.equal(fixed(text()), text().replace('8081', '8080'));
    check(service('{ port: 80, targetPort: 8080 }') + endpoints(machine, '  - port: 8080'));
    check(service('{ port: 80, targetPort: http }') + endpoints(machine, '  - port: 8080'));
    check(
      `${service('{ port: 80, targetPort: 8081 }')}${slice('[192.168.40.70]', '- port: 8080')}---\n${slice('[192.168.40.71]', '- port: 8081').replace('erp-1', 'erp-2')}`,
    );
  });
});
