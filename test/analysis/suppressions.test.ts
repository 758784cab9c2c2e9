import assert from 'node:assert/strict';
import { findingsOf } from '../../src/analysis/snapshot.ts';
import { suppressionFixesOf } from '../../src/analysis/fixes/suppressionFixes.ts';
import { linesOf } from '../../src/analysis/resolve.ts';
import { english } from '../../src/base/message.ts';
import { workspaceOf } from '../support/analysed.ts';

const deployment =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec:\n  selector: { matchLabels: { app: web } }\n  template:\n    metadata: { labels: { app: web } }\n    spec: { containers: [] }\n';
const service = (extra = '', comment = '') =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: shop\n${extra}spec:\n  selector:\n${comment}    app: wbe\n  ports: [{ port: 80 }]\n`;

function codes(files: Readonly<Record<string, string>>, severities: Parameters<typeof workspaceOf>[1] = {}): readonly string[] {
  const snapshot = workspaceOf({ 'deployment.yaml': deployment, ...files }, severities).refreshAtOnce();
  return [...snapshot.files]
    .map(({ path }) => path)
    .sort()
    .flatMap((path) =>
      findingsOf(snapshot, path).map(
        ({ code, severity, message }) =>
          `${path.replace('workspace/', '')} ${severity} ${code}${code === 'suppression/unused' ? `: ${english.say(message)}` : ''}`,
      ),
    );
}

describe('suppressions', () => {
  it('are not needed for the finding to be there', () =>
    assert.deepEqual(codes({ 'service.yaml': service() }), ['service.yaml warning selector/no-match']));

  const kept: readonly [what: string, files: Readonly<Record<string, string>>][] = [
    [
      'a comment on the line before',
      { 'service.yaml': service('', '    # edge-network-disable-next-line selector/no-match -- pods come later\n') },
    ],
    ['a comment for all codes', { 'service.yaml': service('', '    # edge-network-disable-next-line\n') }],
    ['a comment for a family of codes', { 'service.yaml': service('', '    # edge-network-disable-next-line selector/*\n') }],
    ['a comment for the file, in another document', { 'service.yaml': `# edge-network-disable-file selector/no-match\n---\n${service()}` }],
    ['an annotation of the resource', { 'service.yaml': service('  annotations: { edgenetwork/disable: selector/no-match }\n') }],
    [
      'a configuration by path',
      { 'service.yaml': service(), '.edge-network.yaml': 'ignore: [{ codes: [selector/no-match], paths: [service.yaml] }]\n' },
    ],
    ['a configuration by folder', { 'apps/shop/service.yaml': service(), 'apps/.edge-network.yaml': 'ignore: [{ paths: [shop] }]\n' }],
    [
      'a configuration by kind and name',
      { 'service.yaml': service(), '.edge-network.yaml': 'ignore: [{ kinds: [Service], names: ["shop/w*"] }]\n' },
    ],
    ['a severity in a configuration', { 'service.yaml': service(), '.edge-network.yaml': 'checks: { selector/no-match: off }\n' }],
  ];
  for (const [what, files] of kept) it(`by ${what} keep the finding away`, () => assert.deepEqual(codes(files), []));

  it('that keep nothing away are reported', () => {
    const warning = 'service.yaml warning selector/no-match';
    assert.deepEqual(codes({ 'service.yaml': service('', '    # edge-network-disable-next-line range/overlap\n') }), [
      warning,
      'service.yaml hint suppression/unused: This suppresses nothing: range/overlap.',
    ]);
    assert.deepEqual(codes({ 'service.yaml': service('  # edge-network-disable-next-line selector/no-match\n') }), [
      warning,
      'service.yaml hint suppression/unused: This suppresses nothing: selector/no-match.',
    ]);
    assert.deepEqual(codes({ 'service.yaml': service('  annotations: { edgenetwork/disable: selector/no-mach }\n') }), [
      warning,
      'service.yaml hint suppression/unused: No check has the code selector/no-mach. Did you mean selector/no-match?',
    ]);
    assert.deepEqual(
      codes({
        'service.yaml': service(),
        '.edge-network.yaml': 'checks: { selector/nomatch: off, range/overlap: loud }\nignore: [{ kinds: [Pod] }]\n',
      }),
      [
        '.edge-network.yaml hint suppression/unused: No check has the code selector/nomatch. Did you mean selector/no-match?',
        '.edge-network.yaml hint suppression/unused: "loud" is none of error, warning, information, hint, off.',
        '.edge-network.yaml hint suppression/unused: This suppresses nothing, for no finding is here.',
        warning,
      ],
    );
  });

  it('of a code that is off are not reported', () => {
    assert.deepEqual(
      codes(
        { 'service.yaml': service('', '    # edge-network-disable-next-line selector/no-match\n') },
        { severities: { 'selector/no-match': 'off' } },
      ),
      [],
    );
  });

  it('in a configuration weigh more the nearer they stand, and before the settings', () => {
    const files = {
      'apps/service.yaml': service(),
      '.edge-network.yaml': 'checks: { selector/no-match: hint }\n',
      'apps/.edge-network.yaml': 'checks: { selector/no-match: error }\n',
    };
    assert.deepEqual(codes(files, { severities: { 'selector/no-match': 'off' } }), ['apps/service.yaml error selector/no-match']);
  });

  it('follow an edit of the configuration', () => {
    const analysis = workspaceOf({ 'deployment.yaml': deployment, 'service.yaml': service() });
    const count = () => findingsOf(analysis.refreshAtOnce(), 'workspace/service.yaml').length;
    assert.equal(count(), 1);
    analysis.setFile('workspace/.edge-network.yaml', 'ignore: [{ kinds: [Service] }]\n');
    assert.equal(count(), 0);
    analysis.setFile('workspace/.edge-network.yaml', undefined);
    assert.equal(count(), 1);
  });

  it('keep what the reader finds away, too', () => {
    const wrong =
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  labels:\n    app: 1\nspec:\n  type: ExternalName\n  externalName: example.com\n';
    assert.deepEqual(codes({ 'service.yaml': wrong }), ['service.yaml error resource/wrong-type']);
    assert.deepEqual(
      codes({ 'service.yaml': wrong.replace('    app', '    # edge-network-disable-next-line resource/wrong-type\n    app') }),
      [],
    );
  });
});

describe('the ways to suppress a finding', () => {
  /** The texts after each way, by title; all of them must leave no finding. */
  function ways(files: Readonly<Record<string, string>>, path = 'workspace/service.yaml'): Readonly<Record<string, string>> {
    const texts: Record<string, string> = { 'deployment.yaml': deployment, ...files };
    const snapshot = workspaceOf(texts).refreshAtOnce();
    const finding = findingsOf(snapshot, path)[0]!;
    return Object.fromEntries(
      suppressionFixesOf(snapshot, finding, 'workspace/').map(({ title, edits, newFile }) => {
        const after = { ...texts };
        for (const { range, text } of edits) {
          const file = snapshot.files.get(range.path)!.file;
          const lines = linesOf(file);
          after[range.path.replace('workspace/', '')] =
            file.text.slice(0, lines.offsetAt(range.start)) + text + file.text.slice(lines.offsetAt(range.end));
        }
        if (newFile !== undefined) after[newFile.path.replace('workspace/', '')] = newFile.text;
        const changed = Object.keys(after).filter((name) => after[name] !== texts[name]);
        assert.deepEqual(
          codes(after).filter((line) => line.includes(finding.severity)),
          [],
          english.say(title),
        );
        return [english.say(title), changed.map((name) => after[name]).join()];
      }),
    );
  }

  it('are a comment, an annotation, the file, and a configuration', () => {
    assert.deepEqual(ways({ 'service.yaml': service() }), {
      'Disable selector/no-match for this line': service('', '    # edge-network-disable-next-line selector/no-match\n'),
      'Disable selector/no-match for Service web': service('  annotations:\n    edgenetwork/disable: selector/no-match\n'),
      'Disable selector/no-match for this file': `# edge-network-disable-file selector/no-match\n${service()}`,
      'Disable selector/no-match here in .edge-network.yaml':
        'ignore:\n- codes:\n  - selector/no-match\n  paths:\n  - service.yaml\n  kinds:\n  - Service\n  names:\n  - shop/web\n',
    });
  });

  it('go on from what is written', () => {
    const annotated = service('  annotations: { edgenetwork/disable: port/unknown-name -- old }\n');
    const configuration = 'ignore:\n  - codes: [yaml/syntax]\n    paths: [none]\n';
    const all = ways({ 'service.yaml': annotated, '.edge-network.yaml': configuration });
    assert.equal(
      all['Disable selector/no-match for Service web'],
      annotated.replace('port/unknown-name -- old', '"port/unknown-name, selector/no-match -- old"'),
    );
    assert.equal(
      all['Disable selector/no-match here in .edge-network.yaml'],
      `${configuration}  - codes:\n    - selector/no-match\n    paths:\n    - service.yaml\n    kinds:\n    - Service\n    names:\n    - shop/web\n`,
    );
  });

  it('of a line inside a value of several lines stand before the value, which stays what it is', () => {
    const corefile =
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: coredns\n  namespace: kube-system\ndata:\n  Corefile: |\n    .:53 {\n      kubernetes cluster.local {\n        pods all\n      }\n    }\n';
    const comment = ways({ 'coredns.yaml': corefile }, 'workspace/coredns.yaml')['Disable dns/corefile for this line'];
    assert.equal(comment, corefile.replace('  Corefile', '  # edge-network-disable-next-line dns/corefile\n  Corefile'));
    const config =
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: config\n  namespace: metallb-system\ndata:\n  config: |\n    address-pools:\n    - name: a\n      protocol: layer2\n      addresses: [10.0.0.1-10.0.0.300]\n';
    const [line] = Object.entries(ways({ 'config.yaml': config }, 'workspace/config.yaml'));
    assert.match(line?.[1] ?? '', /\n  # edge-network-disable-next-line \S+\n  config: \|\n    address-pools/);
  });

  it('of a text that could not be read do not count on its form', () => {
    const good = service().replace('wbe', 'web');
    const file = ['Disable yaml/syntax for this file', 'Disable yaml/syntax here in .edge-network.yaml'];
    assert.deepEqual(Object.keys(ways({ 'service.yaml': `${good}x: [\n` })), file);
    assert.deepEqual(Object.keys(ways({ 'service.yaml': `${good}x: "a" b\n` })), ['Disable yaml/syntax for this line', ...file]);
  });

  it('are none for a suppression that suppresses nothing', () => {
    const snapshot = workspaceOf({ 'a.yaml': `# edge-network-disable-file range/overlap\n${deployment}` }).refreshAtOnce();
    const [finding] = findingsOf(snapshot, 'workspace/a.yaml');
    assert.equal(finding?.code, 'suppression/unused');
    assert.deepEqual(suppressionFixesOf(snapshot, finding, 'workspace/'), []);
  });

  it('in JSON need no comments', () => {
    const json = `${JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' }, spec: { selector: { app: 'wbe' }, ports: [{ port: 80 }] } }, undefined, 2)}\n`;
    assert.deepEqual(Object.keys(ways({ 'service.json': json }, 'workspace/service.json')), [
      'Disable selector/no-match for Service web',
      'Disable selector/no-match here in .edge-network.yaml',
    ]);
  });
});
