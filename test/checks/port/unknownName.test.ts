import assert from 'node:assert/strict';
import { check, fixed, fixTitles, relatedTo } from '../../support/marks.ts';

const service = (port: string, mark = '') => `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports:
  - port: 80
    ${port}
${mark}`;
const pod = (containers: string, name = 'web', metadata = '') => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, labels: { app: web }${metadata} }
spec:
${containers}
`;
const http = '  containers: [{ name: web, image: web, ports: [{ name: http, containerPort: 8080 }] }]';

describe('port/unknown-name', () => {
  it('finds a name that no container has, lists those there are and offers the only one', () => {
    const findings = check(
      `${service('targetPort: server', '    #           ^^^^^^ error port/unknown-name: No container of Pod web has a port named "server" (TCP). The names are: http.\n')}${pod(http)}`,
    );
    assert.deepEqual(relatedTo(findings[0]), ['http | Pod web: port 8080 is named http (TCP)']);
    assert.deepEqual(fixTitles(findings), ['Write http']);
  });

  it('prefers the name that a slip of the pen would explain', () => {
    const text = `${service('targetPort: htpp')}${pod(http)}`;
    assert.deepEqual(fixTitles(check(text.replace('htpp\n', 'htpp\n    #           ^^^^ error port/unknown-name\n'))), ['* Write http']);
    assert.equal(fixed(text), `${service('targetPort: http')}${pod(http)}`);
  });

  it('compares the protocol too', () => {
    check(
      `${service('targetPort: http\n    protocol: UDP', '').replace('http\n', 'http\n    #           ^^^^ error port/unknown-name: The port "http" of Pod web is TCP, but this port of the Service is UDP. Make the protocols agree.\n')}${pod(http)}`,
    );
  });

  it('finds a name where the ports have none', () => {
    const [finding] = check(
      `${service('targetPort: https', '    #           ^^^^^ error port/unknown-name: No container of Pod web has a port named "https" (TCP). The ports there have no names.…\n')}${pod(http.replace('name: http, ', ''))}`,
    );
    assert.deepEqual(relatedTo(finding), ['8080 | Pod web: port 8080 has no name']);
  });

  const silent: readonly [what: string, text: string][] = [
    ['a number that nobody declares', `${service('targetPort: 9999')}${pod(http)}`],
    ['a port without a target', `${service('name: x')}${pod(http)}`],
    ['a name that there is', `${service('targetPort: http')}${pod(http)}`],
    [
      'a name that only some of the selected pods have (that is port/some-pods)',
      `${service('targetPort: http', '    #           ^^^^ warning port/some-pods\n')}${pod(http)}${pod('  containers: []', 'other')}`,
    ],
    [
      'a number in quotes, which service/refused reports',
      `${service('targetPort: "8080"', '    #           ^^^^^^ error service/refused\n')}${pod(http)}`,
    ],
    [
      'a native sidecar',
      `${service('targetPort: http')}${pod(http.replace('containers', 'initContainers').replace('name: web, image', 'restartPolicy: Always, name: web, image'))}`,
    ],
    [
      'a service that selects nothing (that has its own finding)',
      `${service('targetPort: server').replace('app: web }\n', 'app: wbe }\n  #                ^^^ warning selector/no-match\n')}${pod(http)}`,
    ],
  ];
  for (const [what, text] of silent) it(`is silent on ${what}`, () => check(text));

  it('does not count an ordinary init container', () => {
    check(
      `${service('targetPort: http', '    #           ^^^^ error port/unknown-name\n')}${pod(http.replace('containers', 'initContainers'))}`,
    );
  });

  it('is a warning when more pods may exist, and a hint when sidecars or Kustomize may bring the port', () => {
    const marked = (severity: string, why = '') =>
      service(
        'targetPort: server',
        `    #           ^^^^^^ ${severity} port/unknown-name: No container of Pod web has a port named "server" (TCP). The names are: http.${why}\n`,
      );
    check(`${marked('warning')}${pod(http)}---\nkind: Deployment\nmetadata: { name: {{ .Values.name }} }\n`, { reading: false });
    check(`${marked('error')}${pod(http)}---\napiVersion: example.com/v1\nkind: Other\nmetadata: { name: k }\n`);
    check(`${marked('hint', ' (What patches brings or changes is not known here.)')}${pod(http)}`, { unrendered: ['patches'] });
    check(
      `${marked('hint', ' (A container that is injected into the pods may have the port.)')}${pod(http, 'web', ', annotations: { sidecar.jaegertracing.io/inject: "true" }')}`,
    );
    // Of these two it is known which ports they have.
    for (const mesh of ['sidecar.istio.io/inject: "true"', 'linkerd.io/inject: enabled'])
      check(`${marked('error')}${pod(http, 'web', `, annotations: { ${mesh} }`)}`);
  });

  const probe = (port: string, mark = '', more = '') =>
    pod(`  containers:
  - name: web
    image: web
    ports: [{ name: http, containerPort: 8080 }, { name: metrics, containerPort: 9090 }]
    readinessProbe:
      httpGet:
        path: /
        port: ${port}
${mark}${more}`);
  it('finds a probe by a name that its own container does not have', () => {
    const findings = check(
      probe(
        'htpp',
        '        #     ^^^^ error port/unknown-name: The readinessProbe of container web connects to port "htpp", but the container has no port of that name. The names are: http, metrics.\n',
      ),
    );
    assert.deepEqual(fixTitles(findings), ['* Write http']);
    assert.equal(fixed(probe('htpp')), probe('http'));
    const [finding] = check(
      probe(
        'admin',
        '        #     ^^^^^ error port/unknown-name: The readinessProbe of container web connects to port "admin", but that is a port of container side; a name counts in its own container only. Write the number 81.\n',
        '  - { name: side, image: side, ports: [{ name: admin, containerPort: 81 }] }\n',
      ),
    );
    assert.deepEqual(relatedTo(finding), ['admin | Pod web: port 81 is named admin (TCP)']);
    check(
      probe(
        '"8080"',
        '        #     ^^^^^^ error port/unknown-name: The API server refuses Pod web: the port "8080" of readinessProbe is a name because of its quotes…\n',
      ),
    );
  });

  it('finds a hook, and a container that names no port', () => {
    check(
      pod(`  containers:
  - name: web
    image: web
    lifecycle: { preStop: { httpGet: { path: /, port: http } } }
    #                                                 ^^^^ error port/unknown-name: The preStop of container web connects to port "http", but the container names no port. Name the port, or write its number here.`),
    );
  });

  it('is silent on probes by a number, by a name of their own, or by what is filled in later', () => {
    for (const port of ['8081', 'metrics', '$(PORT)', '""']) check(probe(port));
  });

  const policy = (rules: string) =>
    `---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: guard }\nspec:\n${rules}\n`;
  it('finds a NetworkPolicy by a name that none of its pods has', () => {
    const rules = (name: string) => `  podSelector: { matchLabels: { app: web } }\n  ingress:\n  - ports:\n    - port: ${name}`;
    const text = `${pod(http)}${policy(rules('htpp'))}`;
    const findings = check(
      text.replace(
        'htpp\n',
        'htpp\n      #     ^^^^ warning port/unknown-name: None of the pods that this rule of NetworkPolicy guard leads to has a port named "htpp" (TCP). The names are: http.\n',
      ),
    );
    assert.deepEqual(fixTitles(findings), ['* Write http']);
    assert.equal(fixed(text), text.replace('htpp', 'http'));
    check(`${pod(http)}${policy(rules('http'))}`);
    check(`${pod(http)}${policy(rules('80'))}`);
    check(
      `${pod(http)}${policy(rules('http\n      protocol: UDP').replace('http\n', 'http\n      #     ^^^^ warning port/unknown-name\n'))}`,
    );
  });

  it('looks at the other end for what leaves, where all of it is pods of the namespace', () => {
    const rules = (to: string, mark = '') => `  podSelector: {}\n  egress:\n  - to: [${to}]\n    ports:\n    - port: admin${mark}`;
    check(
      `${pod(http)}${policy(rules('{ podSelector: { matchLabels: { app: web } } }', '\n      #     ^^^^^ warning port/unknown-name'))}`,
    );
    check(`${pod(http)}${policy(rules('{ podSelector: { matchLabels: { app: web } } }, { ipBlock: { cidr: 10.0.0.0/8 } }'))}`);
    check(`${pod(http)}${policy(rules('{ namespaceSelector: {}, podSelector: { matchLabels: { app: web } } }'))}`);
    check(`${pod(http)}${policy(rules(''))}`);
  });
});
