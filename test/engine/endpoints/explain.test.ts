import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { english } from '../../../src/base/message.ts';
import { explainEndpoint } from '../../../src/engine/endpoints/explain.ts';
import { formatPath } from '../../../src/manifests/place.ts';
import { observed } from '../../support/observed.ts';

const service = (name: string, spec: string) => `
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { clusterIP: None, ipFamilies: [IPv4], ${spec} }`;

const pod = (name: string, ip: string, more = '', status = '') => `
---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop, labels: { app: web }${more} }
spec: { nodeName: n1, containers: [] }
status: { podIPs: [{ ip: ${ip} }]${status} }`;

const selected = service('web', 'selector: { app: web }');
const notReady = ', conditions: [{ type: Ready, status: "False" }]';

/** `address: reason @ places` */
function explain(manifests: string): readonly string[] {
  const { cluster, services } = observed(manifests);
  return services.flatMap((each) =>
    each.slices.flatMap((slice) =>
      slice.endpoints.map((endpoint) => {
        const { reason, because, certainty } = explainEndpoint(cluster, each, slice, endpoint);
        return `${certainty}: ${english.say(reason)} @ ${because.map(({ path }) => formatPath(path ?? [])).join(' ')}`;
      }),
    ),
  );
}

describe('explainEndpoint', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'a pod by its labels',
      selected + pod('a', '10.0.0.1'),
      ['fixed: Pod shop/a has the labels of the selector (app=web) of Service shop/web. @ spec.selector metadata.labels'],
    ],
    [
      'a pod that is not ready',
      selected + pod('a', '10.0.0.1', '', notReady),
      ['fixed: Pod shop/a has the labels of the selector (app=web) of Service shop/web, but is not ready. @ spec.selector metadata.labels'],
    ],
    [
      'a pod that is being deleted',
      selected + pod('a', '10.0.0.1', ', deletionTimestamp: "2024-01-01T00:00:00Z"'),
      [
        'fixed: Pod shop/a has the labels of the selector (app=web) of Service shop/web, but is being deleted. @ spec.selector metadata.labels',
      ],
    ],
    [
      'a pod that is published though it is not ready',
      service('web', 'selector: { app: web }, publishNotReadyAddresses: true') + pod('a', '10.0.0.1', '', notReady),
      [
        'fixed: Pod shop/a has the labels of the selector (app=web) of Service shop/web, which publishes pods that are not ready too. @ spec.selector metadata.labels',
      ],
    ],
    [
      'a slice written by hand',
      service('hand', 'ports: [{ port: 80 }]') +
        `
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: hand-1, namespace: shop, labels: { kubernetes.io/service-name: hand } }
addressType: IPv4
endpoints: [{ addresses: [192.0.2.1] }, { addresses: [192.0.2.2] }]`,
      [
        'fixed: EndpointSlice shop/hand-1 lists 192.0.2.1 for Service shop/hand. @ endpoints[0]',
        'fixed: EndpointSlice shop/hand-1 lists 192.0.2.2 for Service shop/hand. @ endpoints[1]',
      ],
    ],
    [
      'Endpoints written by hand',
      service('hand', 'ports: [{ port: 80 }]') +
        `
---
apiVersion: v1
kind: Endpoints
metadata: { name: hand, namespace: shop }
subsets: [{ addresses: [{ ip: 192.0.2.1 }], notReadyAddresses: [{ ip: 192.0.2.2 }] }]`,
      [
        'fixed: Endpoints shop/hand lists 192.0.2.1. @ subsets[0].addresses[0]',
        'fixed: Endpoints shop/hand lists 192.0.2.2. @ subsets[0].notReadyAddresses[0]',
      ],
    ],
  ];
  for (const [title, manifests, expected] of cases) it(title, () => assert.deepEqual(explain(manifests), expected));
});
