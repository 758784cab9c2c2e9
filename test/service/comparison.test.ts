import { expect } from 'chai';
import fc from 'fast-check';
import { comparableOf } from '../../src/service/answers/comparable.ts';
import { compareWorkspaces, type ComparableWorkspace, type Comparison } from '../../src/service/comparison.ts';
import { languageOf } from '../../src/base/message.ts';
import { writeDiffMarkdown } from '../../src/cli/writers/diffMarkdown.ts';
import { generatedManifests, type Manifest } from '../support/generatedCluster.ts';
import { workspaceOf } from '../support/analysed.ts';

function comparable(manifests: readonly Manifest[]): ComparableWorkspace {
  const files = Object.fromEntries(
    manifests.map((manifest, index) => [`${String(index).padStart(3, '0')}.yaml`, JSON.stringify(manifest)]),
  );
  return comparableOf(workspaceOf(files).refreshAtOnce(), languageOf('en'));
}

describe('a comparison', () => {
  it('of a workspace with itself is empty, however it is read', () => {
    fc.assert(
      fc.property(generatedManifests, (manifests) => {
        expect(compareWorkspaces(comparable(manifests), comparable(manifests))).to.deep.equal({ clusters: [] });
      }),
      { seed: 71, numRuns: 15 },
    );
  });

  it('says the opposite the other way round', () => {
    fc.assert(
      fc.property(generatedManifests, generatedManifests, (one, other) => {
        const [forth, back] = [
          compareWorkspaces(comparable(one), comparable(other)),
          compareWorkspaces(comparable(other), comparable(one)),
        ];
        const changes = (comparison: Comparison) => comparison.clusters.flatMap((cluster) => cluster.changes);
        expect(changes(back)).to.deep.equal(changes(forth).map((change) => ({ ...change, before: change.after, after: change.before })));
      }),
      { seed: 72, numRuns: 8 },
    );
  });

  it('pairs the one cluster of each side, whatever they are called', () => {
    const side = (name: string, value: string): ComparableWorkspace => ({
      clusters: [{ name, root: name, facts: [{ kind: 'node', object: 'Node a', label: 'addresses', value }], findings: [] }],
      findings: [],
    });
    expect(compareWorkspaces(side('old', '1'), side('new', '2')).clusters).to.deep.equal([
      {
        name: 'new',
        root: 'new',
        state: 'changed',
        changes: [{ kind: 'node', object: 'Node a', label: 'addresses', before: '1', after: '2' }],
        findings: { new: [], gone: [] },
      },
    ]);
  });

  it('takes a finding for the same when only its line has moved, and counts those that are alike', () => {
    const finding = (line: number) => ({ code: 'a/b', severity: 'error', message: 'm', resource: 'r', file: 'f', line }) as const;
    const side = (...lines: readonly number[]): ComparableWorkspace => ({ clusters: [], findings: lines.map(finding) });
    expect(compareWorkspaces(side(1), side(9)).clusters).to.deep.equal([]);
    expect(compareWorkspaces(side(1), side(1, 2)).clusters[0]?.findings.new).to.have.length(1);
    expect(compareWorkspaces(side(1, 2), side(1)).clusters[0]?.findings.gone).to.have.length(1);
  });
});

describe('a comparison in Markdown', () => {
  const comparison = (text: string): Comparison => ({
    clusters: [
      {
        name: text,
        root: '',
        state: 'changed',
        changes: [{ kind: 'node', object: text, label: 'addresses', before: text, after: null }],
        findings: { new: [{ code: 'a/b', severity: 'error', message: text, resource: '', file: text, line: 1 }], gone: [] },
      },
    ],
  });

  it('is nothing where nothing changes', () => {
    expect(writeDiffMarkdown({ clusters: [] })).to.equal('');
  });

  it('keeps text from manifests in code: no line, cell, mention or element comes of it', () => {
    const nasty = fc.oneof(
      fc.string(),
      fc.constantFrom('@team', '`', '``a`', '|', 'a|b', '<img src=x>', '[x](http://y)', '\n# x', '#12', '\\', '\\|', '\u202e'),
    );
    fc.assert(
      fc.property(nasty, (text) => {
        const lines = writeDiffMarkdown(comparison(text)).split('\n');
        expect(lines.filter((line) => line.startsWith('|'))).to.have.length(3);
        const row = lines.find((line) => line.startsWith('| ') && line.includes('addresses')) ?? '';
        // Bars that are not escaped are those of the table.
        expect(row.replaceAll('\\|', '').split('|')).to.have.length(6);
        // Outside of spans of code there is nothing but our own words.
        for (const line of lines) expect(line.replaceAll(/(`+)(?!`)(?:[\s\S]*?[^`])\1(?!`)/g, '')).not.to.match(/[@<>[\]\\]|#(?!###)/);
      }),
      { seed: 73, numRuns: 300 },
    );
  });
});
