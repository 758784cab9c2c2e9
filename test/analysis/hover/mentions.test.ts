import assert from 'node:assert/strict';
import { hoverAt } from '../../../src/analysis/hover/hover.ts';
import { english } from '../../../src/base/message.ts';
import { cursorIn, workspaceOf } from '../../support/analysed.ts';

const shop = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: main, ports: [{ name: http, containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: front, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: api, port: 80, targetPort: http }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: way, namespace: shop }
spec: { defaultBackend: { service: { name: front, port: { name: api } } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: guard, namespace: shop }
spec: { podSelector: { matchLabels: { app: web } } }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [10.0.0.1-10.0.0.9] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lan, namespace: metallb-system }
spec: { ipAddressPools: [lan] }
`;
const site = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store }
spec: { profile: azure-stack-edge, dnsDomain: cluster.local, nodes: 2 }
`;

/** What is said behind a text of a file, in one line; undefined: nothing. */
function said(text: string, before: string): string | undefined {
  const cursor = cursorIn(text.replace(before, `${before}|`));
  const hover = hoverAt(workspaceOf({ 'a.yaml': cursor.text }).refreshAtOnce(), 'workspace/a.yaml', cursor.offset);
  return hover?.sections
    .flatMap(({ title, lines }) => [
      english.say(title),
      ...lines.map(({ label, values, sentence }) =>
        [
          label === undefined ? '' : `${english.say(label)}:`,
          ...values.map(english.say),
          sentence === undefined ? '' : english.say(sentence),
        ]
          .filter((part) => part !== '')
          .join(' '),
      ),
    ])
    .join(' | ');
}

describe('a hover', () => {
  for (const [what, before, expected] of [
    [
      'a label of pods who selects by it',
      'labels: { app: w',
      'app: web | Selected by 2 selectors | Service shop/front | NetworkPolicy shop/guard',
    ],
    [
      'a port of a container who names it',
      'ports: [{ name: ht',
      'Pod shop/web: http | Port: 8080 TCP | Named by 1 manifest | Service shop/front',
    ],
    ['targetPort what it leads to', 'targetPort: ht', 'Pod shop/web: http | Port: 8080 TCP | Named by 1 manifest | Service shop/front'],
    ['a port of a Service', 'ports: [{ name: ap', 'Service shop/front: api | Port: 80 → http | Named by 1 manifest | Ingress shop/way'],
    ['the port of a backend', 'port: { name: ap', 'Service shop/front: api | Port: 80 → http | Named by 1 manifest | Ingress shop/way'],
    ['the selector of a policy whom it means', 'podSelector: { matchLabels: { app: w', 'Selected: app: web | Pod shop/web'],
    [
      'a pool where it is advertised',
      'ipAddressPools: [la',
      'IPAddressPool metallb-system/lan | Ranges: 10.0.0.1-10.0.0.9 | Used: 0 of 9 | Free: 9 addresses 10.0.0.1-10.0.0.9',
    ],
  ] as const) {
    it(`tells of ${what}`, () => assert.equal(said(shop, before), expected));
  }

  it('tells of a field of a site what it means, and what the profile says of it', () => {
    assert.equal(
      said(site, 'dnsDom'),
      'dnsDomain | DNS domain of the cluster. | Where it is not written, the profile azure-stack-edge says: cluster.local',
    );
    assert.match(said(site, 'profile: azu') ?? '', /\| Pods: 172\.27\.0\.0\/16 \| Services: 172\.28\.0\.0\/16 \| Nodes: master worker$/);
  });

  it('tells nothing of words that lead nowhere', () => {
    assert.equal(said(shop, 'kind: Serv'), undefined);
    assert.equal(said(shop, 'app: web }, po'), undefined);
  });
});
