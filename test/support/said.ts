import { english } from '../../src/base/message.ts';
import { GraphWording } from '../../src/service/page/graphWording.ts';
import type { Graph } from '../../src/topology/protocol.ts';
import type { Topology } from '../../src/topology/subject.ts';

/** The graph of a topology in English. */
export function saidGraph({ graph }: Topology): Graph {
  return wording.graphOf(graph);
}

const wording = new GraphWording(english);
