import assert from 'node:assert/strict';
import { Assembly } from '../../../src/checks/shared/assembly.ts';
import { repetitions } from '../../../src/checks/shared/repetitions.ts';
import { readDocument } from '../../../src/manifests/read.ts';
import { clusterOf } from '../../support/cluster.ts';
import { check, relatedTo } from '../../support/marks.ts';
import { checkWorkspace } from '../../support/renderedWorkspace.ts';

const map = (metadata: string, mark = '', kind = 'ConfigMap', apiVersion = 'v1') => `---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: ${metadata}
${mark}`;

describe('resource/duplicate', () => {
  it('finds the same resource twice, in one file or in two, and points at the first', () => {
    const second = map(
      '{ name: a, namespace: shop }',
      '#                 ^ error resource/duplicate: ConfigMap shop/a stands here a second time;…\n',
    );
    const [finding] = check(`${map('{ name: a, namespace: shop }')}# file: b.yaml\n${second}`);
    assert.deepEqual(relatedTo(finding), ['a | The first ConfigMap shop/a']);
    check(`${map('{ name: a, namespace: shop }')}${second}`, { rule: 'together' });
  });

  it('takes two unknown namespaces as one, but an unknown and a written one as two', () => {
    check(`${map('{ name: a }')}${map('{ name: a }', '#                 ^ error resource/duplicate\n')}`);
    check(`${map('{ name: a }')}${map('{ name: a, namespace: shop }')}`);
  });

  it('tells kinds by their group, and knows a group that was renamed', () => {
    check(`${map('{ name: a }', '', 'Service')}${map('{ name: a }', '', 'Service', 'serving.knative.dev/v1')}`);
    check(
      `${map('{ name: a }', '', 'Ingress', 'extensions/v1beta1')}${map('{ name: a }', '#                 ^ error resource/duplicate\n', 'Ingress', 'networking.k8s.io/v1')}`,
      { severities: { 'resource/unknown-kind': 'off' } },
    );
  });

  it('is silent on manifests without a name, and on different names', () => {
    check(`${map('{ generateName: a- }')}${map('{ generateName: a- }')}${map('{ name: a }')}${map('{ name: b }')}`);
  });

  it('says nothing of a Namespace that two kustomizations of an undeclared cluster render of one base', () => {
    checkWorkspace(`# file: base/kustomization.yaml
resources: [namespace.yaml]
# file: base/namespace.yaml
apiVersion: v1
kind: Namespace
metadata: { name: shop }
# file: one/kustomization.yaml
resources: [../base]
# file: two/kustomization.yaml
resources: [../base]
`);
  });

  it('doubts that two units stand in one cluster when no object applies both', () => {
    const unit = (unitKey: string) => readDocument({ file: `${unitKey}.yaml`, text: map('{ name: a }'), unitKey }).resources;
    const doubts = (rule: 'applied' | 'root', ...keys: readonly string[]) => {
      const assembly = new Assembly({ ...clusterOf(''), rule, resources: keys.flatMap(unit) });
      return [...repetitions(assembly, rule === 'applied')].map(({ doubt }) => doubt !== undefined);
    };
    assert.deepEqual(doubts('applied', 'one', 'two'), [true]);
    assert.deepEqual(doubts('applied', 'one', 'one'), [false]);
    assert.deepEqual(doubts('root', 'one', 'two'), [false]);
  });

  it('takes files of an undeclared cluster that repeat each other as alternatives, with one hint a file', () => {
    const file = `${map('{ name: a }')}${map('{ name: b }')}`;
    check(
      `${file}# file: other/b.yaml
${map('{ name: a }', '#                 ^ hint resource/duplicate: 2 resources of this file also stand in other files; ConfigMap a does in test.yaml. (They may be…\n')}${map('{ name: b }')}`,
      { rule: 'together' },
    );
  });

  it('finds a second EdgeNetwork under any name', () => {
    check(
      `${map('{ name: a }', 'spec: { profile: custom }\n', 'EdgeNetwork', 'edgenetwork/v1')}${map('{ name: b }', '', 'EdgeNetwork', 'edgenetwork/v1').replace('EdgeNetwork\n', 'EdgeNetwork\n#     ^^^^^^^^^^^ error resource/duplicate: This folder has an EdgeNetwork already, a;…\n')}`,
    );
  });
});
