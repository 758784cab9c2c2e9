import { term, type Language } from '../base/message.ts';
import { badgesOf } from '../analysis/badges.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { topologyOf } from '../topology/graph.ts';
import type { Graph, ShownComparison } from '../topology/protocol.ts';
import { changeText } from './answers/comparisonText.ts';
import type { ComparedFact, Comparison } from './comparison.ts';
import { comparisonMarks, type OtherPicture } from './comparisonMarks.ts';
import { GraphWording } from './page/graphWording.ts';

/** The picture of one side, in the reader's language. */
export function comparedGraph(snapshot: Snapshot, language: Language): Graph {
  const { graph } = topologyOf(snapshot.clusters.map((analysed) => ({ allocation: analysed.allocation, badges: badgesOf(analysed) })));
  return new GraphWording(language).graphOf(graph);
}

/**
 * A comparison as the topology page shows it over the picture of a snapshot. `other`: the picture of the other side, from which comes
 * what only that one has; absent where there is none. Where that is the newer side, it is what a cluster has told, and the picture is the prediction.
 */
export function shownComparison(
  snapshot: Snapshot,
  comparison: Comparison,
  { title, other }: { readonly title: string; readonly other: OtherPicture | undefined },
  language: Language,
): ShownComparison {
  const several = comparison.clusters.length > 1;
  const markOf = ({ before, after }: ComparedFact): string => {
    if (other?.side === 'newer') return language.say(after === null ? term('not there') : term('there: {0}', after));
    return language.say(before === null ? term('new') : after === null ? term('gone') : term('was {0}', before));
  };
  return comparisonMarks(
    { now: comparedGraph(snapshot, language), other },
    comparison,
    title,
    (fact, { name }) => `${several && name !== '' ? `${name}: ` : ''}${changeText(fact)}`,
    markOf,
  );
}
