import assert from 'node:assert/strict';
import { check, fixed, fixTitles, relatedTo, type CheckOptions } from '../../support/marks.ts';

const ingress = (service: string, mark = '', namespace = ', namespace: shop') => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: front${namespace} }
spec:
  rules:
  - http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          service:
            name: ${service}
${mark}            port: { number: 80 }
`;
const service = (name: string, namespace = ', namespace: shop') => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}${namespace} }
spec: { ports: [{ port: 80 }] }
`;

/** The Services here have no selectors, which is another rule's business, and so are versions of old clusters. */
const severities = { 'resource/unknown-kind': 'off', 'service/no-selector': 'off', 'service/refused': 'off' } as const;
const judged = (text: string, options: CheckOptions = {}) => check(text, { ...options, severities });

describe('ingress/unknown-service', () => {
  it('finds a name that no Service has, and writes the nearest', () => {
    const text = `${ingress('wbe')}${service('web')}`;
    const findings = judged(
      `${ingress('wbe', '            #     ^^^ warning ingress/unknown-service: There is no Service wbe for Ingress shop/front. Nearest is web.\n')}${service('web')}`,
    );
    assert.deepEqual(fixTitles(findings), ['* Write web']);
    assert.equal(fixed(text, undefined, { severities }), `${ingress('web')}${service('web')}`);
  });

  it('says so when nothing is near', () => {
    judged(
      `${ingress('payments', '            #     ^^^^^^^^ warning ingress/unknown-service: There is no Service payments for Ingress shop/front. Correct the name, or add the Service.\n')}${service('web')}`,
    );
  });

  it('says so when the Service is in another namespace', () => {
    const [finding] = judged(
      `${ingress('web', '            #     ^^^ warning ingress/unknown-service: There is no Service web in namespace shop; Service store/web is in another one.…\n')}${service('web', ', namespace: store')}`,
    );
    assert.deepEqual(relatedTo(finding), ['web | Service store/web']);
  });

  it('reads the older shapes, and the default backend', () => {
    judged(`apiVersion: extensions/v1beta1
kind: Ingress
metadata: { name: front, namespace: shop }
spec:
  backend:
    serviceName: wbe
    #            ^^^ warning ingress/unknown-service: There is no Service wbe for Ingress shop/front. Nearest is web.
    servicePort: 80
  rules:
  - http:
      paths:
      - backend:
          serviceName: wbb
          #            ^^^ warning ingress/unknown-service
          servicePort: 80
${service('web')}`);
    judged(`apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: front, namespace: shop }
spec:
  defaultBackend:
    service:
      name: wbe
      #     ^^^ warning ingress/unknown-service
      port: { number: 80 }
${service('web')}`);
  });

  const silent: readonly [what: string, text: string][] = [
    ['a Service in another file', `${ingress('web')}# file: b.yaml\n${service('web')}`],
    ['a Service whose namespace is set later', `${ingress('web')}${service('web', '')}`],
    ['an Ingress whose namespace is set later', `${ingress('web', '', '')}${service('web')}`],
    ['a solver of cert-manager', `${ingress('cm-acme-http-solver-x7k2p')}${service('web')}`],
    ['an action of the AWS load balancer', `${ingress('ssl-redirect').replace('number: 80', 'name: use-annotation')}${service('web')}`],
    ['the API server', `${ingress('kubernetes', '', ', namespace: default')}${service('web', ', namespace: default')}`],
    [
      'a backend that is another resource',
      `${ingress('x').replace(/service:\n.*\n.*\n/, 'resource: { apiGroup: k8s.example.com, kind: StorageBucket, name: assets }\n')}${service('web')}`,
    ],
    ['a backend that is not typed yet', `${ingress('')}${service('web')}`],
  ];
  for (const [what, text] of silent) it(`is silent on ${what}`, () => judged(text));

  const hint = (why: string, name = 'wbe', of = 'web') =>
    ingress(
      name,
      `            #     ${'^'.repeat(name.length)} hint ingress/unknown-service: There is no Service ${name} for Ingress shop/front. Nearest is ${of}. (${why})\n`,
    ) + service(of);
  it('is a hint where Services may come from elsewhere', () => {
    judged(
      `${hint('Part of a Service in test.yaml is filled in later.', 'orders', 'order')}---\nkind: Service\nmetadata: { name: {{ .Values.name }} }\n`,
      { reading: false },
    );
    judged(hint('What https://example.com/base brings or changes is not known here.'), { unrendered: ['https://example.com/base'] });
  });

  it('keeps its weight where what else there is can hardly be meant', () => {
    const found = ingress('wbe', '            #     ^^^ warning ingress/unknown-service\n') + service('web');
    for (const other of [
      'apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata: { name: k }\n',
      'apiVersion: example.com/v1\nkind: Other\nmetadata: { name: k, namespace: shop }\n',
      'kind: Service\nmetadata: { name: {{ .Values.name }} }\n',
      'kind: Service\nmetadata: { name: other }\nspec: { selector: { app: {{ .Values.name }} } }\n',
      'kind: ConfigMap\nmetadata: { name: {{ .Values.name }} }\n',
    ])
      judged(`${found}---\n${other}`, { reading: false });
  });

  it('is silent where Services are not written by those who write the Ingress, unless one comes near', () => {
    judged(ingress('wbe'));
    judged(`${ingress('dashboard', '', ', namespace: kube-system')}${service('web', ', namespace: kube-system')}`);
    judged(
      `${ingress('wbe', '            #     ^^^ warning ingress/unknown-service\n', ', namespace: kube-system')}${service('web', ', namespace: kube-system')}`,
    );
    judged(`${ingress('argocd-server')}${service('web')}`);
    judged(`${ingress('vault-ui', '', ', namespace: vault')}${service('web', ', namespace: vault')}`);
    judged(
      `${ingress('shop')}${service('web')}---\napiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: shop, namespace: shop }\nspec: { template: { spec: { containers: [{ name: a, image: a }] } } }\n`,
    );
  });
});
