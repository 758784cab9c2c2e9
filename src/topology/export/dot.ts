import { printable } from '../../base/text.ts';
import type { Graph, GraphElement } from '../protocol.ts';
import { childrenOf, shortNames } from './nesting.ts';

/** `topology --format dot`: for Graphviz, boxes as clusters. */
export function writeDot({ elements, edges }: Graph): string {
  const names = shortNames(elements);
  const children = childrenOf(elements);
  const lines = ['digraph "edge network" {', '  rankdir=LR; compound=true; node [shape=box, fontname="sans-serif"];'];
  const write = (element: GraphElement, indent: string): void => {
    const inside = children.get(element.id) ?? [];
    const label = dotText(element.detail === '' ? element.label : `${element.label}\n${element.detail}`);
    const name = names.get(element.id) ?? '';
    if (inside.length === 0) {
      lines.push(`${indent}${name} [label=${label}];`);
      return;
    }
    lines.push(
      `${indent}subgraph cluster_${name} {`,
      `${indent}  label=${label};`,
      `${indent}  ${name} [style=invis, shape=point, label=""];`,
    );
    for (const child of inside) write(child, `${indent}  `);
    lines.push(`${indent}}`);
  };
  for (const root of children.get(undefined) ?? []) write(root, '  ');
  for (const { from, to, label } of edges)
    lines.push(`  ${names.get(from) ?? ''} -> ${names.get(to) ?? ''}${label === '' ? '' : ` [label=${dotText(label)}]`};`);
  lines.push('}');
  return `${lines.join('\n')}\n`;
}

function dotText(text: string): string {
  const lines = text.split('\n').map((line) => printable(line).replaceAll('\\', '\\\\').replaceAll('"', '\\"'));
  return `"${lines.join('\\n')}"`;
}
