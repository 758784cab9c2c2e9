import assert from 'node:assert/strict';
import { english } from '../../src/base/message.ts';
import { findingsOf, type Snapshot } from '../../src/analysis/snapshot.ts';
import { locate } from '../../src/manifests/locate.ts';

import { pick, randomOf } from '../support/randomWorkspace.ts';
import { rounds, seed } from '../support/rounds.ts';
import { changes } from '../support/textChanges.ts';
import { RenderedWorkspace } from '../support/renderedWorkspace.ts';
import { yamlCases } from '../support/yamlCases.ts';

const indented = (text: string) => text.replaceAll(/^/gm, '  ');

/** Where YAML is read, and by whom: as a manifest, in a part of one, in the text of a ConfigMap, and by what renders. */
const uses: Readonly<Record<string, (text: string) => Readonly<Record<string, string>>>> = {
  'a manifest': (text) => ({ 'a.yaml': text }),
  'the spec of a Service': (text) => ({ 'a.yaml': `apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec:\n${indented(text)}` }),
  'labels and a selector': (text) => ({
    'a.yaml': `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  labels:\n${indented(indented(text))}\nspec:\n  selector:\n${indented(indented(text))}`,
  }),
  'a kustomization': (text) => ({ 'kustomization.yaml': text, 'a.yaml': service }),
  'a patch': (text) => ({ 'kustomization.yaml': 'resources: [a.yaml]\npatches: [{ path: b.yaml }]\n', 'a.yaml': service, 'b.yaml': text }),
  'values of a chart': (text) => ({
    'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'values.yaml': text,
    'templates/a.yaml': `${service}{{- toYaml .Values | nindent 0 }}`,
  }),
  'a template': (text) => ({ 'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n', 'templates/a.yaml': text }),
  'a bundle of Fleet': (text) => ({ 'fleet.yaml': text, 'a.yaml': service }),
  'a configuration of ours': (text) => ({ '.edge-network.yaml': text, 'a.yaml': service }),
  'configurations in a ConfigMap': (text) => ({
    'a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: kubeadm-config, namespace: kube-system }\ndata:\n  ClusterConfiguration: |\n${indented(indented(text))}`,
  }),
};

const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80 }] }\n';

describe('a corner of YAML', () => {
  for (const [use, filesOf] of Object.entries(uses))
    it(`is judged without an exception, with places that are there, as ${use}`, () => {
      // The texts as they are at first; then with a change each.
      const random = randomOf(seed);
      for (const [what, text] of Object.entries(yamlCases)) {
        judged(filesOf(text), what);
        for (let round = 0; round < rounds - 1; round++) {
          const [name, change] = pick(random, Object.entries(changes));
          judged(filesOf(change(random, text)), `${what}, ${name}`);
        }
      }
    }).timeout(180_000 * rounds);
});

function judged(files: Readonly<Record<string, string>>, what: string): void {
  const snapshot = (() => {
    try {
      return new RenderedWorkspace(files).refreshed();
    } catch (error) {
      throw new Error(`${what}: ${JSON.stringify(files)}`, { cause: error });
    }
  })();
  for (const { place, message, related } of allOf(snapshot)) {
    assert.doesNotMatch(english.say(message), /undefined|\[object|NaN|\{[0-9]\}/, what);
    for (const each of [place, ...related.map((other) => other.place)]) {
      const { start, end } = locate(each);
      assert.ok(start >= 0 && start <= end && end <= each.document.text.length + 1, `${what}: ${start}-${end}`);
    }
  }
}

function allOf(snapshot: Snapshot) {
  return [...snapshot.files].flatMap(({ path }) => findingsOf(snapshot, path));
}
