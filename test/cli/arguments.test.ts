import assert from 'node:assert/strict';
import { parseCommand } from '../../src/cli/arguments.ts';

describe('the command line', () => {
  it('checks the current folder when no path is given', () => assert.deepEqual(parseCommand(['check']), { name: 'check', format: 'text', paths: [] }));
  it('takes a format and paths in any order', () => assert.deepEqual(parseCommand(['check', 'sites', '--format', 'json', 'apps']), { name: 'check', format: 'json', paths: ['sites', 'apps'] }));
  it('resolves a name as a pod would', () => {
    assert.deepEqual(parseCommand(['resolve', 'web', 'sites', '--from', 'shop/web-0', '--type', 'aaaa', '--cluster', 'store']),
      { name: 'resolve', format: 'text', paths: ['sites'], question: 'web', type: 'AAAA', from: 'shop/web-0', cluster: 'store' });
  });

  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /command is missing/], [['lint'], /no command "lint"/], [['check', '--format', 'xml'], /text, json, sarif, github, not "xml"/], [['check', '--from', 'a/b'], /no option --from/],
    [['topology', '--type', 'A'], /no option --type/], [['resolve'], /needs a name/], [['resolve', 'web', '--from', 'web-0'], /NAMESPACE\/POD/], [['check', '--nonsense'], /--nonsense/],
  ];
  for (const [words, reason] of wrong) {
    it(`refuses "${words.join(' ')}" with the reason`, () => {
      const command = parseCommand(words);
      assert(command.name === 'wrong-usage');
      assert.match(command.text, reason);
    });
  }

  it('helps when asked', () => {
    for (const words of [['--help'], ['help'], ['check', '-h']]) assert.equal(parseCommand(words).name, 'help');
  });
});
