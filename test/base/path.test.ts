import assert from 'node:assert/strict';
import { baseName, folderOf, isWithin, resolvePath, siblingOf } from '../../src/base/path.ts';

describe('a path', () => {
  const table: readonly (readonly [folder: string, relative: string, resolved: string | undefined])[] = [
    ['sites/a', '../../apps', 'apps'],
    ['sites/a', './x//y/../z.yaml', 'sites/a/x/z.yaml'],
    ['', 'apps', 'apps'],
    ['', '../apps', undefined],
    ['sites', '../..', undefined],
    ['sites', '..', ''],
    ['/home/me/a', '../b', '/home/me/b'],
    ['/home', '../../etc', undefined],
    ['/home', '/etc/passwd', '/etc/passwd'],
    ['vscode-vfs://github/o/r', '../x', 'vscode-vfs://github/o/x'],
    ['vscode-vfs://github/o', '../../../x', undefined],
    ['a', '.', 'a'],
    ['../repo/apps', '../base', '../repo/base'],
    ['../repo/apps', '../../other', '../other'],
    ['../repo', '../..', undefined],
  ];
  for (const [folder, relative, resolved] of table) {
    it(`${relative} from "${folder}" is ${resolved ?? 'outside'}`, () => {
      assert.equal(resolvePath(folder, relative), resolved);
    });
  }

  it('has a folder, a name and siblings', () => {
    assert.equal(folderOf('a/b/c.yaml'), 'a/b');
    assert.equal(folderOf('c.yaml'), '');
    assert.equal(baseName('a/b/c.yaml'), 'c.yaml');
    assert.equal(baseName('c.yaml'), 'c.yaml');
    assert.equal(siblingOf('a/templates', 'Chart.yaml'), 'a/Chart.yaml');
    assert.equal(siblingOf('templates', 'Chart.yaml'), 'Chart.yaml');
    assert.equal(siblingOf('/templates', 'Chart.yaml'), '/Chart.yaml');
  });

  it('lies within a folder by whole names only', () => {
    assert.equal(isWithin('apps', 'apps/web.yaml'), true);
    assert.equal(isWithin('apps', 'apps'), true);
    assert.equal(isWithin('apps', 'apps-old/web.yaml'), false);
    assert.equal(isWithin('', 'anything'), true);
  });
});
