import assert from 'node:assert/strict';
import { hintsIn, type HintKind } from '../../../src/analysis/hints/hints.ts';
import { hoverAt } from '../../../src/analysis/hover/hover.ts';
import { definitionsAt } from '../../../src/analysis/references/references.ts';
import { english } from '../../../src/base/message.ts';
import { hoverMarkdown } from '../../../src/service/hoverMarkdown.ts';
import { RenderedWorkspace } from '../../support/renderedWorkspace.ts';

const template = `apiVersion: v1
kind: Service
metadata:
  name: {{ .Values.name }}-web
  labels:
    {{- toYaml .Values.labels | nindent 4 }}
    app: {{ .Release.Name | quote }}
spec:
  ports: [{ port: {{ .Values.port }} }]
  selector: { app: x }
`;
const chart = new RenderedWorkspace({
  'site.yaml': 'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: a }\nspec: { profile: custom }\n',
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'chart/values.yaml': 'port: 8080\nname: shop\nlabels: { a: b, c: d }\n',
  'chart/templates/svc.yaml': template,
}).refreshed();

const base = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { externalName: none.test, ports: [{ port: 80 }] }\n';

const said = (snapshot: typeof chart, path: string, text: string, marked: string): string => {
  const hover = hoverAt(snapshot, path, text.indexOf(marked.replace('|', '')) + marked.indexOf('|'));
  return hover?.sections.map((section) => hoverMarkdown(section, english)).join('\n---\n') ?? '';
};

describe('what becomes of an expression', () => {
  it('stands behind it, where it is one value', () => {
    const hints = hintsIn(chart, 'chart/templates/svc.yaml', { start: 0, end: template.length }, new Set<HintKind>(['renderedValues']));
    assert.deepEqual(
      hints.map(
        ({ offset, text }) => `${template.slice(0, offset).split('\n').length} ${template.slice(0, offset).slice(-6)} ${english.say(text)}`,
      ),
      ['4 }}-web shop-web', '7 ote }} chart', '9 ort }} 8080'],
    );
  });

  it('is told by a hover with who writes it, and the definition leads there', () => {
    const words = said(chart, 'chart/templates/svc.yaml', template, '{{ .Val|ues.port }}');
    assert.match(words, /8080/);
    assert.match(words, /chart\/values\\?\.yaml, line 1/);
    const [at, ...more] = definitionsAt(chart, 'chart/templates/svc.yaml', template.indexOf('ues.port'));
    assert.deepEqual(more, []);
    assert.deepEqual([at?.path, at?.start.line], ['chart/values.yaml', 0]);
    assert.match(said(chart, 'chart/templates/svc.yaml', template, 'toYa|ml'), /b.*d/s);
  });

  it('is told at a base that a patch writes anew, cluster by cluster, and not where it is what stands there', () => {
    const files = new RenderedWorkspace({
      'base/kustomization.yaml': 'resources: [a.yaml]\n',
      'base/a.yaml': base,
      'one/kustomization.yaml': 'resources: [../base]\npatches: [{ path: patch.yaml }]\n',
      'one/patch.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { externalName: one.test }\n',
    }).refreshed();
    const words = said(files, 'base/a.yaml', base, 'none|.test');
    assert.match(words, /one\\?\.test/);
    assert.match(words, /one\/patch\\?\.yaml, line 4/);
    assert.deepEqual(
      definitionsAt(files, 'base/a.yaml', base.indexOf('none.test')).map(({ path }) => path),
      ['one/patch.yaml'],
    );
    assert.equal(said(files, 'base/a.yaml', base, 'apiVersion: v|1'), '');
  });
});
