import { term, type Language } from '../base/message.ts';
import { badgesOf } from '../analysis/badges.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { topologyOf } from '../topology/graph.ts';
import type { ShownComparison } from '../topology/protocol.ts';
import { changeText } from './answers/comparisonText.ts';
import type { ComparedFact, Comparison } from './comparison.ts';
import { comparisonMarks } from './comparisonMarks.ts';
import { GraphWording } from './page/graphWording.ts';

/** A comparison as the topology page shows it over the picture of a snapshot. `predicted`: the picture is the older side, and the other one what a cluster has told. */
export function shownComparison(
  snapshot: Snapshot,
  comparison: Comparison,
  { title, predicted }: { readonly title: string; readonly predicted: boolean },
  language: Language,
): ShownComparison {
  const { graph } = topologyOf(snapshot.clusters.map((analysed) => ({ allocation: analysed.allocation, badges: badgesOf(analysed) })));
  const several = comparison.clusters.length > 1;
  const markOf = ({ before, after }: ComparedFact): string => {
    if (predicted) return language.say(after === null ? term('not there') : term('there: {0}', after));
    return language.say(before === null ? term('new') : after === null ? term('gone') : term('was {0}', before));
  };
  return comparisonMarks(
    new GraphWording(language).graphOf(graph),
    comparison,
    title,
    (fact, { name }) => `${several && name !== '' ? `${name}: ` : ''}${changeText(fact)}`,
    markOf,
  );
}
