import type { Graph, GraphElement } from '../../topology/protocol.ts';

/** `topology --format mermaid`: a flowchart, boxes as subgraphs. */
export function writeMermaid({ elements, edges }: Graph): string {
  const names = shortNames(elements);
  const children = childrenOf(elements);
  const lines = ['flowchart LR'];
  const write = (element: GraphElement, indent: string): void => {
    const inside = children.get(element.id) ?? [];
    const name = names.get(element.id) ?? '';
    const text = mermaidText(element.detail === '' ? element.label : `${element.label}<br>${element.detail}`);
    if (inside.length === 0) {
      lines.push(`${indent}${name}${element.kind === 'pod' ? `(${text})` : element.kind === 'service' ? `{{${text}}}` : `[${text}]`}`);
      return;
    }
    lines.push(`${indent}subgraph ${name}[${text}]`);
    for (const child of inside) write(child, `${indent}  `);
    lines.push(`${indent}end`);
  };
  for (const root of children.get(undefined) ?? []) write(root, '  ');
  for (const { from, to, label } of edges) lines.push(`  ${names.get(from) ?? ''} -->${label === '' ? '' : `|${mermaidText(label)}|`} ${names.get(to) ?? ''}`);
  return `${lines.join('\n')}\n`;
}

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
    lines.push(`${indent}subgraph cluster_${name} {`, `${indent}  label=${label};`, `${indent}  ${name} [style=invis, shape=point, label=""];`);
    for (const child of inside) write(child, `${indent}  `);
    lines.push(`${indent}}`);
  };
  for (const root of children.get(undefined) ?? []) write(root, '  ');
  for (const { from, to, label } of edges) lines.push(`  ${names.get(from) ?? ''} -> ${names.get(to) ?? ''}${label === '' ? '' : ` [label=${dotText(label)}]`};`);
  lines.push('}');
  return `${lines.join('\n')}\n`;
}

/** Ids hold characters that neither language takes. */
function shortNames(elements: readonly GraphElement[]): ReadonlyMap<string, string> {
  return new Map(elements.map(({ id }, index) => [id, `e${index}`]));
}

function childrenOf(elements: readonly GraphElement[]): ReadonlyMap<string | undefined, readonly GraphElement[]> {
  const children = new Map<string | undefined, GraphElement[]>();
  for (const element of elements) {
    const list = children.get(element.parent);
    if (list === undefined) children.set(element.parent, [element]);
    else list.push(element);
  }
  return children;
}

/** Everything but letters, digits and harmless marks as an entity, so that no name can break out of its quotes. */
function mermaidText(text: string): string {
  return `"${text.split('<br>').map((part) => part.replace(/[^\p{L}\p{N} .,:/_\-→()%]/gu, (character) => `#${character.codePointAt(0) ?? 0};`)).join('<br>')}"`;
}

function dotText(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
