import { expect } from 'chai';
import { FilePaths } from '../../src/server/filePaths.ts';

const nothing = () => false;

describe('paths of the service', () => {
  it('begin with the name of their folder, and lead back to the address', () => {
    const paths = new FilePaths([{ name: 'store', uri: 'file:///home/me/store%2042' }], nothing);
    expect(paths.folders).to.deep.equal([{ name: 'store', path: 'store' }]);
    expect(paths.inWorkspace('file:///home/me/store%2042/apps/a%23b.yaml')).to.equal('store/apps/a#b.yaml');
    expect(paths.uriOf('store/apps/a#b.yaml')).to.equal('file:///home/me/store%2042/apps/a%23b.yaml');
    expect(paths.inWorkspace('file:///home/me/store%2042x/a.yaml')).to.equal(undefined);
  });

  it('are those of the innermost folder, and differ between folders of one name', () => {
    const paths = new FilePaths(
      [
        { name: 'a/b', uri: 'file:///work' },
        { name: 'a-b', uri: 'file:///work/inner' },
      ],
      nothing,
    );
    expect(paths.inWorkspace('file:///work/x.yaml')).to.equal('a-b/x.yaml');
    expect(paths.inWorkspace('file:///work/inner/x.yaml')).to.equal('a-b~/x.yaml');
    expect(paths.uriOf('a-b~/x.yaml')).to.equal('file:///work/inner/x.yaml');
  });

  it('know a drive by either letter, and keep the spelling of the client for what it has open', () => {
    const paths = new FilePaths([{ name: 'w', uri: 'file:///c%3A/work' }], nothing);
    expect(paths.pathOf('file:///C:/work/x.yaml')).to.equal('w/x.yaml');
    expect(paths.uriOf('w/x.yaml')).to.equal('file:///C:/work/x.yaml');
    expect(paths.uriOf('w/y.yaml')).to.equal('file:///c%3A/work/y.yaml');
  });

  it('keep schemes and authorities apart', () => {
    const paths = new FilePaths([{ name: 'repo', uri: 'vscode-vfs://github/owner/repo' }], nothing);
    expect(paths.inWorkspace('vscode-vfs://github/owner/repo/x.yaml')).to.equal('repo/x.yaml');
    expect(paths.inWorkspace('vscode-vfs://gitlab/owner/repo/x.yaml')).to.equal(undefined);
    expect(paths.inWorkspace('file:///owner/repo/x.yaml')).to.equal(undefined);
  });

  it('are addresses for what is open from elsewhere, each untitled one in a folder of its own', () => {
    const paths = new FilePaths([], nothing);
    expect(paths.pathOf('file:///tmp/x.yaml')).to.equal('file:///tmp/x.yaml');
    expect(paths.pathOf('untitled:Untitled-1')).to.equal('untitled:/Untitled-1/Untitled-1');
    expect(paths.pathOf('no address')).to.equal(undefined);
  });

  it('are none for what settings leave out', () => {
    const paths = new FilePaths([{ name: 'w', uri: 'file:///work' }], (_, path) => path.startsWith('drafts'));
    expect(paths.inWorkspace('file:///work/drafts/x.yaml')).to.equal(undefined);
    expect(paths.pathOf('file:///work/drafts/x.yaml')).to.equal(undefined);
    expect(paths.pathOf('file:///work/x.yaml')).to.equal('w/x.yaml');
  });
});
