import { check } from '../../support/marks.ts';

/*
 * Published incidents of services whose selector or target port meets no pod; each is reported once.
 *
 * What no text shows, and why:
 * - vllm issue 37942, and the others of Helm charts: the values that a template makes labels of. What the template makes is seen, and stands here.
 */

const labels: readonly [what: string, text: string][] = [
  [
    'kubernetes issue 7341: a template with another label than the service selects',
    `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector:
    app: frontend
    #    ^^^^^^^^ warning selector/no-match: No pod has the labels app: frontend. Nearest is ReplicationController shop/web. It has app: front-end instead of frontend.
  ports: [{ port: 80 }]
---
apiVersion: v1
kind: ReplicationController
metadata: { name: web, namespace: shop }
spec:
  selector: { app: front-end }
  template:
    metadata: { labels: { app: front-end } }
    spec: { containers: [{ name: web, image: web }] }
`,
  ],
  [
    'helm/charts issues 21515 and 21514: a component that the pods do not say',
    `
apiVersion: v1
kind: Service
metadata: { name: ingress-nginx-controller, namespace: ingress }
spec:
  selector:
    app: nginx-ingress
    release: edge
    app.kubernetes.io/component: controller
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning selector/no-match: No pod has the labels app: nginx-ingress, release: edge, app.kubernetes.io/component: controller. Nearest is Deployment ingress/ingress-nginx-controller. It has no label app.kubernetes.io/component.
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ingress-nginx-controller, namespace: ingress }
spec:
  selector: { matchLabels: { app: nginx-ingress, release: edge } }
  template:
    metadata: { labels: { app: nginx-ingress, release: edge } }
    spec: { containers: [{ name: controller, image: controller }] }
`,
  ],
  [
    'honestica/lifen-charts issue 33: one label too many in the selector',
    `
apiVersion: v1
kind: Service
metadata: { name: api, namespace: care }
spec:
  selector:
    app: api
    component: web
  # ^^^^^^^^^ warning selector/no-match: No pod has the labels app: api, component: web. Nearest is Deployment care/api. It has no label component.
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: care }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec: { containers: [{ name: api, image: api }] }
`,
  ],
  [
    'jaegertracing/helm-charts issue 171: pods without the label of their release',
    `
apiVersion: v1
kind: Service
metadata: { name: jaeger-query, namespace: trace }
spec:
  selector:
    app.kubernetes.io/name: jaeger
    app.kubernetes.io/instance: edge
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning selector/no-match: No pod has the labels app.kubernetes.io/name: jaeger, app.kubernetes.io/instance: edge. Nearest is Deployment trace/jaeger-query. It has no label app.kubernetes.io/instance.
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: jaeger-query, namespace: trace }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: jaeger } }
  template:
    metadata: { labels: { app.kubernetes.io/name: jaeger } }
    spec: { containers: [{ name: query, image: query }] }
`,
  ],
  [
    'piraeus-operator issue 301: a metrics Service with the labels of another component',
    `
apiVersion: v1
kind: Service
metadata: { name: controller-metrics, namespace: storage }
spec:
  selector:
    app.kubernetes.io/name: piraeus-datastore
    app.kubernetes.io/component: gencert
    #                            ^^^^^^^ warning selector/no-match: No pod has the labels app.kubernetes.io/name: piraeus-datastore, app.kubernetes.io/component: gencert. Nearest is Deployment storage/controller-manager. It has app.kubernetes.io/component: operator instead of gencert.
  ports: [{ port: 8443 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: controller-manager, namespace: storage }
spec:
  selector: { matchLabels: { app.kubernetes.io/component: operator } }
  template:
    metadata: { labels: { app.kubernetes.io/name: piraeus-datastore, app.kubernetes.io/component: operator } }
    spec: { containers: [{ name: manager, image: manager }] }
`,
  ],
  [
    'zenml issue 4740: a label key that stands twice in the pods, whose last value no Service selects',
    `
apiVersion: v1
kind: Service
metadata: { name: zenml, namespace: ml }
spec:
  selector: { app: zenml, tier: server }
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: zenml, namespace: ml }
spec:
  selector: { matchLabels: { app: zenml, tier: server } }
  template:
    metadata:
      labels:
        app: zenml
        tier: server
        app: release-name
      # ^^^ error yaml/duplicate-key: "app" stands here twice in one map; the last one counts. Remove one of the two.
    spec: { containers: [{ name: zenml, image: zenml }] }
`,
  ],
  [
    'zenml issue 4740: a key that stands twice in the selector itself',
    `
apiVersion: v1
kind: Service
metadata: { name: zenml, namespace: ml }
spec:
  selector:
    app: zenml
    app: release-name
  # ^^^ error yaml/duplicate-key: "app" stands here twice in one map; the last one counts. Remove one of the two.
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: zenml, namespace: ml }
spec:
  selector: { matchLabels: { app: zenml } }
  template:
    metadata: { labels: { app: zenml } }
    spec: { containers: [{ name: zenml, image: zenml }] }
`,
  ],
  [
    'vllm issue 37942: labels of the pods edited, and the selector left as it was',
    `
apiVersion: v1
kind: Service
metadata: { name: engine, namespace: llm }
spec:
  selector:
    environment: test
    #            ^^^^ warning selector/no-match: No pod has the labels environment: test, release: test. Nearest is Deployment llm/engine. It has environment: production instead of test.
    release: test
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: engine, namespace: llm }
spec:
  selector: { matchLabels: { environment: production, release: test } }
  template:
    metadata: { labels: { environment: production, release: test } }
    spec: { containers: [{ name: vllm, image: vllm }] }
`,
  ],
];

const ports: readonly [what: string, text: string][] = [
  [
    'grafana-operator pull 974: a target port by a name that no container gives',
    `
apiVersion: v1
kind: Service
metadata: { name: grafana, namespace: show }
spec:
  selector: { app: grafana }
  ports:
  - port: 3000
    targetPort: grafana
    #           ^^^^^^^ error port/unknown-name: No container of Deployment show/grafana has a port named "grafana" (TCP). The names are: grafana-http.
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: grafana, namespace: show }
spec:
  selector: { matchLabels: { app: grafana } }
  template:
    metadata: { labels: { app: grafana } }
    spec:
      containers:
      - { name: grafana, image: grafana, ports: [{ name: grafana-http, containerPort: 3000 }] }
`,
  ],
  [
    'clickvisual pull 414: the name server, where the pods say http',
    `
apiVersion: v1
kind: Service
metadata: { name: clickvisual, namespace: logs }
spec:
  selector: { app: clickvisual }
  ports:
  - port: 80
    targetPort: server
    #           ^^^^^^ error port/unknown-name: No container of Deployment logs/clickvisual has a port named "server" (TCP). The names are: http.
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: clickvisual, namespace: logs }
spec:
  selector: { matchLabels: { app: clickvisual } }
  template:
    metadata: { labels: { app: clickvisual } }
    spec:
      containers:
      - { name: clickvisual, image: clickvisual, ports: [{ name: http, containerPort: 19001 }] }
`,
  ],
  [
    'kubernetes issue 83145: a name for a port that has none',
    `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports:
  - port: 443
    targetPort: https
    #           ^^^^^ error port/unknown-name: No container of Pod shop/web has a port named "https" (TCP). The ports there have no names. Name the port there, or write its number here.
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web, ports: [{ containerPort: 8443 }] }] }
`,
  ],
];

const lawful: readonly [what: string, text: string][] = [
  [
    'kubernetes/website pull 26790: a target port by number, which no container has to declare',
    `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: 9376 }]
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web, ports: [{ containerPort: 8080 }] }] }
`,
  ],
];

describe('incidents: selectors and ports', () => {
  for (const [what, text] of labels) it(what, () => void check(text));
  for (const [what, text] of ports) it(what, () => void check(text));
  for (const [what, text] of lawful) it(`says nothing of ${what}`, () => void check(text));
});
