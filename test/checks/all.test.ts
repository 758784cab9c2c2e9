import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { textEditOf } from '../../src/checks/findings/fixes.ts';
import { checkCodes, rules } from '../../src/checks/all.ts';
import { findingsOf as findingsOfFile } from '../../src/analysis/snapshot.ts';
import { pageOf, rulePages } from '../../src/checks/pages.ts';
import { RenderedWorkspace } from '../support/renderedWorkspace.ts';
import { findingsOf, readMarks } from '../support/marks.ts';
import { locate } from '../../src/manifests/locate.ts';
import { english } from '../../src/base/message.ts';

/** Something of every kind that a check looks at, with a fault for most of them. */
const everything = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: azure-stack-edge
  computeNetwork: { subnet: 10.0.0.5/24, gateway: 10.0.1.1, dhcpRanges: [10.0.0.10-10.0.0.5], reservedIPs: [10.0.0.40] }
  kubernetesNodeIPs: 10.0.0.40-10.0.0.40
  kubernetesServiceIPs: 10.0.0.40-10.0.0.42
  podSubnet: 10.0.0.0/16
  serviceSubnet: 10.96.0.0/24
  nodes: [{ name: master, role: control-plane }, { name: worker }]
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: ["10.0.0.41/30", 10.0.0.1, 10.0.0.9-5] }
---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec: { cidr: 10.0.0.0/28, nodeSelector: "all(" }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, annotations: { metallb.io/loadBalancerIPs: 10.9.9.9 } }
spec:
  type: LoadBalancer
  selector: { app: wbe }
  ports: [{ name: http, port: 80, targetPort: htpp, nodePort: 31000 }]
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: htpp }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 3
  selector: { matchLabels: { app: web, tier: front } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web, ports: [{ name: http, containerPort: 8080 }] }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: front, namespace: shop }
spec:
  defaultBackend: { service: { name: wbe, port: { number: 80 } } }
  rules: [{ http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { name: htpp } } } }] } }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: guard, namespace: shop, labels: { a b: c } }
spec:
  podSelector: { matchLabels: { app: wbe }, matchExpressions: [{ key: tier, operator: in, values: [front] }] }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: wbe } } }], ports: [{ port: htpp }] }]
---
apiVersion: projectcalico.org/v3
kind: NetworkPolicy
metadata: { name: guard, namespace: shop }
spec: { selector: 'app == "wbe"', ingress: [{ action: Allow, source: { selector: has(x) } }] }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: edge, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - { name: a, image: a, ports: [{ name: http, containerPort: 80, hostPort: 80 }, { name: http, containerPort: 80 }], livenessProbe: { tcpSocket: { port: htpp } } }
        - { name: b, image: b, ports: [{ containerPort: 80, hostPort: 80 }] }
`;

/** For rules over several clusters: each file is where its header says. */
function codesOfWorkspace(text: string): readonly string[] {
  const snapshot = new RenderedWorkspace(readMarks(text).files).refreshed();
  return [...snapshot.files].flatMap(({ path }) => findingsOfFile(snapshot, path)).map((finding) => finding.code);
}

describe('the checks', () => {
  it('have codes of their own, each with a whole page, and no page is without a rule', () => {
    assert.equal(new Set(checkCodes).size, checkCodes.length);
    assert.deepEqual([...rulePages.keys()].sort(), [...checkCodes].sort());
    for (const { code } of rules) {
      assert.match(code, /^[a-z-]+\/[a-z-]+$/);
      for (const [field, text] of Object.entries(pageOf(code))) assert.ok(String(text).trim().length > 5, `${code} ${field}`);
    }
  });

  it('can all be set by the user, who sees their usual severity', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { configuration: { properties: Record<string, { properties?: Record<string, { default: string }> }> } };
    };
    const settings = manifest.contributes.configuration.properties['edgeNetwork.checks']?.properties ?? {};
    assert.deepEqual(
      Object.entries(settings).map(([code, setting]) => [code, setting.default]),
      rules.map(({ code, severity }) => [code, severity]),
    );
  });

  it('report what their own page calls wrong, and not what it calls right', () => {
    for (const { code } of rules) {
      const { wrong, right } = pageOf(code);
      const codes = (text: string) =>
        text.startsWith('# file: ')
          ? codesOfWorkspace(text)
          : findingsOf(new Map([['a.yaml', text]])).findings.map((finding) => finding.code);
      const needsNetwork =
        code === 'service/pending'
          ? '---\napiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { profile: azure-stack-edge, kubernetesServiceIPs: 10.128.44.244-10.128.44.250 }\n'
          : '';
      assert.ok(codes(`${wrong}\n${needsNetwork}`).includes(code), `${code}: ${codes(wrong).join()}`);
      assert.ok(!codes(`${right}\n${needsNetwork}`).includes(code), `${code}: ${right}`);
    }
  });

  it('find the same each time', () => {
    const found = () =>
      findingsOf(new Map([['a.yaml', everything]])).findings.map(({ code, severity, message, place }) => ({
        code,
        severity,
        message: english.say(message),
        at: locate(place),
      }));
    assert.deepEqual(found(), found());
    assert.ok(found().length > 10, String(found().length));
  });

  it('take any text without an exception, each with a place inside it and fixes that can be made', () => {
    const pieces = [
      '',
      ':',
      '-',
      '"',
      '{',
      '}',
      '[',
      '/',
      '\n',
      '0',
      '999999999999',
      '::',
      '\t',
      '&a',
      '*a',
      'null',
      '${X}',
      '{{',
      '-1',
      'ü',
      '__proto__',
    ];
    const cut = fc.record({ at: fc.nat(everything.length - 1), length: fc.nat(30), piece: fc.constantFrom(...pieces) });
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 4 }), (cuts) => {
        let text = everything;
        for (const { at, length, piece } of cuts) text = text.slice(0, at) + piece + text.slice(at + length);
        for (const { place, related, message, fixes } of findingsOf(new Map([['a.yaml', text]])).findings) {
          assert.doesNotMatch(english.say(message), /undefined|\[object|NaN|\{[0-9]\}/);
          for (const each of [place, ...related.map((other) => other.place)]) {
            const { start, end } = locate(each);
            // What is missing at the very end of a text is one column behind it.
            assert.ok(start >= 0 && start <= end && end <= each.document.text.length + 1, `${start}-${end}`);
          }
          for (const { edits } of fixes)
            for (const edit of edits) assert.ok(textEditOf(edit), `${english.say(message)} ${JSON.stringify(edit)}`);
        }
      }),
      { seed: 7, numRuns: 150 },
    );
  });
});
