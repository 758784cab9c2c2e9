import assert from 'node:assert/strict';
import { english } from '../../../src/base/message.ts';
import { check, findingsOf, fixed, fixTitles, relatedTo } from '../../support/marks.ts';

describe('what the reader reports', () => {
  it('has the severities of its rules, and names the resource it stands in', () => {
    const findings = check(`kind: ConfigMap
apiVersion: v1
metadata:
  name: settings
  labels: { app: 1 }
  #              ^ error resource/wrong-type: Label "app" must be a text; put it in quotes.
  name: other
# ^^^^ error yaml/duplicate-key: "name" stands here twice in one map; the last one counts. Remove one of the two.
`);
    assert.deepEqual(
      findings.map(({ resource, cluster }) => [resource, cluster]),
      [
        ['ConfigMap other', ''],
        ['ConfigMap other', ''],
      ],
    );
  });

  it('is an error for text that is not YAML, at its place', () => {
    check('kind: Service\napiVersion: v1\nmetadata: { name: web\n', { reading: false });
    const { findings } = findingsOf(new Map([['a.yaml', 'kind: Service\napiVersion: v1\nmetadata: { name: web\n']]));
    assert.deepEqual(
      findings.map(({ code, severity }) => [code, severity]),
      [['yaml/syntax', 'error']],
    );
  });

  it('says which resources a broken text leaves half read, once for a document', () => {
    const messages = (text: string) =>
      findingsOf(new Map([['a.yaml', text]]))
        .findings.filter(({ code }) => code === 'yaml/syntax')
        .map(({ message }) => english.say(message));
    assert.deepEqual(messages('kind: Namespace\napiVersion: v1\nmetadata:\n  name: shop\n bad: y\nspec:\n  a: "b\n'), [
      'This cannot be read as YAML: All mapping items must start at the same column. Of Namespace shop only a part is read, and what depends on the rest is not judged.',
    ]);
    assert.match(
      messages('kind: Namespace\nmetadata: [1, 2\n')[0] ?? '',
      / The manifest is left out, and what depends on it is not judged\.$/,
    );
  });

  describe('of a key that stands twice', () => {
    const labels = (text: string) => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n${text}`;

    it('shows the first, and removes either', () => {
      const text = labels('    app: one # first\n    tier: x\n    app: two\n');
      const { findings } = findingsOf(new Map([['a.yaml', text]]));
      assert.deepEqual(relatedTo(findings[0]), ['app | The first "app"']);
      assert.deepEqual(fixTitles(findings), [
        'Remove this "app", so that the first counts',
        'Remove the first "app", which does not count',
      ]);
      assert.equal(fixed(text, 'Remove this "app", so that the first counts'), labels('    app: one # first\n    tier: x\n'));
      assert.equal(fixed(text, 'Remove the first "app", which does not count'), labels('    tier: x\n    app: two\n'));
    });

    it('surely removes the second where both say the same', () => {
      const text = labels('    app: one\n    app: one\n');
      assert.deepEqual(fixTitles(findingsOf(new Map([['a.yaml', text]])).findings), ['* Remove the second "app"']);
      assert.equal(fixed(text), labels('    app: one\n'));
    });

    it('offers nothing in flow style, nor for values of several lines', () => {
      for (const text of ['    { app: one, app: two }\n', '    app: one\n    app: |\n      two\n']) {
        const titles = fixTitles(findingsOf(new Map([['a.yaml', labels(text)]])).findings);
        assert.ok(!titles.some((title) => title.includes('Remove this')), titles.join());
      }
    });
  });

  it('is a hint for a template, and for nothing else in the file', () => {
    check(`kind: Service
apiVersion: v1
metadata: { name: {{ .Values.name }} }
#                 ^^ hint yaml/unreadable
---
kind: Namespace
apiVersion: v1
metadata: { name: shop }
`);
  });

  it('follows the settings', () => {
    const text = 'kind: Service\napiVersion: v1\nspec: { selector: { app: 1 } }\n';
    const codes = (severity: 'off' | 'hint') =>
      findingsOf(new Map([['a.yaml', text]]), { severities: { 'resource/wrong-type': severity } })
        .findings.filter(({ code }) => code === 'resource/wrong-type')
        .map((finding) => finding.severity);
    assert.deepEqual(codes('off'), []);
    assert.deepEqual(codes('hint'), ['hint']);
  });

  describe('of values that Kubernetes reads otherwise', () => {
    const pod = (container: string, metadata = '{ name: web }') =>
      `apiVersion: v1\nkind: Pod\nmetadata: ${metadata}\nspec:\n  containers:\n  - name: main\n${container.replace(/^/gm, '    ')}`;

    it('names both readings, and offers the quotes', () => {
      const findings = check(
        pod(`env:
- { name: DEBUG, value: off }
#                       ^^^ error yaml/ambiguous-scalar: value must be a text, but without quotes Kubernetes reads off as false; put it in quotes.
- { name: MODE, value: 0755 } # rwx
#                      ^^^^ error yaml/ambiguous-scalar: value must be a text, but without quotes Kubernetes reads 0755 as the number 493; put it in quotes.
- { name: HOME, value: ~ }
#                      ^ error yaml/ambiguous-scalar: value is empty: without quotes Kubernetes reads ~ as nothing; put it in quotes.
- { name: PORT, value: 8080 }
#                      ^^^^ error resource/wrong-type: value must be a text; put it in quotes.
- { name: EMPTY, value: }
- { name: WHEN, value: 2024-01-01 }
args: [--yes, y, "on", 1e3]
#             ^ error yaml/ambiguous-scalar: args[1] must be a text, but without quotes Kubernetes reads y as true; put it in quotes.
#                      ^^^ error yaml/ambiguous-scalar: args[3] must be a text, but without quotes Kubernetes reads 1e3 as the number 1000; put it in quotes.`),
      );
      assert.deepEqual(fixTitles(findings), [
        '* Put off in quotes',
        '* Put 0755 in quotes',
        '* Put ~ in quotes',
        '* Put 8080 in quotes',
        '* Put y in quotes',
        '* Put 1e3 in quotes',
      ]);
    });

    it('keeps comment and form when it puts a value or a key in quotes', () => {
      const text = pod('image: a\n', '{ name: web, labels: { app: yes } } # why');
      assert.equal(fixed(text, 'Put yes in quotes'), text.replace('yes', '"yes"'));
      const labels = pod('image: a\n', '\n  name: web\n  labels:\n    on: a # why');
      assert.equal(fixed(labels, 'Put on in quotes'), labels.replace('on: a', '"on": a'));
    });

    it('knows keys that become others: the label on is the label true', () => {
      check(
        pod(
          'image: a',
          `
  name: web
  labels:
    on: a
#   ^^ error yaml/ambiguous-scalar: Without quotes Kubernetes reads the key on as true; put it in quotes.
    "off": a
    true: a
    8080: a
    010: a
#   ^^^ error yaml/ambiguous-scalar: Without quotes Kubernetes reads the key 010 as the number 8; put it in quotes.
    app: a`,
        ),
      );
    });

    it('offers both numbers for a port that its zero makes octal, and prefers neither', () => {
      const findings = check(
        pod(`ports:
- { containerPort: 0123 }
#                  ^^^^ error yaml/ambiguous-scalar: containerPort is 83 for Kubernetes: with a zero in front, 0123 counts in eights. Write 123 or 83.
- { containerPort: 0o17 }
- { containerPort: 080 }
- { containerPort: 1_000 }`),
      );
      assert.deepEqual(fixTitles(findings), ['Write 123', 'Write 83']);
    });

    it('leaves booleans alone where booleans belong, and quoted values everywhere', () => {
      check(
        'apiVersion: v1\nkind: Pod\nmetadata: { name: "on", labels: { "y": "no" } }\nspec: { hostNetwork: yes, nodeSelector: { a: "off", b: \'1e3\' }, containers: [{ name: a, image: y }] }\n',
      );
    });
  });
});
