import assert from 'node:assert/strict';
import { hoverAt } from '../../../src/analysis/hover/hover.ts';
import { english } from '../../../src/base/message.ts';
import { cursorIn } from '../../support/analysed.ts';
import { RenderedWorkspace } from '../../support/renderedWorkspace.ts';

const flux = (path: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec: { interval: 1m, path: ${path}, prune: true, sourceRef: { kind: GitRepository, name: flux-system } }
`;
const site = (name: string) => `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: ${name} }
`;
const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { ports: [{ port: 80 }] }\n';

/** What is said behind a text of a file, in one line; undefined: nothing. */
function said(texts: Readonly<Record<string, string>>, path: string, before: string): string | undefined {
  const cursor = cursorIn((texts[path] ?? '').replace(before, `${before}|`));
  const hover = hoverAt(new RenderedWorkspace({ ...texts, [path]: cursor.text }).refreshed(), path, cursor.offset);
  return hover?.sections
    .flatMap(({ lines }) => lines.flatMap(({ label, values }) => [...(label === undefined ? [] : [label]), ...values]))
    .map(english.say)
    .join(' ');
}

describe('hovering over an object of a GitOps tool', () => {
  const texts = {
    'a/site.yaml': site('store-a'),
    'a/apps.yaml': flux('./apps/a'),
    'b/site.yaml': site('store-b'),
    'b/apps.yaml': flux('./apps/b'),
    'apps/a/kustomization.yaml': 'resources: [web.yaml]\n',
    'apps/a/web.yaml': service,
    'apps/b/kustomization.yaml': 'resources: [web.yaml, more.yaml]\n',
    'apps/b/web.yaml': service,
    'apps/b/more.yaml': service.replace('web', 'more'),
  };

  it('tells what it applies, and not what one of its name does in another cluster', () => {
    assert.match(said(texts, 'a/apps.yaml', 'name: ap') ?? '', /Applies .*apps\/a, built by Kustomize/);
    assert.doesNotMatch(said(texts, 'a/apps.yaml', 'name: ap') ?? '', /store-b|apps\/b/);
    assert.match(said(texts, 'b/apps.yaml', 'path: ./ap') ?? '', /apps\/b/);
  });

  it('says nothing of fields that name neither it nor what it takes', () => {
    assert.equal(said(texts, 'a/apps.yaml', 'prune: tr'), undefined);
  });
});
