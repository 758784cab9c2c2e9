import assert from 'node:assert/strict';
import { linksIn } from '../../../src/analysis/navigation/links.ts';
import { RenderedWorkspace } from '../../support/renderedWorkspace.ts';

/** Each link as the text that it stands on, and where it leads. */
function links(files: Readonly<Record<string, string>>, path: string): readonly string[] {
  const workspace = new RenderedWorkspace(files);
  const snapshot = workspace.refreshed();
  const lines = (files[path] ?? '').split(/\r?\n/);
  return linksIn(snapshot, workspace.analysis.sources, path).map(({ range, target }) => {
    assert.equal(range.start.line, range.end.line);
    return `${(lines[range.start.line] ?? '').slice(range.start.character, range.end.character)} → ${target}`;
  });
}

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

describe('links', () => {
  it('lead from a kustomization to what it names, folders to their own kustomization', () => {
    const kustomization = [
      'resources: [../base, extra.yaml, https://example.test/x.yaml, gone.yaml]',
      'patches:',
      '  - path: "patch.yaml"',
      'configMapGenerator:',
      "  - { name: a, files: ['app.conf=settings/app.conf', gone.conf] }",
      '',
    ].join('\r\n');
    const files = {
      'base/kustomization.yaml': 'resources: []\n',
      'site/extra.yaml': configMap,
      'site/patch.yaml': configMap,
      'site/settings/app.conf': 'a: b\n',
      'site/kustomization.yaml': kustomization,
    };
    assert.deepEqual(links(files, 'site/kustomization.yaml'), [
      '../base → base/kustomization.yaml',
      'extra.yaml → site/extra.yaml',
      'patch.yaml → site/patch.yaml',
      'settings/app.conf → site/settings/app.conf',
    ]);
  });

  it('lead from an EdgeNetwork to its manifests, and from a Flux Kustomization to the folder it applies', () => {
    const files = {
      'clusters/one/site.yaml':
        'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: a }\nspec: { manifests: [../../apps/a.yaml] }\n',
      'clusters/one/apps.yaml':
        'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: apps, namespace: flux-system }\nspec: { path: ./apps }\n',
      'apps/kustomization.yaml': 'resources: [a.yaml]\n',
      'apps/a.yaml': configMap,
    };
    assert.deepEqual(links(files, 'clusters/one/site.yaml'), ['../../apps/a.yaml → apps/a.yaml']);
    assert.deepEqual(links(files, 'clusters/one/apps.yaml'), ['./apps → apps/kustomization.yaml']);
  });

  it('lead from a chart to a dependency beside it', () => {
    const files = {
      'web/Chart.yaml':
        'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n  - { name: lib, version: 1.0.0, repository: "file://../lib" }\n',
      'lib/Chart.yaml': 'apiVersion: v2\nname: lib\nversion: 1.0.0\n',
      'web/templates/a.yaml': configMap,
    };
    assert.deepEqual(links(files, 'web/Chart.yaml'), ['../lib → lib/Chart.yaml']);
  });

  it('never leave the workspace', () => {
    assert.deepEqual(links({ 'kustomization.yaml': 'resources: [../../etc/passwd, /etc/passwd]\n' }, 'kustomization.yaml'), []);
  });
});
