import { expect } from 'chai';
import { ignoreRules } from '../../../../src/rendering/helm/chart/ignoreRules.ts';

function ignored(text: string, path: string, kind: 'file' | 'folder' = 'file'): boolean {
  const rules = ignoreRules(text);
  if ('invalid' in rules) throw new Error(`line ${rules.invalid} is refused`);
  return rules.ignores(path, kind);
}

describe('A chart’s .helmignore', () => {
  // Pattern, path, whether it is left out: as helm 4.1.4 has it.
  const table: readonly (readonly [pattern: string, path: string, left: boolean])[] = [
    ['*.txt', 'a.txt', true],
    ['*.txt', 'deep/a.txt', true],
    ['deep/*.txt', 'deep/a.txt', true],
    ['deep/*.txt', 'very/deep/a.txt', false],
    ['/a.txt', 'a.txt', true],
    ['/a.txt', 'deep/a.txt', false],
    ['  *.md  ', 'README.md', true],
    ['# *.md', 'README.md', false],
    ['[ab].txt', 'b.txt', true],
    ['[^a].txt', 'a.txt', false],
    ['[a-c].txt', 'c.txt', true],
    [String.raw`\*.txt`, 'a.txt', false],
    ['?.txt', 'é.txt', true],
    ['*', 'deep/a', true],
    ['', 'a', false],
  ];
  for (const [pattern, path, left] of table)
    it(`${left ? 'leaves out' : 'keeps'} ${path} by "${pattern}"`, () => {
      expect(ignored(pattern, path)).to.equal(left);
    });

  it('leaves folders alone out where a pattern ends with a slash', () => {
    expect([ignored('docs/', 'docs', 'folder'), ignored('docs/', 'docs', 'file')]).to.deep.equal([true, false]);
  });

  it('leaves out all that a pattern with an exclamation mark does not match', () => {
    expect([ignored('!*.yaml', 'values.yaml'), ignored('!*.yaml', 'a.txt'), ignored('!docs/', 'a.txt')]).to.deep.equal([false, true, true]);
  });

  it('always leaves out hidden files among the templates', () => {
    expect([ignored('', 'templates/.swp'), ignored('', 'templates/a.yaml'), ignored('', '.swp')]).to.deep.equal([true, false, false]);
  });

  it('reads past a byte order mark and carriage returns', () => {
    expect(ignored('a.txt\r\nb.txt\r\n', 'b.txt')).to.equal(true);
  });

  for (const [pattern, line] of [
    ['**', 0],
    ['ok\ndeep/**/x', 1],
    ['[', 0],
    ['a\\', 0],
    ['[]a]', 0],
    ['[a-]', 0],
  ] as const)
    it(`names the line of a pattern that Helm refuses: ${JSON.stringify(pattern)}`, () => {
      expect(ignoreRules(pattern)).to.deep.equal({ invalid: line });
    });
});
