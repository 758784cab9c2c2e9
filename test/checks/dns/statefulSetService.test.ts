import assert from 'node:assert/strict';
import { check, fixed, fixTitles, relatedTo } from '../../support/marks.ts';

const set = (serviceName: string, mark = '', namespace = ', namespace: shop') => `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db${namespace} }
spec:
${serviceName}${mark}  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: db, ports: [{ containerPort: 5432 }] }] }
`;
const service = (spec: string, name = 'db-headless', namespace = ', namespace: shop') => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}${namespace} }
spec: { ports: [{ port: 5432 }], ${spec} }
`;
const headless = service('clusterIP: None, selector: { app: db }');

describe('dns/statefulset-service', () => {
  it('finds a serviceName that no Service has, and offers the nearest and a new one', () => {
    const text = (name: string, mark = '') => `${set(`  serviceName: ${name}\n`, mark)}${headless}`;
    const findings = check(
      text(
        'db-headles',
        '  #            ^^^^^^^^^^ warning dns/statefulset-service: StatefulSet shop/db names its pods under a Service db-headles, and there is none: a name like db-0.db-headles does not exist.\n',
      ),
    );
    assert.deepEqual(fixTitles(findings), ['* Write db-headless', 'Add a headless Service db-headles']);
    assert.equal(fixed(text('db-headles')), text('db-headless'));
  });

  it('hints at a slip of a Service that is written, whatever operators may make for an object of its name', () => {
    const operated = '---\napiVersion: example.com/v1\nkind: Database\nmetadata: { name: db, namespace: shop }\n';
    check(`${set('  serviceName: db-headles\n', '  #            ^^^^^^^^^^ hint dns/statefulset-service\n')}${headless}${operated}`);
    check(`${set('  serviceName: db-members\n')}${headless}${operated}`);
  });

  it('offers the only headless Service of the pods whatever its name is, and writes a new one', () => {
    const text = `${set('  serviceName: other\n', '  #            ^^^^^ warning dns/statefulset-service\n')}${headless}`;
    assert.deepEqual(fixTitles(check(text)), ['* Write db-headless', 'Add a headless Service other']);
    assert.equal(
      fixed(set('  serviceName: other\n'), 'Add a headless Service other'),
      `${set('  serviceName: other\n')}---
apiVersion: v1
kind: Service
metadata:
  name: other
  namespace: shop
spec:
  clusterIP: None
  selector:
    app: db
  ports:
  - port: 5432
`,
    );
  });

  it('finds one that is in another namespace', () => {
    const [finding] = check(
      `${set('  serviceName: db-headless\n', '  #            ^^^^^^^^^^^ warning dns/statefulset-service: StatefulSet shop/db names its pods under a Service db-headless of its own namespace; Service web/db-headless is in another one.\n')}${service('clusterIP: None', 'db-headless', ', namespace: web')}`,
      { severities: { 'service/no-selector': 'off' } },
    );
    assert.deepEqual(relatedTo(finding), ['db-headless | Service web/db-headless']);
  });

  it('finds one that selects other pods, or none since it is an ExternalName', () => {
    const other = '---\napiVersion: v1\nkind: Pod\nmetadata: { name: x, namespace: shop, labels: { app: x } }\nspec: { containers: [] }\n';
    check(
      `${set('  serviceName: db-headless\n', '  #            ^^^^^^^^^^^ warning dns/statefulset-service: Service shop/db-headless selects other pods than those of StatefulSet shop/db, so these have no names under it.\n')}${service('clusterIP: None, selector: { app: x }')}${other}`,
    );
    check(
      `${set('  serviceName: db-headless\n', '  #            ^^^^^^^^^^^ warning dns/statefulset-service: Service shop/db-headless is an ExternalName…\n')}${service('type: ExternalName, externalName: example.com')}`,
    );
  });

  it('says of a Service with a cluster IP what it costs to make it headless', () => {
    const text =
      `${set('  serviceName: db-headless\n', '  #            ^^^^^^^^^^^ information dns/statefulset-service: Service shop/db-headless is not headless. A StatefulSet needs a headless Service for the names of its pods; CoreDNS gives names under this one too, other DNS servers do not.\n')}${service('selector: { app: db }')}`.replace(
        '\nspec:\n',
        '\nspec:\n  replicas: 2\n',
      );
    assert.deepEqual(fixTitles(check(text)), [
      'Make Service shop/db-headless headless (one that runs already must be deleted and created again)',
    ]);
    assert.match(fixed(text.replace(/.*#.*\n/, '')), /selector: \{ app: db \}, clusterIP: None \}/);
  });

  const silent: readonly [what: string, text: string][] = [
    ['the Service that it needs', `${set('  serviceName: db-headless\n')}${headless}`],
    ['a Service with a cluster IP for a single pod', `${set('  serviceName: db-headless\n')}${service('selector: { app: db }')}`],
    ['no serviceName', set('')],
    ['an empty one', set('  serviceName: ""\n')],
    ['a Service of an unknown namespace', `${set('  serviceName: db-headless\n')}${headless.replace(', namespace: shop', '')}`],
    ['an unknown namespace of its own', `${set('  serviceName: db-headless\n', '', '')}${headless}`],
    [
      'a Service that selects nothing, which has its own finding',
      `${set('  serviceName: db-headless\n')}${service('clusterIP: None, selector: { app: nobody }').replace('spec: {', 'spec: {')}`,
    ],
    ['a Service whose endpoints somebody writes', `${set('  serviceName: db-headless\n')}${service('clusterIP: None')}`],
  ];
  for (const [what, text] of silent)
    it(`is silent on ${what}`, () => void check(text, { severities: { 'selector/no-match': 'off', 'service/no-selector': 'off' } }));

  it('is a hint where something else may make the Service', () => {
    check(
      set(
        '  serviceName: other\n',
        '  #            ^^^^^ hint dns/statefulset-service: StatefulSet shop/db names its pods under a Service other, and there is none: a name like db-0.other does not exist. (What remote brings or changes is not known here.)\n',
      ),
      { unrendered: ['remote'] },
    );
  });
});
