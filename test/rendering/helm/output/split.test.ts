import { expect } from 'chai';
import { documentStretches } from '../../../../src/rendering/helm/output/split.ts';

describe('What a template prints is split into documents', () => {
  const table: readonly (readonly [title: string, text: string, documents: readonly string[]])[] = [
    ['at a line of three dashes', 'a\n---\nb\n', ['a', 'b']],
    ['also at the very beginning', '---\na\n', ['a']],
    ['whatever follows the dashes', 'a\n--- # c\nb\n---c: 1', ['a', '# c\nb', 'c: 1']],
    ['also within a quoted text', 'a: "x\n---\ny"', ['a: "x', 'y"']],
    ['not at dashes that are indented', 'a: |\n  ---\n  b', ['a: |\n  ---\n  b']],
    ['not at dashes at the end of a line', 'a---\nb', ['a---\nb']],
    ['with the white space around the dashes', 'a\n \t\n---\r\n\n b', ['a', 'b']],
    ['so that of two marks in a row the second is text', 'a\n---\n---\nb', ['a', '---\nb']],
    ['into none where there is nothing', ' \n\n', []],
    ['without a vertical tab counting as white space before dashes', 'a\v\n---\nb', ['a', 'b']],
  ];
  for (const [title, text, documents] of table)
    it(title, () => {
      expect(documentStretches(text).map(({ start, end }) => text.slice(start, end))).to.deep.equal(documents);
    });

  it('takes time in proportion to its length, however much white space it holds', () => {
    const text = `${' \n'.repeat(200_000)}a${'\n '.repeat(200_000)}`;
    expect(documentStretches(text)).to.have.lengthOf(1);
  });
});
