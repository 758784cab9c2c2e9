import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const service = (target: string, mark = '') => `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports:
  - port: 80
    targetPort: ${target}
${mark}---
`;
const pod = (port: number) => `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web, ports: [{ containerPort: ${port} }] }] }
`;

describe('port/one-digit-off', () => {
  it('finds two digits that changed places, and writes the port', () => {
    check(
      service(
        '8008',
        '    #           ^^^^ hint port/one-digit-off: The pods of Service shop/web declare port 8080, not 8008, which is one digit off: Pod shop/web.\n',
      ) + pod(8080),
    );
    assert.equal(fixed(service('8008') + pod(8080)), service('8080') + pod(8080));
  });

  it('finds a digit too many, too few or another one', () => {
    check(service('28080', '    #           ^^^^^ hint port/one-digit-off\n') + pod(8080));
    check(service('808', '    #           ^^^ hint port/one-digit-off\n') + pod(8080));
    check(service('9080', '    #           ^^^^ hint port/one-digit-off\n') + pod(8080));
  });

  it('is silent about ports that are declared, beside one that is, far from it, short, or where none is declared', () => {
    check(service('8080') + pod(8080));
    check(service('8081') + pod(8080));
    check(service('9000') + pod(8080));
    check(service('81') + pod(80));
    check(service('8080') + pod(8080).replace(', ports: [{ containerPort: 8080 }]', ''));
  });
});
