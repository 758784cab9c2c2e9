import { expect } from 'chai';
import { withoutIgnored } from '../../../src/rendering/gitops/flux/ignore.ts';
import { memorySources } from '../memorySources.ts';

/** The lines of a `.sourceignore` at the root, and which of the files it leaves. */
const cases: readonly (readonly [lines: readonly string[], left: string])[] = [
  [[], 'a.yaml b/a.yaml b/c/a.yaml b/c/d.yaml'],
  [['a.yaml'], 'b/c/d.yaml'],
  [['/a.yaml'], 'b/a.yaml b/c/a.yaml b/c/d.yaml'],
  [['b/'], 'a.yaml'],
  [['c'], 'a.yaml b/a.yaml'],
  [['b/*.yaml'], 'a.yaml b/c/a.yaml b/c/d.yaml'],
  [['b/**/a.yaml'], 'a.yaml b/c/d.yaml'],
  [['**/c/*'], 'a.yaml b/a.yaml'],
  [['b/**'], 'a.yaml'],
  [['*.yaml', '!d.yaml'], 'b/c/d.yaml'],
  [['# a.yaml', '', 'd.yaml  '], 'a.yaml b/a.yaml b/c/a.yaml'],
  [['/*', '!/b'], 'b/a.yaml b/c/a.yaml b/c/d.yaml'],
  [['d.yaml/'], 'a.yaml b/a.yaml b/c/a.yaml b/c/d.yaml'],
  [['[a-b].yaml'], 'b/c/d.yaml'],
  [['['], 'a.yaml b/a.yaml b/c/a.yaml b/c/d.yaml'],
];

const files = ['a.yaml', 'b/a.yaml', 'b/c/a.yaml', 'b/c/d.yaml'];

const left = (more: Readonly<Record<string, string>>, ignore?: string, root = '') => {
  const at = (path: string) => (root === '' ? path : `${root}/${path}`);
  const sources = memorySources({
    ...Object.fromEntries(files.map((file) => [at(file), 'x'])),
    ...Object.fromEntries(Object.entries(more).map(([path, text]) => [at(path), text])),
  });
  const seen = withoutIgnored(sources, root, ignore);
  return files.filter((file) => seen.kindOf(at(file)) === 'file').join(' ');
};

describe('What a source of Flux leaves out', () => {
  for (const [lines, expected] of cases)
    it(`is told by ${lines.length === 0 ? 'nothing' : lines.join(' | ')}`, () => {
      expect(left({ '.sourceignore': lines.join('\n') })).to.equal(expected);
      expect(left({}, lines.join('\n'))).to.equal(expected);
      expect(left({ '.sourceignore': lines.join('\n') }, undefined, 'sites/one')).to.equal(expected);
    });

  it('is told by files in folders for what lies below them, and last by the source', () => {
    expect(left({ 'b/.sourceignore': 'a.yaml\n' })).to.equal('a.yaml b/c/d.yaml');
    expect(left({ 'b/.sourceignore': 'a.yaml\n' }, '!b/c/a.yaml')).to.equal('a.yaml b/c/a.yaml b/c/d.yaml');
  });
});
