import assert from 'node:assert/strict';
import { fileNameMatcher, globBase, globMatcher } from '../../src/base/glob.ts';
import { endsSoon } from '../support/processorTime.ts';

describe('a glob', () => {
  const table: readonly (readonly [pattern: string, path: string, matches: boolean])[] = [
    ['apps/web.yaml', 'apps/web.yaml', true],
    ['apps/web.yaml', 'apps/web.yml', false],
    ['*.yaml', 'web.yaml', true],
    ['*.yaml', 'apps/web.yaml', false],
    ['apps/*', 'apps/web.yaml', true],
    ['apps/*', 'apps/a/web.yaml', false],
    ['apps/*/web.yaml', 'apps/a/web.yaml', true],
    ['**/web.yaml', 'web.yaml', true],
    ['**/web.yaml', 'a/b/c/web.yaml', true],
    ['apps/**', 'apps/a/b', true],
    ['apps/**', 'apps', true],
    ['apps/**/b/*.yaml', 'apps/b/x.yaml', true],
    ['apps/**/b/*.yaml', 'apps/a/b/c/b/x.yaml', true],
    ['apps/**/b/*.yaml', 'apps/a/b/c/x.yaml', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a?c', 'a😀c', true],
    ['[a-c]x', 'bx', true],
    ['[a-c]x', 'dx', false],
    ['[!a-c]x', 'dx', true],
    ['[!a-c]x', 'ax', false],
    ['[a', '[a', true],
    ['{web,db}.yaml', 'db.yaml', true],
    ['{web,db}.yaml', 'api.yaml', false],
    ['a{b,{c,d}}', 'ad', true],
    ['{a}', '{a}', true],
    ['./apps//x', 'apps/x', true],
    ['a.c', 'abc', false],
    ['a+(b)', 'abb', false],
  ];
  for (const [pattern, path, matches] of table) {
    it(`${pattern} ${matches ? 'matches' : 'does not match'} ${path}`, () => {
      assert.equal(globMatcher(pattern)(path), matches);
    });
  }

  it('takes time in proportion to pattern and path, even where a matcher with backtracking would not end', () => {
    endsSoon(() => {
      assert.equal(globMatcher(`${'*a'.repeat(200)}b`)('a'.repeat(4000)), false);
      assert.equal(globMatcher(`${'**/a/'.repeat(200)}b`)('a/'.repeat(2000)), false);
      globMatcher('{a,b}'.repeat(5000));
    });
  });

  it('begins in the folder in front of its first wildcard', () => {
    assert.deepEqual(globBase('../../apps/x*/y'), { base: '../../apps', rest: 'x*/y' });
    assert.deepEqual(globBase('*.yaml'), { base: '', rest: '*.yaml' });
    assert.deepEqual(globBase('apps/web.yaml'), { base: 'apps/web.yaml', rest: '' });
  });
});

describe('a pattern for names of files as Go reads it', () => {
  const table: readonly (readonly [pattern: string, name: string, matches: boolean | undefined])[] = [
    ['*.override', 'log.override', true],
    ['*.override', 'log.server', false],
    ['*', '', true],
    ['a?c', 'abc', true],
    ['{a,b}', 'a', false],
    ['{a,b}', '{a,b}', true],
    [String.raw`\*`, '*', true],
    [String.raw`\*`, 'a', false],
    ['!a', '!a', true],
    ['a[', 'a[', undefined],
    ['a\\', 'a', undefined],
  ];
  for (const [pattern, name, matches] of table)
    it(`${pattern} ${matches === undefined ? 'is refused' : `${matches ? 'matches' : 'does not match'} ${name}`}`, () => {
      assert.equal(fileNameMatcher(pattern)?.(name), matches);
    });

  it('takes no longer for many stars', () => {
    endsSoon(() => assert.equal(fileNameMatcher(`${'*a'.repeat(200)}b`)?.('a'.repeat(5000)), false));
  });
});
