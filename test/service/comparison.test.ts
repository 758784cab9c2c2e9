import { expect } from 'chai';
import fc from 'fast-check';
import { comparableOf } from '../../src/service/answers/comparable.ts';
import { compareWorkspaces, type ComparableWorkspace, type Comparison } from '../../src/service/comparison.ts';
import { languageOf } from '../../src/base/message.ts';
import { writeDiffMarkdown } from '../../src/cli/writers/diffMarkdown.ts';
import { generatedManifests, type Manifest } from '../support/generatedCluster.ts';
import { workspaceOf } from '../support/analysed.ts';
import { deployment } from '../support/policyManifests.ts';

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
      clusters: [
        {
          name,
          root: name,
          observed: false,
          facts: [{ kind: 'node', object: 'Node a', label: 'addresses', value, namespace: undefined, open: undefined, chance: false }],
          reach: { ends: [], open: '', closed: '', label: '', pairs: new Map() },
          findings: [],
        },
      ],
      findings: [],
    });
    expect(compareWorkspaces(side('old', '1'), side('new', '2')).clusters).to.deep.equal([
      {
        name: 'new',
        root: 'new',
        older: { name: 'old', root: 'old' },
        state: 'changed',
        changes: [{ kind: 'node', object: 'Node a', label: 'addresses', before: '1', after: '2' }],
        explained: [],
        leftOut: 0,
        findings: { new: [], gone: [] },
      },
    ]);
  });

  const policy = (spec: string) =>
    `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: p, namespace: shop }\nspec: ${spec}\n`;
  const apps = ['web', 'db', 'job'].map((name) => deployment(name)).join('');
  const changesOf = (before: string, after: string) => {
    const side = (text: string) => comparableOf(workspaceOf({ 'a.yaml': text }).refreshAtOnce(), languageOf('en'));
    return compareWorkspaces(side(before), side(after)).clusters.flatMap(({ changes }) =>
      changes.filter(({ kind }) => kind === 'reachability').map(({ object, before: was, after: is }) => `${object}: ${was} → ${is}`),
    );
  };

  it('tells by workload who may reach whom no longer, and what all share in one row', () => {
    const closed = policy('{ podSelector: { matchLabels: { app: db } } }') + apps;
    const fromWeb =
      policy(
        '{ podSelector: { matchLabels: { app: db } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 5432 }] }] }',
      ) + apps;
    expect(changesOf(apps, closed)).to.deep.equal(['* → shop/db: all ports → null']);
    expect(changesOf(closed, fromWeb)).to.deep.equal(['shop/web → shop/db: null → TCP 5432']);
    expect(changesOf(fromWeb, fromWeb)).to.deep.equal([]);
    const outside =
      policy('{ podSelector: { matchLabels: { app: db } }, ingress: [{ from: [{ ipBlock: { cidr: 192.0.2.0/24 } }] }] }') + apps;
    expect(changesOf(closed, outside)).to.include('outside → shop/db: null → 192.0.2.0-192.0.2.255: all ports');
  });

  it('is silent about the connections of a workload that is new', () => {
    const closed = policy('{ podSelector: { matchLabels: { app: db } } }') + apps;
    expect(changesOf(closed, closed + deployment('more'))).to.deep.equal([]);
  });

  it('holds a cluster itself against the prediction, and explains what the rules leave open', () => {
    const manifests =
      'apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { name: pods }\nspec: { cidr: 10.20.0.0/24 }\n---\napiVersion: v1\nkind: Node\nmetadata: { name: one }\n';
    const set = (replicas: number) =>
      `---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: db, namespace: shop }\nspec: { replicas: ${replicas}, serviceName: db, selector: { matchLabels: { app: db } }, template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: a, image: a }] } } }\n`;
    const pod = (namespace: string, name: string, ip: string, owner: string) =>
      `---\napiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: ${namespace}, uid: "1", labels: { app: db }${owner} }\nspec: { nodeName: one, containers: [{ name: a, image: a }] }\nstatus: { phase: Running, podIP: ${ip}, podIPs: [{ ip: ${ip} }] }\n`;
    const owner = ', ownerReferences: [{ apiVersion: apps/v1, kind: StatefulSet, name: db, controller: true }]';
    const side = (text: string) => comparableOf(workspaceOf({ 'a.yaml': text }).refreshAtOnce(), languageOf('en'));
    const live = manifests + set(1) + pod('shop', 'db-0', '10.20.0.9', owner) + pod('kube-system', 'other', '10.20.0.8', '');
    const [found] = compareWorkspaces(side(manifests + set(1)), side(live)).clusters;
    expect(found?.changes).to.deep.equal([]);
    expect(found?.explained.map(({ object, after }) => `${object} ${after}`)).to.deep.equal(['Pod shop/db-0 10.20.0.9']);
    expect(found?.leftOut).to.be.greaterThan(0);
    const [other] = compareWorkspaces(side(manifests + set(2)), side(live)).clusters;
    expect(other?.changes.map(({ object, before, after }) => `${object} ${before} ${after}`)).to.include(
      'StatefulSet shop/db 2 pods 1 pod',
    );
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
        explained: [],
        leftOut: 0,
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
