import { printable } from '../../base/text.ts';
import { exposureOf } from '../placement/exposure.ts';
import type { Graph, GraphElement } from '../protocol.ts';
import { childrenOf, shortNames } from './nesting.ts';

/** `topology --format mermaid`: a flowchart, boxes as subgraphs. */
export function writeMermaid({ elements, edges }: Graph): string {
  const names = shortNames(elements);
  const children = childrenOf(elements);
  const byId = new Map(edges.map((edge) => [edge.id, edge]));
  const lines = ['flowchart LR'];
  const write = (element: GraphElement, indent: string): void => {
    const inside = children.get(element.id) ?? [];
    const name = names.get(element.id) ?? '';
    const text = mermaidText(element.detail === '' ? element.label : `${element.label}<br>${element.detail}`);
    if (inside.length === 0) {
      const exposure = exposureOf({ edges: byId }, element);
      // What is reached from inside alone has doubled sides, as it has in the picture.
      lines.push(
        `${indent}${name}${element.kind === 'pod' ? `(${text})` : exposure === 'exposed' ? `{{${text}}}` : exposure === undefined ? `[${text}]` : `[[${text}]]`}`,
      );
      return;
    }
    lines.push(`${indent}subgraph ${name}[${text}]`);
    for (const child of inside) write(child, `${indent}  `);
    lines.push(`${indent}end`);
  };
  for (const root of children.get(undefined) ?? []) write(root, '  ');
  for (const { from, to, label } of edges)
    lines.push(`  ${names.get(from) ?? ''} -->${label === '' ? '' : `|${mermaidText(label)}|`} ${names.get(to) ?? ''}`);
  return `${lines.join('\n')}\n`;
}

/** Everything but letters, digits and harmless marks as an entity, so that no name can break out of its quotes. */
function mermaidText(text: string): string {
  return `"${text
    .split('<br>')
    .map((part) => printable(part).replace(/[^\p{L}\p{N} .,:/_\-→()%]/gu, (character) => `#${character.codePointAt(0) ?? 0};`))
    .join('<br>')}"`;
}
