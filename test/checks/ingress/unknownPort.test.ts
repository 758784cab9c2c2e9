import assert from 'node:assert/strict';
import { check, fixed, fixTitles, relatedTo, type CheckOptions } from '../../support/marks.ts';

const ingress = (port: string, mark = '') => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: front }
spec:
  rules:
  - http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          service:
            name: web
            port:
              ${port}
${mark}`;
const service = (ports: string, more = '') => `---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { ${more}ports: [${ports}] }
`;

/** The Services here have no selectors, which is another rule's business, and so are versions of old clusters. */
const severities = { 'resource/unknown-kind': 'off', 'service/no-selector': 'off', 'service/refused': 'off' } as const;
const judged = (text: string, options: CheckOptions = {}) => check(text, { ...options, severities });

describe('ingress/unknown-port', () => {
  it('finds a number that is no port of the Service, and writes the only one', () => {
    const findings = judged(
      `${ingress('number: 8443', '              #       ^^^^ error ingress/unknown-port: Service web has no port 8443. Its ports are: 80 (http).\n')}${service('{ name: http, port: 80 }')}`,
    );
    assert.deepEqual(relatedTo(findings[0]), ['port | Service web has port 80 (http)']);
    assert.deepEqual(fixTitles(findings), ['* Write 80']);
    assert.equal(
      fixed(`${ingress('number: 8443')}${service('{ name: http, port: 80 }')}`, undefined, { severities }),
      `${ingress('number: 80')}${service('{ name: http, port: 80 }')}`,
    );
  });

  it('takes a target port for a slip that some controllers let pass', () => {
    const findings = judged(
      `${ingress('number: 8080', '              #       ^^^^ warning ingress/unknown-port: 8080 is the target port of Service web; a backend names the port of the Service, which is 80 (http).\n')}${service('{ name: http, port: 80, targetPort: 8080 }, { name: admin, port: 81 }')}`,
    );
    assert.deepEqual(fixTitles(findings), ['* Write 80']);
  });

  it('finds a name that the Service does not have, and writes the nearest', () => {
    const findings = judged(
      `${ingress('name: htpp', '              #     ^^^^ error ingress/unknown-port: Service web has no port htpp. Its ports are: 80 (http), 81 (admin).\n')}${service('{ name: http, port: 80 }, { name: admin, port: 81 }')}`,
    );
    assert.deepEqual(fixTitles(findings), ['* Write http']);
  });

  it('offers nothing where it cannot know which of several is meant', () => {
    assert.deepEqual(
      fixTitles(
        judged(
          `${ingress('number: 9', '              #       ^ error ingress/unknown-port\n')}${service('{ name: http, port: 80 }, { name: admin, port: 81 }')}`,
        ),
      ),
      [],
    );
  });

  it('finds a number that is a name because of its quotes', () => {
    judged(`apiVersion: networking.k8s.io/v1beta1
kind: Ingress
metadata: { name: front }
spec:
  backend:
    serviceName: web
    servicePort: "80"
    #            ^^^^ error ingress/unknown-port: Service web has port 80, but in quotes or as a name it is not the number. Write it as a number.
${service('{ port: 80 }')}`);
  });

  const silent: readonly [what: string, text: string][] = [
    ['the number of a port', `${ingress('number: 80')}${service('{ name: http, port: 80 }')}`],
    ['the name of a port', `${ingress('name: http')}${service('{ name: http, port: 80 }')}`],
    [
      'a Service of type ExternalName',
      `${ingress('number: 443')}${service('{ port: 80 }', 'type: ExternalName, externalName: example.com, ')}`,
    ],
    ['a Service without ports', `${ingress('number: 443')}${service('', 'clusterIP: None, ')}`],
    ['a port that is not typed yet', `${ingress('')}${service('{ port: 80 }')}`],
    [
      'a Service whose port is not typed yet',
      `${ingress('number: 80')}${service('{ name: http }').replace('{ name: http }', '{ name: http, port: }')}`,
    ],
    [
      'a name that another Service of that name may have',
      `${ingress('number: 81')}${service('{ port: 80 }').replace('name: web', 'name: web, namespace: a')}${service('{ port: 81 }').replace('name: web', 'name: web, namespace: b')}`,
    ],
  ];
  for (const [what, text] of silent)
    it(`is silent on ${what}`, () => {
      judged(text, { reading: false });
    });

  it('is a hint when Kustomize changes what is written', () => {
    judged(`${ingress('number: 8443', '              #       ^^^^ hint ingress/unknown-port\n')}${service('{ port: 80 }')}`, {
      unrendered: ['patches'],
    });
  });
});
