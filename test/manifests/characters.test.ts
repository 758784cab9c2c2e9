import assert from 'node:assert/strict';
import { factsOf } from '../support/cluster.ts';
import { describeProblems } from '../support/reading.ts';

const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';

function judged(text: string) {
  const facts = factsOf(text);
  return { problems: describeProblems(facts), resources: facts.flatMap(({ resources }) => resources), facts };
}

describe('characters that kubectl refuses', () => {
  for (const character of ['\u0007', '\u001B', '\u007F', '\u0080', '\uFFFE']) {
    const name = `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
    it(`are reported where they stand, and the rest is read for the picture: ${name}`, () => {
      const { problems, resources, facts } = judged(`${service}# a${character}b\n`);
      assert.deepEqual(problems, [
        `yaml/syntax: The control character ${name} stands here; kubectl refuses the whole document for it. @ ${character}`,
      ]);
      assert.deepEqual(
        resources.map(({ metadata }) => metadata.name),
        ['web'],
      );
      assert.equal(facts[0]?.unreadable, true);
      assert.equal(facts[0].problems[0]?.corrections?.[0]?.text, '');
    });
  }

  it('are reported in documents of which only the heading is read', () => {
    assert.equal(judged('apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData: { a: "\u0001" }\n').problems.length, 1);
  });

  it('count a byte-order mark inside a text, as where files were put together: the mark of a document behind it is none', () => {
    const { problems, facts } = judged(`\uFEFF${service}\uFEFF---\n${service}`);
    assert.equal(facts.length, 1);
    assert.match(problems.join('\n'), /^yaml\/syntax: A byte-order mark stands inside this document/);
  });

  it("do not count a byte-order mark that stands in nobody's way", () => {
    assert.deepEqual(judged(`${service}  labels: { a: "x\uFEFF" } # \uFEFF\n`).problems, []);
  });

  it('are none of any script, nor the line ends and blanks that YAML knows', () => {
    assert.deepEqual(judged(`${service}# \t\u0085# \u00A0\u2028# äöü 漢字 🎉 \uFFFD\uE000\r\n`).problems, []);
  });

  it('are fewer in JSON, which another reader takes', () => {
    const json = (character: string) => `{"apiVersion":"v1","kind":"Service","metadata":{"name":"web","annotations":{"a":"${character}"}}}`;
    assert.deepEqual(judged(json('\u0080\uFEFF\u007F')).problems, []);
    assert.equal(judged(json('\u0001')).problems.length, 1);
  });
});
