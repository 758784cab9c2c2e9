import assert from 'node:assert/strict';
import { excludedBy, isManifestPath, relevantText } from '../../src/manifests/manifestFiles.ts';

describe('the choice of files', () => {
  for (const path of ['a.yaml', 'b/c.yml', 'device.json', 'x/kustomization.yaml', 'x/Kustomization', 'UPPER.YAML']) {
    it(`looks at ${path}`, () => assert.equal(isManifestPath(path), true));
  }
  for (const path of [
    'a.yaml.tmpl',
    'b.txt',
    'package.json',
    'x/package-lock.json',
    'tsconfig.base.json',
    '.vscode/settings.json',
    'yaml',
  ]) {
    it(`leaves ${path} alone`, () => assert.equal(isManifestPath(path), false));
  }

  it('keeps the text of what may hold a manifest', () => {
    assert.equal(relevantText('a.yaml', 'kind: Service\n'), 'kind: Service\n');
    assert.equal(relevantText('kustomization.yaml', 'resources: [a.yaml]\n'), 'resources: [a.yaml]\n');
    assert.equal(relevantText('device.json', '{"device":{}}'), '{"device":{}}');
    assert.equal(relevantText('aksedge-config.json', '{"DeploymentType":""}'), '{"DeploymentType":""}');
    assert.equal(relevantText('k3s/config.yaml', 'disable: traefik\n'), 'disable: traefik\n');
    assert.equal(relevantText('values.yaml', 'a: --load-restrictor LoadRestrictionsNone\n'), 'a: --load-restrictor LoadRestrictionsNone\n');
    assert.equal(relevantText('talos.yaml', 'version: v1alpha1\nmachine: {}\n'), 'version: v1alpha1\nmachine: {}\n');
  });

  it('keeps the mere name of other YAML, since a chart is known by one', () => {
    assert.equal(relevantText('Chart.yaml', 'name: web\nversion: 1.0.0\n'), '');
  });

  it('forgets other JSON', () => {
    assert.equal(relevantText('data.json', '{"kind":"x"}'), undefined);
  });
});

describe('excluded files', () => {
  const cases: readonly (readonly [patterns: readonly string[], path: string, excluded: boolean])[] = [
    [[], 'a/b.yaml', false],
    [['**/node_modules'], 'a/node_modules/b/c.yaml', true],
    [['**/node_modules'], 'node_modules/c.yaml', true],
    [['**/charts/**'], 'charts/web/values.yaml', true],
    [['**/charts/**'], 'mycharts/web.yaml', false],
    [['old'], 'old/web.yaml', true],
    [['old'], 'very/old/web.yaml', false],
    [['*.tmp.yaml'], 'web.tmp.yaml', true],
    [['**/*.tmp.yaml'], 'a/web.tmp.yaml', true],
    [['**/{a,b}'], 'x/b/web.yaml', true],
  ];
  for (const [patterns, path, excluded] of cases) {
    it(`${patterns.join(', ') || 'no pattern'} ${excluded ? 'leaves out' : 'keeps'} ${path}`, () =>
      assert.equal(excludedBy(patterns)(path), excluded));
  }
});
