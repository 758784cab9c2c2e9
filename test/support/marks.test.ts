import assert from 'node:assert/strict';
import { readMarks } from './marks.ts';

describe('the marks of tests', () => {
  it('are comments beneath the line they point into, and are taken out of the text', () => {
    const { files, marks } = readMarks(
      '\nspec:\n  app: wbe\n  #    ^^^ warning selector/no-match: No pod…\nkind: X\n#<--- error yaml/syntax\n',
    );
    assert.deepEqual([...files], [['test.yaml', 'spec:\n  app: wbe\nkind: X\n']]);
    assert.deepEqual(marks, [
      { file: 'test.yaml', line: 1, start: 7, end: 10, severity: 'warning', code: 'selector/no-match', message: 'No pod…' },
      { file: 'test.yaml', line: 2, start: 0, end: 5, severity: 'error', code: 'yaml/syntax', message: '' },
    ]);
  });

  it('count lines anew in each file', () => {
    const { files, marks } = readMarks('a: 1\n# file: other/b.yaml\nb: 2\n#  ^ hint c/d\n');
    assert.deepEqual([...files.keys()], ['test.yaml', 'other/b.yaml']);
    assert.deepEqual(
      marks.map(({ file, line }) => [file, line]),
      [['other/b.yaml', 0]],
    );
  });

  it('leave ordinary comments in the text', () => {
    const text = '# a comment\na: 1 # ^ not a mark\n#  ^ neither\n';
    assert.deepEqual(readMarks(text), { files: new Map([['test.yaml', text]]), marks: [] });
  });
});
