import assert from 'node:assert/strict';
import { fileEditsOf } from '../../../src/analysis/fixes/fileEdits.ts';
import { linesOf } from '../../../src/analysis/resolve.ts';
import { findingsOf, type Snapshot } from '../../../src/analysis/snapshot.ts';
import type { Fix } from '../../../src/checks/findings/finding.ts';
import { workspaceOf } from '../../support/analysed.ts';

const pool =
  'apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: lan, namespace: metallb-system }\nspec:\n  addresses:\n    - "192.168.1.20-192.168.1.10"\n';

function firstFix(snapshot: Snapshot, path: string): Fix {
  const [fix] = findingsOf(snapshot, path).flatMap(({ fixes }) => fixes);
  if (fix === undefined) throw new Error('The test needs a finding with a fix.');
  return fix;
}

describe('the edits of a fix', () => {
  it('stand at lines of the file, wherever the document begins, and remove the finding', () => {
    const text = `# first document\n---\n${pool}`;
    const analysis = workspaceOf({ 'pool.yaml': text });
    const snapshot = analysis.refreshAtOnce();
    const edits = fileEditsOf(snapshot, firstFix(snapshot, 'workspace/pool.yaml'));
    const file = snapshot.files.get('workspace/pool.yaml')?.file;
    assert.ok(file !== undefined && edits?.length === 1);
    const [edit] = edits;
    assert.ok(edit !== undefined);
    const lines = linesOf(file);
    const fixed = text.slice(0, lines.offsetAt(edit.range.start)) + edit.text + text.slice(lines.offsetAt(edit.range.end));
    assert.equal(fixed, text.replace('192.168.1.20-192.168.1.10', '192.168.1.10-192.168.1.20'));
    analysis.setFile('workspace/pool.yaml', fixed);
    assert.deepEqual(
      findingsOf(analysis.refreshAtOnce(), 'workspace/pool.yaml').filter(({ code }) => code === 'range/invalid'),
      [],
    );
  });

  it('are none when what they replace has been edited since, and go where it stands when only the rest has', () => {
    const analysis = workspaceOf({ 'pool.yaml': pool });
    const fix = firstFix(analysis.refreshAtOnce(), 'workspace/pool.yaml');
    analysis.setFile('workspace/pool.yaml', `# a line more\n${pool}`);
    const line = (pool.slice(0, pool.indexOf('192.168.1.20-')).match(/\n/g)?.length ?? 0) + 1;
    assert.deepEqual(
      fileEditsOf(analysis.refreshAtOnce(), fix)?.map(({ range }) => range.start.line),
      [line],
    );
    analysis.setFile('workspace/pool.yaml', pool.replace('192.168.1.20', '192.168.1.21'));
    assert.equal(fileEditsOf(analysis.refreshAtOnce(), fix), undefined);
  });
});
