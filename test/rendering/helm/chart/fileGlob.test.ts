import { expect } from 'chai';
import { fileGlob } from '../../../../src/rendering/helm/chart/fileGlob.ts';
import { OutOfRange } from '../../../../src/rendering/helm/chart/glob/bytes.ts';

describe('The patterns of .Files.Glob', () => {
  const paths = ['a.txt', 'b.md', 'dir/a.txt', 'dir/b.md', 'dir/sub/c.txt', 'x[1].txt', 'é/a.txt', 'é/é.txt'];
  // Pattern, what it matches: as gobwas/glob in helm 4.1.4 has it.
  const table: readonly (readonly [pattern: string, matched: string])[] = [
    ['*', 'a.txt b.md x[1].txt'],
    ['**', paths.join(' ')],
    ['*.txt', 'a.txt x[1].txt'],
    ['dir/*', 'dir/a.txt dir/b.md'],
    ['dir/**', 'dir/a.txt dir/b.md dir/sub/c.txt'],
    ['**/*.txt', 'dir/a.txt dir/sub/c.txt é/a.txt é/é.txt'],
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
    ['{a.txt,\uFFFD}', paths.join(' ')],
    // What it misses: a star in an alternative, and the last byte of a character beyond ASCII.
    ['d{i*,b}/*', ''],
    ['{d*,x}/*', ''],
    ['dir/{s*,b}/c{.txt,.md}', ''],
    ['{dir,é}/*', 'dir/a.txt dir/b.md é/a.txt é/é.txt'],
    ['{d*,é}/?.txt', ''],
    ['?/*', ''],
    ['é/?.txt', 'é/a.txt'],
    ['é/*', 'é/a.txt é/é.txt'],
    ['é/{a,é}.txt', 'é/a.txt'],
    ['é/[!é].txt', 'é/a.txt'],
    ['[!x]*/{a,é}.txt', 'dir/a.txt é/a.txt'],
  ];
  for (const [pattern, matched] of table)
    it(`finds "${matched}" by "${pattern}"`, () => {
      const matches = fileGlob(pattern, nobodyCounts);
      expect(paths.filter((path) => matches(path)).join(' ')).to.equal(matched);
    });

  it('ends where the library crashes', () => {
    expect(() => fileGlob('{a,}?{}', nobodyCounts)('f/ab')).to.throw(OutOfRange, 'slice bounds out of range [:2] with length 1');
  });

  it('pays for each look at a name', () => {
    let looked = 0;
    fileGlob('**a**a**a**b', (bytes) => {
      looked += bytes;
    })('a'.repeat(40));
    expect(looked).to.be.greaterThan(1000);
  });
});

function nobodyCounts(): void {
  // Nothing to pay for.
}
