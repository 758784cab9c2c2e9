import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';
import { deployment, namespace, policy } from '../../support/policyManifests.ts';

const prometheus = deployment('prometheus', { namespace: 'monitoring' });
const orders = deployment('orders');

describe('policy/other-namespace', () => {
  it('finds a peer whose pods are in another namespace, and adds the namespace', () => {
    const text = `${policy(
      'orders',
      `  podSelector: {}
  ingress:
  - from:
    - podSelector: { matchLabels: { app: prometheus } }`,
    )}${orders}${prometheus}`;
    check(
      text.replace(
        'app: prometheus } }\n',
        'app: prometheus } }\n    # ^^^^^^^^^^^ warning policy/other-namespace: A podSelector alone means pods of the own namespace shop, where none has app: prometheus; Deployment monitoring/prometheus, which has it, is in namespace monitoring. Add a namespaceSelector for monitoring to this peer.\n',
      ),
    );
    assert.match(
      fixed(text),
      /podSelector: \{ matchLabels: \{ app: prometheus \} \}\n {6}namespaceSelector:\n {8}matchLabels:\n {10}kubernetes.io\/metadata.name: monitoring/,
    );
  });

  it('tells one peer written as two', () => {
    check(
      `${policy(
        'orders',
        `  podSelector: {}
  ingress:
  - from:
    - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } }
    - podSelector: { matchLabels: { app: prometheus } }
    # ^^^^^^^^^^^ warning policy/other-namespace: A podSelector alone means pods of the own namespace shop, where none has app: prometheus; Deployment monitoring/prometheus, which has it, is in namespace monitoring. The peer beside it lets all pods of that namespace through: two peers mean one or the other. Write both selectors in one peer (without the dash).`,
      )}${orders}${prometheus}${namespace('monitoring')}`,
    );
  });

  it('finds a policy whose pods are in another namespace', () => {
    check(
      `${policy(
        'scrape',
        `  podSelector: { matchLabels: { app: prometheus } }
# ^^^^^^^^^^^ warning policy/other-namespace: NetworkPolicy shop/scrape is about no pod: in namespace shop none has app: prometheus, and Deployment monitoring/prometheus, which has it, is in namespace monitoring. A policy is for pods of its own namespace.
  ingress: [{}]`,
      )}${orders}${prometheus}`,
    );
  });

  it('is silent where the own namespace has such pods, or the peer names the other', () => {
    check(
      `${policy('orders', '  podSelector: {}\n  ingress:\n  - from: [{ podSelector: { matchLabels: { app: prometheus } } }]')}${deployment('prometheus')}${prometheus}`,
    );
    check(
      `${policy('orders', '  podSelector: {}\n  ingress:\n  - from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: prometheus } } }]')}${orders}${prometheus}`,
    );
  });
});
