import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';
import { checkWorkspace } from '../../support/renderedWorkspace.ts';

const service = (labels: string, ports = '{ name: http, port: 80 }') => `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop${labels} }
spec: { selector: { app: web }, ports: [${ports}] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web, ports: [{ name: metrics, containerPort: 9090 }] }] }
---
`;
const monitor = (selector: string, port = 'http', kind = 'ServiceMonitor', namespace = 'shop') => `apiVersion: monitoring.coreos.com/v1
kind: ${kind}
metadata: { name: web, namespace: ${namespace} }
spec:
  selector: ${selector}
  ${kind === 'PodMonitor' ? 'podMetricsEndpoints' : 'endpoints'}:
  - port: ${port}
`;
const labelled = ', labels: { app: web }';
const other = (kind: string, apiVersion: string, spec: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web, namespace: shop }\nspec:\n${spec}\n`;

describe('selector/no-target', () => {
  it('finds a monitor of labels that only the pods have, and gives them to the Service', () => {
    const text = service('') + monitor('{ matchLabels: { app: web } }');
    check(
      text.replace(
        '  selector: { matchLabels: { app: web } }\n  endpoints',
        '  selector: { matchLabels: { app: web } }\n# ^^^^^^^^ warning selector/no-target: ServiceMonitor shop/web asks nobody, for no Service has the labels app: web. A ServiceMonitor selects by the labels of Services (metadata.labels), not by those of their pods; Service shop/web is nearest.\n  endpoints',
      ),
    );
    assert.match(fixed(text), /name: web, namespace: shop, labels: \{ ?app: web ?\} \}/);
  });

  it('finds a monitor that misses the labels of a Service by a slip, whatever unread manifests may make', () => {
    const unread =
      '---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: web, namespace: shop }\nspec: { chart: { spec: { chart: web } } }\n';
    check(
      `${service(', labels: { app: frontend }')}${monitor('{ matchLabels: { app: fronted } }\n# ^^^^^^^^ warning selector/no-target: ServiceMonitor shop/web asks nobody, for no Service has the labels app: fronted. Nearest is Service shop/web. It has app: frontend instead of fronted.')}${unread}`,
    );
  });

  it('finds a monitor in another namespace than its Service, and lets it look there', () => {
    const text = service(labelled) + monitor('{ matchLabels: { app: web } }', 'http', 'ServiceMonitor', 'monitoring');
    assert.match(fixed(text), /namespaceSelector:\n {4}matchNames:\n {4}- shop/);
  });

  it('finds a budget that protects nobody', () => {
    check(
      `${service('')}${other('PodDisruptionBudget', 'policy/v1', '  selector: { matchLabels: { app: wbe } }\n# ^^^^^^^^ warning selector/no-target: PodDisruptionBudget shop/web protects no pod, for none has app: wbe. Nearest is Deployment shop/web. It has app: web instead of wbe.')}`,
    );
  });

  it('finds a budget that is for nobody in its namespace', () => {
    const budget = (mark = '') => other('PodDisruptionBudget', 'policy/v1', `  selector: { matchLabels: { tier: frontend } }${mark}`);
    check(
      `${service('')}${budget('\n# ^^^^^^^^ warning selector/no-target: PodDisruptionBudget shop/web protects no pod, for none has tier: frontend. Correct the selector, or add the workload.')}`,
    );
    check(budget());
    check(`${service('').replaceAll('namespace: shop', 'namespace: other')}${budget()}`);
  });

  it('is silent about what is met, and about what nobody here has', () => {
    check(service(labelled) + monitor('{ matchLabels: { app: web } }'));
    check(service('') + monitor('{ matchLabels: { app: prometheus } }'));
    check(service('') + other('PodDisruptionBudget', 'policy/v1', '  selector: { matchLabels: { app: web } }'));
  });
});

describe('port/unknown-monitored', () => {
  it('finds the name of a container port where that of the Service is asked for', () => {
    const text = service(labelled) + monitor('{ matchLabels: { app: web } }', 'metrics');
    check(
      text.replace(
        '- port: metrics\n',
        '- port: metrics\n  #       ^^^^^^^ warning port/unknown-monitored: No Service that ServiceMonitor shop/web selects has a port named "metrics" (Service shop/web), so that it asks nobody there. The names are: http.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('- port: metrics\n', '- port: http\n'));
  });

  it('looks at the pods for a PodMonitor', () => {
    check(service('') + monitor('{ matchLabels: { app: web } }', 'metrics', 'PodMonitor'));
    check(
      `${service('')}${monitor('{ matchLabels: { app: web } }', 'http\n  #       ^^^^ warning port/unknown-monitored: No pod that PodMonitor shop/web selects has a port named "http" (Deployment shop/web)…', 'PodMonitor')}`,
    );
  });
});

describe('resource/unknown-target', () => {
  const scaler = (name: string, kind = 'Deployment') =>
    other(
      'HorizontalPodAutoscaler',
      'autoscaling/v2',
      `  maxReplicas: 3\n  scaleTargetRef: { apiVersion: apps/v1, kind: ${kind}, name: ${name} }`,
    );

  it('finds an autoscaler of what there is not, and writes what was meant', () => {
    const text = service('') + scaler('webb');
    check(
      text.replace(
        'name: webb }',
        'name: webb }\n  #                                                              ^^^^ warning resource/unknown-target: HorizontalPodAutoscaler shop/web scales Deployment webb, which there is not. Nearest is web.',
      ),
    );
    assert.equal(fixed(text), text.replace('webb', 'web'));
  });

  it('is no hint because of a chart of another namespace', () => {
    checkWorkspace(`# file: shop.yaml
${service('')}${scaler('webb').replace(
      'name: webb }',
      'name: webb }\n  #                                                              ^^^^ warning resource/unknown-target',
    )}
# file: monitoring/kustomization.yaml
namespace: monitoring
helmCharts: [{ name: grafana, repo: https://charts.example.org }]
`);
  });

  it('is silent about what is there, and about what may come from elsewhere', () => {
    check(service('') + scaler('web'));
    check(service('') + scaler('queue', 'Rollout').replace('name: web,', 'name: queue,'));
  });
});
