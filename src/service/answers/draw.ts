import { badgesOf } from '../../analysis/badges.ts';
import type { Snapshot } from '../../analysis/snapshot.ts';
import type { Language } from '../../base/message.ts';
import { drawnAfresh } from '../../topology/export/drawn.ts';
import { topologyOf } from '../../topology/graph.ts';
import type { PageStrings } from '../../topology/protocol.ts';
import { exportOf } from '../exports.ts';
import { writeTopologyJson } from '../json/topologyJson.ts';
import { GraphWording } from '../page/graphWording.ts';
import type { DrawAnswer, DrawRequest } from '../questions.ts';

/** A panel of usual size. */
const window = { width: 1600, height: 1000 };

/** The topology as the page draws it when nobody has touched anything. */
export function drawAfresh(
  snapshot: Snapshot,
  { format, theme, positions }: DrawRequest,
  strings: PageStrings,
  language: Language,
): DrawAnswer {
  const graph = () =>
    new GraphWording(language).graphOf(
      topologyOf(snapshot.clusters.map((analysed) => ({ allocation: analysed.allocation, badges: badgesOf(analysed) }))).graph,
    );
  const pins = new Map(positions.map(([id, x, y]) => [id, { x, y }]));
  const { text } = exportOf(format, theme, strings, {
    drawn: () => drawnAfresh(graph(), window, pins),
    outline: graph,
    json: () => writeTopologyJson(snapshot),
  });
  return { text, strangePositions: pins.size > 0 && !graph().elements.some(({ id }) => pins.has(id)) };
}
