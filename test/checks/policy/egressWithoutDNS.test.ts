import assert from 'node:assert/strict';
import { check, fixed, findingsOf, readMarks } from '../../support/marks.ts';
import { deployment, policy, service } from '../../support/policyManifests.ts';

const url = { env: '{ name: ORDERS_URL, value: "http://orders" }' };
const shop = (web: Parameters<typeof deployment>[1] = url) => deployment('orders') + service('orders') + deployment('web', web);
const deny = policy('deny', '  podSelector: {}\n  policyTypes: [Egress]');
const out = (more = '', name = 'web-out') =>
  policy(
    name,
    `  podSelector: { matchLabels: { app: web } }\n  policyTypes: [Egress]\n  egress:\n  - to: [{ podSelector: { matchLabels: { app: orders } } }]${more}`,
  );
const found = (text: string) =>
  findingsOf(readMarks(text).files).findings.filter(({ code }) => code === 'policy/egress-without-dns').length;

describe('policy/egress-without-dns', () => {
  it('finds an egress that reaches a Service and not the DNS, and lets it ask', () => {
    const text = `${deny}---\n${out()}${shop()}`;
    check(
      text.replace(
        '  egress:\n',
        '  egress:\n# ^^^^^^ warning policy/egress-without-dns: NetworkPolicy shop/web-out isolates the egress of Deployment shop/web, and no policy lets it ask the DNS (port 53): the name of Service shop/orders, which it uses, does not resolve. Allow UDP and TCP port 53 to the pods of the cluster DNS.\n',
      ),
    );
    assert.equal(found(fixed(text)), 0);
  });

  it('finds it where everything is denied', () => {
    check(
      `${policy(
        'deny',
        `  podSelector: {}
  policyTypes: [Egress]
# ^^^^^^^^^^^ warning policy/egress-without-dns: NetworkPolicy shop/deny isolates the egress of Deployment shop/web…`,
      )}${shop()}`,
    );
  });

  it('finds names that are let through by TCP alone', () => {
    const rule = (port: string) => `${out(`\n  - ports: [${port}]`)}${shop()}`;
    check(
      rule('{ port: 53 }').replace(
        '  egress:\n',
        '  egress:\n# ^^^^^^ warning policy/egress-without-dns: NetworkPolicy shop/web-out lets Deployment shop/web ask the DNS by TCP alone, which is the protocol where none is written, and names are asked for by UDP: the name of Service shop/orders, which it uses, does not resolve.…\n',
      ),
    );
    assert.equal(found(rule('{ port: 53, protocol: TCP }')), 1);
    assert.equal(found(rule('{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }')), 0);
  });

  it('is silent where some policy lets DNS through, however it is written', () => {
    const dns = [
      '\n  - ports: [{ port: 53, protocol: UDP }]',
      '\n  - {}',
      '\n  - to: [{ namespaceSelector: {} }]',
      '\n  - to: [{ ipBlock: { cidr: 10.96.0.10/32 } }]\n    ports: [{ port: 53, protocol: UDP }]',
      '\n  - to: [{ namespaceSelector: {}, podSelector: { matchLabels: { k8s-app: kube-dns } } }]',
      '\n  - ports: [{ port: dns, protocol: UDP }]',
    ];
    for (const rule of dns) assert.equal(found(`${out(rule)}${shop()}`), 0, rule);
    assert.equal(found(`${out()}---\n${out('\n  - ports: [{ port: 53, protocol: UDP }]', 'dns')}${shop()}`), 0);
  });

  it('is silent about pods that use no name, or another DNS', () => {
    check(out() + shop({}));
    check(out() + shop({ ...url, spec: 'dnsPolicy: None, dnsConfig: { nameservers: [10.0.0.2] }, ' }));
  });

  it('is not misled by a rule that leads elsewhere', () => {
    assert.equal(found(`${out('\n  - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: plant } } }]')}${shop()}`), 1);
    assert.equal(found(`${out('\n  - ports: [{ port: 443 }]')}${shop()}`), 1);
  });
});
