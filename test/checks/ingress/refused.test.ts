import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const service = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
---
`;
const ingress = (rules: string, apiVersion = 'networking.k8s.io/v1') => `${service}apiVersion: ${apiVersion}
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  rules:
${rules}`;
const backend = 'backend: { service: { name: web, port: { number: 80 } } }';
const paths = (...lines: readonly string[]) =>
  ingress(`    - http:\n        paths:\n          - ${lines.join('\n').replaceAll('\n', '\n            ')}\n`);

describe('ingress/refused', () => {
  it('finds a path without its type, and writes one', () => {
    check(
      paths(
        'path: /',
        `# ^^^^ error ingress/refused: The API server refuses Ingress shop/web. A path needs a pathType: Prefix, Exact or ImplementationSpecific.\n${backend}`,
      ).replace('            # ^^^^', '#           ^^^^'),
    );
    assert.match(fixed(paths('path: /', backend)), /pathType: Prefix/);
  });

  it('finds a path that does not begin with a slash, and backends without a port', () => {
    check(
      ingress(`    - http:
        paths:
          - path: web
#                 ^^^ error ingress/refused: The API server refuses Ingress shop/web. A path begins with /, and "web" does not.
            pathType: Prefix
            backend:
              service:
                name: web
#                     ^^^ error ingress/refused: The API server refuses Ingress shop/web. A backend needs the port of its Service: port.number or port.name.
          - path: /half-written
`),
    );
  });

  it('finds a host that is no name', () => {
    const hosted = (host: string, mark = '') =>
      ingress(`    - host: ${host}\n${mark}      http: { paths: [{ path: /, pathType: Prefix, ${backend} }] }\n`);
    for (const host of ['http://shop.example.com', 'shop.example.com:8080', '192.168.1.5', 'Shop.example.com', 'shop.example.com/api'])
      check(
        hosted(
          host,
          `#           ${'^'.repeat(host.length)} error ingress/refused: The API server refuses Ingress shop/web. "${host}" is not a host: a DNS name in small letters is, without scheme, port and path.\n`,
        ),
      );
    for (const host of ['shop.example.com', '"*.example.com"', 'shop', '""']) check(hosted(host));
  });

  it('finds a host of TLS that is no name, and lets an address through', () => {
    const secured = (host: string, mark = '') =>
      ingress(
        `    - host: shop.example.com\n      http: { paths: [{ path: /, pathType: Prefix, ${backend} }] }\n  tls:\n  - secretName: a\n    hosts:\n    - ${host}\n${mark}`,
      );
    check(
      secured(
        'https://shop.example.com',
        `#     ${'^'.repeat(24)} error ingress/refused: The API server refuses Ingress shop/web. "https://shop.example.com"…\n`,
      ),
    );
    for (const host of ['shop.example.com', '"*.example.com"', '192.168.1.5']) check(secured(host));
  });

  it('finds a host whose paths are another rule', () => {
    const host = (mark: string, dash: string) =>
      ingress(`    - host: shop.example.com
${mark}    ${dash} http: { paths: [{ path: /, pathType: Prefix, ${backend} }] }
`);
    check(
      host(
        '#           ^^^^^^^^^^^^^^^^ warning ingress/refused: This rule of Ingress shop/web has a host and no paths, so that requests to shop.example.com lead nowhere;…\n',
        '-',
      ),
    );
    check(host('', ' '));
    check(host('', '-').replace('  rules:', `  defaultBackend: { service: { name: web, port: { number: 80 } } }\n  rules:`));
  });

  it('is silent about older versions, which had defaults, and about a backend that is no Service', () => {
    check(ingress('    - http: { paths: [{ path: /, backend: { serviceName: web, servicePort: 80 } }] }\n', 'networking.k8s.io/v1beta1'), {
      severities: { 'resource/unknown-kind': 'off' },
    });
    check(paths('path: /', 'pathType: Prefix', 'backend: { resource: { apiGroup: k8s.example.com, kind: StorageBucket, name: web } }'));
  });

  it('finds the old annotation of another class than the field says, and removes it', () => {
    const classes = (annotation: string, field: string, mark = '') =>
      `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
  annotations:
    note: kept
${annotation}${mark}spec:
${field}  defaultBackend: { resource: { kind: Bucket, name: files } }
`;
    const old = '    kubernetes.io/ingress.class: nginx\n';
    check(
      classes(
        old,
        '  ingressClassName: caddy\n',
        '#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error ingress/refused: The API server refuses Ingress shop/web. The annotation kubernetes.io/ingress.class says nginx, and ingressClassName caddy. Remove the annotation.\n',
      ),
    );
    assert.equal(fixed(classes(old, '  ingressClassName: caddy\n')), classes('', '  ingressClassName: caddy\n'));
    check(classes(old, '  ingressClassName: nginx\n'));
    check(classes(old, '  ingressClassName: ${CLASS}\n'));
    check(classes(old, ''));
    check(classes('', '  ingressClassName: nginx\n'));
  });
});
