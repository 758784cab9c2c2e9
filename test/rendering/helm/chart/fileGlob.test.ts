import { expect } from 'chai';
import { fileGlob } from '../../../../src/rendering/helm/chart/fileGlob.ts';

describe('The patterns of .Files.Glob', () => {
  const paths = ['a.txt', 'b.md', 'dir/a.txt', 'dir/b.md', 'dir/sub/c.txt', 'x[1].txt'];
  // Pattern, what it matches: as gobwas/glob in helm 4.1.4 has it.
  const table: readonly (readonly [pattern: string, matched: string])[] = [
    ['*', 'a.txt b.md x[1].txt'],
    ['**', paths.join(' ')],
    ['*.txt', 'a.txt x[1].txt'],
    ['dir/*', 'dir/a.txt dir/b.md'],
    ['dir/**', 'dir/a.txt dir/b.md dir/sub/c.txt'],
    ['**/*.txt', 'dir/a.txt dir/sub/c.txt'],
    ['{a,b}.*', 'a.txt b.md'],
    ['dir/{a,b}.*', 'dir/a.txt dir/b.md'],
    ['{dir/{a,b}.*,b.md}', 'b.md dir/a.txt dir/b.md'],
    ['{a.txt,', 'a.txt'],
    ['[ab].*', 'a.txt b.md'],
    ['[!a].*', 'b.md'],
    ['[a-c].*', 'a.txt b.md'],
    [String.raw`x\[1\].txt`, 'x[1].txt'],
    ['?.md', 'b.md'],
    ['./a.txt', ''],
    ['', ''],
    // What it refuses matches everything in Helm.
    ['[', paths.join(' ')],
    ['[a-z0-9]*', paths.join(' ')],
    ['[]', paths.join(' ')],
    ['[z-a]', paths.join(' ')],
  ];
  for (const [pattern, matched] of table)
    it(`finds "${matched}" by "${pattern}"`, () => {
      const matches = fileGlob(pattern);
      expect(paths.filter((path) => matches(path)).join(' ')).to.equal(matched);
    });
});
