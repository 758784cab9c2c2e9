import assert from 'node:assert/strict';
import { check, findingsOf, readMarks } from '../../support/marks.ts';
import { deployment, namespace, policy, service } from '../../support/policyManifests.ts';

const web = deployment('web', { env: '{ name: ORDERS_URL, value: "http://orders" }' });
const shop = deployment('orders') + service('orders') + deployment('clerk');
const into = (rule: string) => policy('orders', `  podSelector: { matchLabels: { app: orders } }\n  ingress:\n  - ${rule}`);
const found = (text: string) => findingsOf(readMarks(text).files).findings.filter(({ code }) => code === 'policy/blocked-link');

describe('policy/blocked-link', () => {
  it('finds a name whose pods let the client in nowhere', () => {
    check(
      `${into('from: [{ podSelector: { matchLabels: { app: clerk } } }]')}${shop}${web.replace(
        /(env: \[)(\{.*\})\] \}/,
        '$1\n$2\n#                                  ^^^^^^ warning policy/blocked-link: NetworkPolicy shop/orders does not let Deployment shop/web in to the pods behind Service shop/orders, which it names here. Let Deployment shop/web in on 8080/TCP, the port of the pods.\n] }',
      )}`,
    );
  });

  it('says it as information where the policy only lets other namespaces in', () => {
    const scraped = into('from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }]');
    assert.deepEqual(
      found(`${scraped}${shop}${web}${namespace('shop', '{}')}`).map(({ severity }) => severity),
      ['information'],
    );
  });

  it('finds one that its own egress does not reach', () => {
    const egress = policy(
      'web',
      '  podSelector: { matchLabels: { app: web } }\n  egress:\n  - ports: [{ port: 53, protocol: UDP }]\n  policyTypes: [Egress]',
    );
    const [finding] = found(`${egress}${shop}${web}`);
    assert.equal(finding?.severity, 'warning');
    assert.equal(finding.message.key.length > 0, true);
  });

  it('is silent where it is let in, by whatever policy', () => {
    const closed = into('from: [{ podSelector: { matchLabels: { app: clerk } } }]');
    assert.deepEqual(found(`${into('from: [{ podSelector: { matchLabels: { app: web } } }]')}${shop}${web}`), []);
    assert.deepEqual(found(`${into('ports: [{ port: 8080 }]')}${shop}${web}`), []);
    assert.deepEqual(
      found(
        `${closed}---\n${policy('more', '  podSelector: {}\n  ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }] }]')}${shop}${web}`,
      ),
      [],
    );
    assert.deepEqual(found(`${shop}${web}`), []);
  });

  it('is silent where another check names the cause, and where nobody can tell', () => {
    assert.deepEqual(found(`${into('ports: [{ port: 80 }]')}${shop}${web}`), []);
    assert.deepEqual(found(`${policy('web', '  podSelector: { matchLabels: { app: web } }\n  policyTypes: [Egress]')}${shop}${web}`), []);
    const byLabel = into('from: [{ namespaceSelector: { matchLabels: { team: shop } } }]');
    assert.deepEqual(found(`${byLabel}${shop}${web}`), []);
    assert.equal(found(`${byLabel}${shop}${web}${namespace('shop', '{ team: other }')}`).length, 1);
    assert.deepEqual(
      found(
        `${into('from: [{ podSelector: { matchLabels: { app: clerk } } }]')}${shop}${web}---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: c, namespace: shop }\nspec: { endpointSelector: {}, ingress: [{}] }\n`,
      ),
      [],
    );
  });

  it('is silent where what another policy is about is filled in later', () => {
    const text = `${into('from: [{ podSelector: { matchLabels: { app: clerk } } }]')}${shop}${web}---
${policy('more', '  podSelector: { matchLabels: { app: "${APP}" } }\n  ingress: [{}]')}`;
    assert.deepEqual(found(text), []);
  });
});
