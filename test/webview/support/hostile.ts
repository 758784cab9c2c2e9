import type { Graph } from '../../../src/topology/protocol.ts';
import { GraphBuilder } from './graphs.ts';

/** Names as a manifest may have them that was written by mistake or in malice: each may break out of something. */
export const hostileNames = [
  '</text><script>alert(1)</script>',
  '"/><image href="https://example.invalid/x.png"/>',
  '&lt;b&gt; & ]]> <!-- ',
  "' onload='alert(1)",
  '\u0000\u0007bell\uD800',
  'line\nbreak\ttab',
  'متجر-الويب',
  '商店-网络-前端-服务',
  '👩‍👩‍👧‍👦-family',
  'x'.repeat(253),
  '"]; evil[label="',
  'style=fillColor=red;html=0;',
  '   ',
  'W'.repeat(60),
];

/** Every hostile name on a service, a pod and a namespace. */
export function hostileGraph(): Graph {
  const b = new GraphBuilder().add('c', 'cluster', undefined, { label: hostileNames[0] ?? '' });
  hostileNames.forEach((name, index) => {
    b.add(`c|ns${index}|${name}`, 'namespace', 'c', { label: name }).add(`c|s${index}|${name}`, 'service', `c|ns${index}|${name}`, {
      label: name,
      detail: name,
      note: name,
      certainty: 'predicted',
    });
  });
  b.add('c|node', 'node', 'c', { detail: hostileNames.join(' ') });
  hostileNames.forEach((name, index) => {
    b.add(`c|p${index}|${name}`, 'pod', 'c|node', { label: name, detail: name, certainty: 'possible', severity: 'error' }).edge(
      'answers',
      `c|s${index}|${name}`,
      `c|p${index}|${name}`,
      name,
    );
  });
  return b.graph;
}
