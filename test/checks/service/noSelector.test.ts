import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const service = (spec: string, mark = '', namespace = 'namespace: shop, ', name = 'database') =>
  `---\napiVersion: v1\nkind: Service\nmetadata: { ${namespace}name: ${name} }\n${mark}spec: ${spec}\n`;
const plain = '{ ports: [{ port: 5432 }] }';
const hint = '#                                  ^^^^^^^^ hint service/no-selector\n';
const slice = (namespace: string) =>
  `---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: { name: x, ${namespace}labels: { kubernetes.io/service-name: database } }\naddressType: IPv4\nports: [{ port: 5432 }]\nendpoints: [{ addresses: [10.0.0.4] }]\n`;
const endpoints =
  '---\napiVersion: v1\nkind: Endpoints\nmetadata: { name: database, namespace: shop }\nsubsets: [{ addresses: [{ ip: 10.0.0.4 }], ports: [{ port: 5432 }] }]\n';

describe('service/no-selector', () => {
  it('hints at a service that nothing stands behind', () => {
    check(service(plain, hint));
    check(service('{ selector: {}, ports: [{ port: 5432 }] }', hint));
    check(`${service(plain, hint)}${slice('namespace: other, ')}`);
  });

  it('is silent where an EndpointSlice or Endpoints belongs to it, perhaps in a namespace that is not written', () => {
    check(`${service(plain)}${slice('namespace: shop, ')}`);
    check(`${service(plain)}${slice('')}`);
    check(`${service(plain, '', '')}${slice('namespace: shop, ')}`);
    check(`${service(plain)}${endpoints}`);
  });

  it('is silent on ExternalName, on default/kubernetes, and while there are no ports', () => {
    check(service('{ type: ExternalName, externalName: example.com }'));
    check(service('{ ports: [{ port: 443 }] }', '', 'namespace: default, ', 'kubernetes'));
    check(service('{}'));
  });

  it('is silent where something owns the service, and where manifests could not be read', () => {
    check(service(plain).replace('name: database }', 'name: database, ownerReferences: [{ kind: Cluster, name: x, controller: true }] }'));
    check(
      `${service(plain)}---\napiVersion: v1\nkind: Endpoints\nmetadata: { name: {{ .Values.name }} }\n#                 ^^ hint yaml/unreadable\n`,
    );
  });

  it('finds the endpoints that were meant for it, which lack the label or have another name, and writes that', () => {
    const unlabelled = slice('namespace: shop, ').replace(', labels: { kubernetes.io/service-name: database }', '');
    const mark = (why: string) =>
      `#                 ^ warning service/no-selector: ${why} Service shop/database has neither a selector nor endpoints: traffic to it goes nowhere.\n`;
    check(
      service(plain) +
        unlabelled.replace(
          'addressType',
          `${mark('EndpointSlice shop/x lacks the label kubernetes.io/service-name, so that it belongs to no Service.')}addressType`,
        ),
    );
    assert.match(fixed(service(plain) + unlabelled), /kubernetes\.io\/service-name: database/);
    const misnamed = endpoints.replace('name: database', 'name: databas');
    check(
      service(plain) +
        misnamed.replace(
          'subsets',
          `${mark('Endpoints shop/databas is for a Service databas that there is not.').replace('^ warning', '^^^^^^^ warning')}subsets`,
        ),
    );
    assert.equal(fixed(service(plain) + misnamed), service(plain) + endpoints);
  });

  it('takes no endpoints for its own where several belong to nobody, or where they are of another Service', () => {
    const stray = (name: string) =>
      slice('namespace: shop, ').replace('name: x', `name: ${name}`).replace('service-name: database', 'service-name: other');
    check(service(plain, hint) + stray('x') + stray('x2'));
    check(service(plain, hint) + stray('x') + service(plain, '', undefined, 'other'));
  });
});
