import assert from 'node:assert/strict';
import { check, relatedTo } from '../../support/marks.ts';

const service = (mark = '', port = '{ port: 80, targetPort: 8080 }', more = '') => `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  ports: [${port}]${more}
  selector:
${mark}    app: shop
`;
const workload = (name: string, labels: string, ports: string, kind = 'Deployment') => `---
apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: ${labels} }
  template:
    metadata: { labels: ${labels} }
    spec: { containers: [{ name: a, image: a, ports: [${ports}] }] }
`;
const web = workload('web', '{ app: shop, component: web }', '{ containerPort: 8080 }');
const job = `---
apiVersion: batch/v1
kind: CronJob
metadata: { name: report, namespace: shop }
spec:
  schedule: "@daily"
  jobTemplate: { spec: { template: { metadata: { labels: { app: shop } }, spec: { restartPolicy: Never, containers: [{ name: a, image: a }] } } } }
`;

describe('selector/mixed-workloads', () => {
  it('finds a Service that also reaches another component', () => {
    const [finding] = check(
      `${service('# ^^^^^^^^ information selector/mixed-workloads: Service shop/web leads to port 8080 of Deployment shop/web, but by app: shop it also selects Deployment shop/cache, which declares no such port.…\n')}${web}${workload('cache', '{ app: shop, component: cache }', '{ containerPort: 6379 }')}`,
    );
    assert.deepEqual(relatedTo(finding), ['8080 | The port', 'labels | Deployment shop/cache has the labels too']);
  });

  it('finds pods of a Job that are selected by accident', () => {
    check(
      `${service('# ^^^^^^^^ information selector/mixed-workloads: Service shop/web leads to port 8080 of Deployment shop/web, but by app: shop it also selects CronJob shop/report, which declares no such port.…\n')}${web}${job}`,
    );
  });

  const silent: readonly [what: string, text: string][] = [
    ['a canary', `${service()}${web}${workload('canary', '{ app: shop, component: canary }', '{ containerPort: 8080 }')}`],
    [
      'primary and replicas',
      `${service()}${workload('primary', '{ app: shop, component: primary }', '{ containerPort: 8080 }', 'StatefulSet')}${workload('replica', '{ app: shop, component: replica }', '{ containerPort: 8080 }', 'StatefulSet')}`,
    ],
    ['pods that declare no ports, which says nothing', `${service()}${web}${workload('worker', '{ app: shop, component: worker }', '')}`],
    [
      'a port that nobody declares',
      `${service('', '{ port: 80, targetPort: 9999 }')}${web}${workload('cache', '{ app: shop, component: cache }', '{ containerPort: 6379 }')}`,
    ],
    [
      'pods of one app and component with other ports',
      `${service()}${web}${workload('web-2', '{ app: shop, component: web, version: v2 }', '{ containerPort: 8081 }')}`
        .replace('{ app: shop, component: web } }', '{ app: shop, component: web, version: v1 } }')
        .replace('{ labels: { app: shop, component: web }', '{ labels: { app: shop, component: web, version: v1 }'),
    ],
    [
      'a headless Service',
      `${service('', undefined, '\n  clusterIP: None')}${web}${workload('cache', '{ app: shop, component: cache }', '{ containerPort: 6379 }')}`,
    ],
    [
      'a Job where the port has a name, which sorts it out',
      `${service('', '{ port: 80, targetPort: http }')}${web.replace('{ containerPort', '{ name: http, containerPort')}${job}`,
    ],
    ['tests of a chart', `${service()}${web}${job.replace('namespace: shop }', 'namespace: shop, annotations: { helm.sh/hook: test } }')}`],
  ];
  for (const [what, text] of silent) it(`is silent on ${what}`, () => check(text));

  it('is a hint when Kustomize changes what is written', () => {
    check(`${service('# ^^^^^^^^ hint selector/mixed-workloads\n')}${web}${job}`, { unrendered: ['patches'] });
  });
});
