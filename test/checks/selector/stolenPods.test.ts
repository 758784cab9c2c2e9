import assert from 'node:assert/strict';
import { check, relatedTo } from '../../support/marks.ts';

const workload = (
  name: string,
  selector: string,
  labels: string,
  { kind = 'Deployment', namespace = ', namespace: shop', mark = '' } = {},
) => `---
apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name}${namespace} }
spec:
  selector:
${mark}    matchLabels: ${selector}
  template:
    metadata: { labels: ${labels} }
    spec: { containers: [{ name: web, image: web }] }
`;
const shop = '{ app: shop }';
const mutual =
  "# ^^^^^^^^ warning selector/stolen-pods: Deployment shop/worker and Deployment shop/web select each other's pods, by app: shop. Give each a label in selector and template that the other does not have.\n";

describe('selector/stolen-pods', () => {
  it("finds two workloads that select each other's pods, once, at the later one", () => {
    const [finding] = check(`${workload('web', shop, shop)}${workload('worker', shop, shop, { mark: mutual })}`);
    assert.deepEqual(relatedTo(finding), ['selector | Deployment shop/web']);
  });

  it('is information where only one selects the pods of the other', () => {
    const [finding] = check(
      `${workload('web', shop, shop, {
        mark: '# ^^^^^^^^ information selector/stolen-pods: Deployment shop/web also selects the pods of StatefulSet shop/db, by app: shop. Give it a label in selector and template that those do not have.\n',
      })}${workload('db', '{ app: shop, tier: db }', '{ app: shop, tier: db }', { kind: 'StatefulSet' })}`,
    );
    assert.deepEqual(relatedTo(finding), ['labels | StatefulSet shop/db']);
  });

  it('reports each of many but the first, against the first', () => {
    const names = Array.from({ length: 40 }, (_, index) => `w${index}`);
    const findings = check(
      names
        .map((name, index) =>
          workload(name, shop, shop, {
            mark: index === 0 ? '' : `# ^^^^^^^^ warning selector/stolen-pods: Deployment shop/${name} and Deployment shop/w0 select…\n`,
          }),
        )
        .join(''),
    );
    assert.equal(findings.length, 39);
  });

  it('knows that the selector of a ReplicationController may be left out', () => {
    check(`${workload('web', shop, shop)}---
apiVersion: v1
kind: ReplicationController
metadata: { name: old, namespace: shop }
spec:
  template:
    metadata: { labels: { app: shop } }
    #           ^^^^^^ warning selector/stolen-pods: ReplicationController shop/old and Deployment shop/web select each other's pods…
    spec: { containers: [{ name: web, image: web }] }
`);
  });

  const silent: readonly [what: string, text: string][] = [
    [
      'workloads of different namespaces',
      `${workload('web', shop, shop)}${workload('worker', shop, shop, { namespace: ', namespace: store' })}`,
    ],
    [
      'a canary with a label of its own on both',
      `${workload('web', '{ app: shop, track: stable }', '{ app: shop, track: stable }')}${workload('canary', '{ app: shop, track: canary }', '{ app: shop, track: canary }')}`,
    ],
    [
      'pods of a CronJob',
      `${workload('web', shop, shop)}---
apiVersion: batch/v1
kind: CronJob
metadata: { name: clean, namespace: shop }
spec: { schedule: "@daily", jobTemplate: { spec: { template: { metadata: { labels: { app: shop } }, spec: { restartPolicy: Never, containers: [{ name: a, image: a }] } } } } }
`,
    ],
    [
      'a ReplicaSet that a Deployment made',
      `${workload('web', shop, shop)}${workload('web-5d8f', shop, shop, { kind: 'ReplicaSet' }).replace('namespace: shop }', 'namespace: shop, ownerReferences: [{ kind: Deployment, name: web, controller: true }] }')}`,
    ],
    [
      'a workload that is refused anyway',
      `${workload('web', shop, shop)}${workload('worker', shop, '{ app: x }', { mark: '' }).replace('{ app: shop }\n  template', '{ app: shop }\n    #                   ^^^^ error selector/template-mismatch\n  template')}`,
    ],
    [
      'a selector that is not written yet',
      `${workload('web', '{}', shop).replace('matchLabels: {}', '')}${workload('worker', shop, shop)}`,
    ],
  ];
  for (const [what, text] of silent) it(`is silent on ${what}`, () => check(text));

  it('leaves the same workload twice to resource/duplicate', () => {
    check(
      `${workload('web', shop, shop)}${workload('web', shop, shop).replace('name: web, namespace: shop }\n', 'name: web, namespace: shop }\n#                 ^^^ error resource/duplicate\n')}`,
    );
  });

  it('is a hint where the two may never run together', () => {
    const hint = (why: string) => mutual.replace('warning', 'hint').replace(/\n$/, ` (${why})\n`);
    check(
      `${workload('web', shop, shop)}${workload('worker', shop, shop, { mark: hint('What patches brings or changes is not known here.') })}`,
      { unrendered: ['patches'] },
    );
    check(
      `${workload('web', shop, shop)}${workload('worker', shop, shop, { namespace: '', mark: hint('Deployment worker has no namespace yet.').replace('shop/worker', 'worker') })}`,
    );
    const nowhere = { namespace: '' };
    check(
      `${workload('web', shop, shop, nowhere)}# file: b.yaml\n${workload('worker', shop, shop, { ...nowhere, mark: '# ^^^^^^^^ hint selector/stolen-pods\n' })}`,
      { rule: 'together' },
    );
  });

  it('is silent between what may be alternatives: of one name, of two kinds, in two folders', () => {
    const nowhere = { namespace: '' };
    const together = { rule: 'together' } as const;
    check(`${workload('web', shop, shop)}# file: b.yaml\n${workload('web', shop, shop, { kind: 'DaemonSet' })}`, together);
    check(
      `${workload('web', shop, shop, nowhere)}# file: b.yaml\n${workload('store', shop, shop, { ...nowhere, kind: 'StatefulSet' })}`,
      together,
    );
    check(`${workload('web', shop, shop, nowhere)}# file: other/b.yaml\n${workload('worker', shop, shop, nowhere)}`, together);
  });

  it('is certain between files of one declared cluster', () => {
    check(`${workload('web', shop, shop)}# file: b.yaml\n${workload('worker', shop, shop, { mark: mutual })}`, { rule: 'root' });
  });
});
