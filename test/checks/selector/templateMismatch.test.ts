import assert from 'node:assert/strict';
import { check, fixed, fixTitles, relatedTo } from '../../support/marks.ts';

const workload = (selector: string, labels: string, kind = 'Deployment', apiVersion = 'apps/v1') => `apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: web }
spec:
  selector:
    ${selector}
  template:
    metadata:
      labels: ${labels}
    spec: { containers: [{ name: web, image: web }] }
`;
const marked = (text: string, mark: string) => text.replace('\n  template', `\n${mark}\n  template`);

describe('selector/template-mismatch', () => {
  it('finds a workload that does not select its own pods, and offers both sides', () => {
    const text = workload('matchLabels: { app: web }', '{ app: website }');
    const findings = check(
      marked(
        text,
        '    #                   ^^^ error selector/template-mismatch: Deployment web selects app: web, but its pods have app: website. Make selector and template agree.',
      ),
    );
    assert.deepEqual(relatedTo(findings[0]), ['website | labels of the pods']);
    assert.deepEqual(fixTitles(findings), ['Give the pods the label app: web', 'Select app: website']);
    assert.equal(fixed(text), workload('matchLabels: { app: web }', '{ app: web }'));
    assert.equal(fixed(text, 'Select app: website'), workload('matchLabels: { app: website }', '{ app: website }'));
  });

  it('leaves it to yaml/duplicate-key where the label stands twice and the earlier value agrees', () => {
    const twice = (first: string) =>
      workload('matchLabels: { app: web }', `\n        app: ${first}\n        app: other\n#       ^^^ error yaml/duplicate-key`);
    check(twice('web'));
    check(marked(twice('wep'), '    #                   ^^^ error selector/template-mismatch'));
    check(workload('matchLabels:\n      app: other\n      app: web\n#     ^^^ error yaml/duplicate-key', '{ app: other }'));
  });

  it('finds a label that the pods lack', () => {
    const [finding] = check(
      marked(
        workload('matchLabels: { tier: front }', '{ app: web }'),
        '    #                    ^^^^^ error selector/template-mismatch: Deployment web selects tier: front, but its pods have no label tier.…',
      ),
    );
    assert.deepEqual(relatedTo(finding), ['labels | labels of the pods']);
  });

  it('finds an expression that the pods do not meet', () => {
    check(
      marked(
        workload('matchExpressions: [{ key: app, operator: In, values: [a, b] }]', '{ app: web }'),
        '    #                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error selector/template-mismatch: Deployment web does not select its own pods: their labels do not meet app In (a, b).…',
      ),
    );
  });

  it('reads the map of a ReplicationController', () => {
    check(
      marked(
        workload('app: web', '{ app: other }', 'ReplicationController', 'v1'),
        '    #    ^^^ error selector/template-mismatch: ReplicationController web selects app: web, but its pods have app: other.…',
      ),
    );
  });

  const silent: readonly [what: string, text: string][] = [
    ['selector and template that agree', workload('matchLabels: { app: web }', '{ app: web, tier: front }')],
    ['a selector that is not written yet', workload('', '{ app: web }')],
    [
      'a Job, whose labels the controller adds',
      workload('matchLabels: { controller-uid: x }', '{ app: web }', 'Job', 'batch/v1').replace(
        'spec: { c',
        'spec: { restartPolicy: Never, c',
      ),
    ],
    ['a kind whose rules we do not know', workload('matchLabels: { app: web }', '{ app: other }', 'Thing', 'example.com/v1')],
    [
      'an expression with an operator that there is not, which selector/invalid reports',
      workload('matchExpressions: [{ key: app, operator: Is, values: [a] }]', '{ app: web }').replace(
        '}]\n',
        '}]\n    #                                        ^^ error selector/invalid\n',
      ),
    ],
  ];
  for (const [what, text] of silent) it(`is silent on ${what}`, () => check(text));

  it('is a hint when Kustomize changes labels', () => {
    check(
      marked(workload('matchLabels: { app: web }', '{ app: website }'), '    #                   ^^^ hint selector/template-mismatch'),
      { unrendered: ['patches'] },
    );
  });
});
