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
    const findings = check(`${service('targetPort: server', '    #           ^^^^^^ error port/unknown-name: No container of Pod web has a port named "server" (TCP). The names are: http.\n')}${pod(http)}`);
    assert.deepEqual(relatedTo(findings[0]), ['http | Pod web: port 8080 is named http (TCP)']);
    assert.deepEqual(fixTitles(findings), ['Write http']);
  });

  it('prefers the name that a slip of the pen would explain', () => {
    const text = `${service('targetPort: htpp')}${pod(http)}`;
    assert.deepEqual(fixTitles(check(text.replace('htpp\n', 'htpp\n    #           ^^^^ error port/unknown-name\n'))), ['* Write http']);
    assert.equal(fixed(text), `${service('targetPort: http')}${pod(http)}`);
  });

  it('compares the protocol too', () => {
    check(`${service('targetPort: http\n    protocol: UDP', '').replace('http\n', 'http\n    #           ^^^^ error port/unknown-name: The port "http" of Pod web is TCP, but this port of the Service is UDP. Make the protocols agree.\n')}${pod(http)}`);
  });

  it('finds a name where the ports have none', () => {
    const [finding] = check(`${service('targetPort: https', '    #           ^^^^^ error port/unknown-name: No container of Pod web has a port named "https" (TCP); its ports have no names.…\n')}${pod(http.replace('name: http, ', ''))}`);
    assert.deepEqual(relatedTo(finding), ['8080 | Pod web: port 8080 has no name']);
  });

  const silent: readonly [what: string, text: string][] = [
    ['a number that nobody declares', `${service('targetPort: 9999')}${pod(http)}`],
    ['a port without a target', `${service('name: x')}${pod(http)}`],
    ['a name that there is', `${service('targetPort: http')}${pod(http)}`],
    ['a name that only some of the selected pods have', `${service('targetPort: http')}${pod(http)}${pod('  containers: []', 'other')}`],
    ['a native sidecar', `${service('targetPort: http')}${pod(http.replace('containers', 'initContainers').replace('name: web, image', 'restartPolicy: Always, name: web, image'))}`],
    ['a service that selects nothing (that has its own finding)', `${service('targetPort: server').replace('app: web }\n', 'app: wbe }\n  #                ^^^ warning selector/no-match\n')}${pod(http)}`],
  ];
  for (const [what, text] of silent) it(`is silent on ${what}`, () => check(text));

  it('does not count an ordinary init container', () => {
    check(`${service('targetPort: http', '    #           ^^^^ error port/unknown-name\n')}${pod(http.replace('containers', 'initContainers'))}`);
  });

  it('is a warning when more pods may exist, and a hint when sidecars or Kustomize may bring the port', () => {
    const marked = (severity: string, why = '') =>
      service('targetPort: server', `    #           ^^^^^^ ${severity} port/unknown-name: No container of Pod web has a port named "server" (TCP). The names are: http.${why}\n`);
    check(`${marked('warning')}${pod(http)}---\napiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata: { name: k }\n`);
    check(`${marked('hint', ' (Kustomize also applies patches, which is not looked at here.)')}${pod(http)}`, { kustomize: ['patches'] });
    check(`${marked('hint', ' (A container that is injected into the pods may have the port.)')}${pod(http, 'web', ', annotations: { sidecar.istio.io/inject: "true" }')}`);
  });
});
