import assert from 'node:assert/strict';
import { check, findingsOf } from '../../support/marks.ts';

describe('what the reader reports', () => {
  it('has the severities of its rules, and names the resource it stands in', () => {
    const findings = check(`kind: ConfigMap
apiVersion: v1
metadata:
  name: settings
  labels: { app: 1 }
  #              ^ error resource/wrong-type: app must be a text; put it in quotes.
  name: other
# ^^^^ error yaml/duplicate-key: "name" stands here twice in one map; the last one counts.
`);
    assert.deepEqual(findings.map(({ resource, cluster }) => [resource, cluster]), [['ConfigMap other', ''], ['ConfigMap other', '']]);
  });

  it('is an error for text that is not YAML, at its place', () => {
    check('kind: Service\napiVersion: v1\nmetadata: { name: web\n', { reading: false });
    const { findings } = findingsOf(new Map([['a.yaml', 'kind: Service\napiVersion: v1\nmetadata: { name: web\n']]));
    assert.deepEqual(findings.map(({ code, severity }) => [code, severity]), [['yaml/syntax', 'error']]);
  });

  it('is a hint for a template, and for nothing else in the file', () => {
    check(`kind: Service
apiVersion: v1
metadata: { name: {{ .Values.name }} }
#                 ^^ hint yaml/unreadable
---
kind: Namespace
apiVersion: v1
metadata: { name: shop }
`);
  });

  it('follows the settings', () => {
    const text = 'kind: Service\napiVersion: v1\nspec: { selector: { app: 1 } }\n';
    const codes = (severity: 'off' | 'hint') => findingsOf(new Map([['a.yaml', text]]), { severities: { 'resource/wrong-type': severity } }).findings.filter(({ code }) => code === 'resource/wrong-type').map((finding) => finding.severity);
    assert.deepEqual(codes('off'), []);
    assert.deepEqual(codes('hint'), ['hint']);
  });
});
