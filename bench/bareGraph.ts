// Runs in Chromium: cytoscape's bare cost for the elements that the page shows, and the page's placement by itself.
import cytoscape from 'cytoscape';
import { arrange } from '../src/topology/placement/arrange.ts';
import { pictureOf } from '../src/topology/placement/picture.ts';
import { visibleOf, type Visible } from '../src/topology/placement/visible.ts';
import type { Graph } from '../src/topology/protocol.ts';

export interface BareGraph {
  /** Draws every element as a plain box with its name, every edge as a straight line. */
  readonly draw: (graph: Graph) => void;
  /** Changes one element's name. */
  readonly change: (id: string, label: string) => void;
  /** Milliseconds of cytoscape's cheapest layout. */
  readonly layOut: () => number;
  /** Milliseconds of the page's own placement of every element, none folded. */
  readonly place: (graph: Graph) => number;
}

let cy: cytoscape.Core | undefined;

const unfolded = (graph: Graph): Visible => visibleOf(pictureOf(graph, 1), { level: 0, toggled: new Set() });

const bare: BareGraph = {
  draw: (graph) => {
    const visible = unfolded(graph);
    const nodes = [...arrange(visible)].map(([id, [{ x, y, width, height }]]) => ({
      group: 'nodes' as const,
      data: { id, label: visible.shown.get(id)?.element.label, width, height },
      position: { x: x + width / 2, y: y + height / 2 },
    }));
    const edges = [...visible.edges.values()].map(({ id, from, to }) => ({
      group: 'edges' as const,
      data: { id, source: from, target: to },
    }));
    cy = cytoscape({
      container: document.getElementById('bare'),
      elements: [...nodes, ...edges],
      layout: { name: 'preset', fit: true },
      style: [
        {
          selector: 'node',
          style: {
            shape: 'rectangle',
            width: 'data(width)',
            height: 'data(height)',
            label: 'data(label)',
            'background-opacity': 0.2,
            'min-zoomed-font-size': 7,
          },
        },
        { selector: 'edge', style: { 'curve-style': 'straight', 'target-arrow-shape': 'triangle', width: 1 } },
      ],
    });
  },
  change: (id, label) => {
    cy?.getElementById(id).data('label', label);
  },
  layOut: () => {
    const start = performance.now();
    cy?.layout({ name: 'grid', fit: false }).run();
    return performance.now() - start;
  },
  place: (graph) => {
    const visible = unfolded(graph);
    const start = performance.now();
    arrange(visible);
    return performance.now() - start;
  },
};
(globalThis as unknown as { bare: BareGraph }).bare = bare;
