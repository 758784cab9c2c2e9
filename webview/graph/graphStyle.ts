import { cornerRadius } from '../../src/topology/placement/edgeGeometry.ts';
import { edgeColours } from '../shared/theme.ts';

/** Above this many edges from services to pods they are faint, above that many shown only for what is pointed at or selected: they become a tangle. */
export const faintAbove = 120;
export const quietAbove = 250;

/** What cytoscape draws: edges. Nodes are there to be met by the pointer; cards and frames are DOM. */
export function graphStyle(element: HTMLElement): { readonly selector: string; readonly style: Readonly<Record<string, unknown>> }[] {
  const { outside, inside, reaches, announces, emphasis, dimmed } = edgeColours(element);
  const line = (colour: string) => ({ 'line-color': colour, 'target-arrow-color': colour });
  return [
    {
      selector: 'node',
      style: {
        shape: 'round-rectangle',
        width: 'data(width)',
        height: 'data(height)',
        'background-opacity': 0,
        'border-width': 0,
        'z-index': 'data(depth)',
        'overlay-opacity': 0,
      },
    },
    {
      selector: 'edge',
      style: {
        'curve-style': 'round-segments',
        'edge-distances': 'endpoints',
        'segment-radii': cornerRadius,
        'source-endpoint': 'data(sourceEnd)',
        'target-endpoint': 'data(targetEnd)',
        'segment-weights': 'data(weights)',
        'segment-distances': 'data(distances)',
        ...line(inside),
        width: 1.4,
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.8,
        'overlay-opacity': 0,
        'line-opacity': 0.85,
      },
    },
    { selector: 'edge[corners = 0]', style: { 'curve-style': 'straight' } },
    // Who may come is thin and open; whose an address is begins with a dot and is filled.
    {
      selector: 'edge[kind = "assigned"]',
      style: { ...line(outside), width: 1.8, 'source-arrow-shape': 'circle', 'source-arrow-color': outside },
    },
    { selector: 'edge[kind = "reaches"]', style: { ...line(reaches), width: 1.2, 'target-arrow-shape': 'vee', 'arrow-scale': 1 } },
    { selector: 'edge[kind = "routes"]', style: { ...line(outside), width: 1.6 } },
    { selector: 'edge[kind = "connects"]', style: { ...line(emphasis), width: 2.2, 'z-index': 21 } },
    { selector: 'edge[kind = "selects"]', style: { 'line-style': 'dotted', 'line-opacity': 1, width: 1.8, 'target-arrow-shape': 'vee' } },
    { selector: 'edge[certainty = "predicted"]', style: { 'line-style': 'dashed', 'line-dash-pattern': [6, 3] } },
    { selector: 'edge[certainty = "possible"]', style: { 'line-style': 'dotted' } },
    { selector: 'edge[kind = "announces"]', style: { ...line(announces), 'line-style': 'dotted', display: 'none' } },
    { selector: 'edge.faint', style: { 'line-opacity': 0.4, width: 1, 'target-arrow-shape': 'none' } },
    { selector: 'edge.dimmed', style: { 'line-opacity': dimmed, 'target-arrow-shape': 'none', 'source-arrow-shape': 'none' } },
    {
      selector: 'edge.emphasised, edge.hovered',
      style: { display: 'element', width: 2.2, 'line-opacity': 1, 'target-arrow-shape': 'triangle', 'z-index': 20 },
    },
    {
      selector: ['answers', 'selects']
        .flatMap((kind) => [`edge[kind = "${kind}"].emphasised`, `edge[kind = "${kind}"].hovered`])
        .join(', '),
      style: line(emphasis),
    },
  ];
}
