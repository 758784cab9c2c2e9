import assert from 'node:assert/strict';
import { check, relatedTo } from '../../support/marks.ts';

const service = (mark = '', targetPort = 'http') => `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports:
  - port: 80
    targetPort: ${targetPort}
${mark}`;
const pod = (name: string, port: string, labels = '{ app: web }', metadata = '') => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, labels: ${labels}${metadata} }
spec:
  containers:
  - { name: web, image: web, ports: [${port}] }
`;
const http = '{ name: http, containerPort: 8080 }';

describe('port/some-pods', () => {
  it('names the workload that lacks the port', () => {
    const [finding] = check(
      `${service('    #           ^^^^ warning port/some-pods: Pod a has a port named "http" (TCP), but Pod b, which the Service selects too, has not. It gets no traffic of this port.\n')}${pod('a', http)}${pod('b', '{ name: web, containerPort: 8080 }')}`,
    );
    assert.deepEqual(relatedTo(finding), ['containers | Pod b has no such port']);
  });

  it('counts those that lack it, and compares the protocol', () => {
    check(
      `${service('    #           ^^^^ warning port/some-pods: Pod b has a port named "http" (TCP), but Pod a and 1 more workload, which the Service selects too, have not. They get no traffic of this port.\n')}${pod('a', '{ name: http, containerPort: 8080, protocol: UDP }')}${pod('b', http)}${pod('c', '')}`,
    );
  });

  it('is information where the others are another component', () => {
    check(
      `${service('    #           ^^^^ information port/some-pods\n')}${pod('a', http)}${pod('b', '{ name: redis, containerPort: 6379 }', '{ app: web, component: cache }')}`,
    );
  });

  const silent: readonly [what: string, text: string][] = [
    ['a name that all have', `${service()}${pod('a', http)}${pod('b', http)}`],
    ['a number', `${service('', '8080')}${pod('a', http)}${pod('b', '')}`],
    [
      'a Job, whose pods are no servers',
      `${service()}${pod('a', http)}---
apiVersion: batch/v1
kind: Job
metadata: { name: load }
spec: { template: { metadata: { labels: { app: web } }, spec: { restartPolicy: Never, containers: [{ name: a, image: a }] } } }
`,
    ],
    [
      'a workload of no replicas',
      `${service()}${pod('a', http)}---\napiVersion: apps/v1\nkind: ReplicaSet\nmetadata: { name: old }\nspec: { replicas: 0, selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: a, image: a }] } } }\n`,
    ],
    [
      'pods of other namespaces',
      `${service()}${pod('a', http, '{ app: web }', ', namespace: a')}${pod('b', '', '{ app: web }', ', namespace: b')}`,
    ],
    [
      'a name that nobody has (that is port/unknown-name)',
      `${service('    #           ^^^^ error port/unknown-name\n')}${pod('a', '')}${pod('b', '')}`,
    ],
  ];
  for (const [what, text] of silent) it(`is silent on ${what}`, () => check(text));

  it('is silent on the same workload in the files of two environments, which is resource/duplicate', () => {
    check(
      `${service()}${pod('a', http)}# file: other.yaml
${pod('a', '{ name: web, containerPort: 8080 }')}`,
      { rule: 'together', severities: { 'resource/duplicate': 'off' } },
    );
  });

  it('is a hint where Kustomize or an injected sidecar may bring the port', () => {
    check(`${service('    #           ^^^^ hint port/some-pods\n')}${pod('a', http)}${pod('b', '')}`, { unrendered: ['patches'] });
    check(
      `${service('    #           ^^^^ hint port/some-pods\n')}${pod('a', http)}${pod('b', '', '{ app: web }', ', annotations: { sidecar.istio.io/inject: "true" }')}`,
    );
  });
});
