import { message, plural, type Language } from '../../base/message.ts';
import type { ComparedCluster, ComparedFact, Comparison } from '../comparison.ts';

/** What differs in words, a line each: `~` changed, `+` new, `-` gone, `=` other than predicted as the rules allow. A sentence where nothing does. */
export function comparisonText({ clusters }: Comparison, { say }: Language): string {
  if (clusters.length === 0) return `${say(message('Nothing differs.'))}\n`;
  return clusters.map((cluster) => clusterText(cluster, say)).join('\n');
}

function clusterText({ name, state, changes, explained, leftOut, findings }: ComparedCluster, say: Language['say']): string {
  const title = state === 'new' ? say(message('{0} (new)', name)) : state === 'gone' ? say(message('{0} (gone)', name)) : name;
  const finding = (sign: string) => (each: ComparedCluster['findings']['new'][number]) =>
    `  ${sign} ${each.message} [${each.code}] ${each.file}:${each.line}`;
  const lines = [
    ...(name === '' ? [] : [title]),
    ...changes.map((change) => `  ${signOf(change)} ${changeText(change)}`),
    ...explained.map((fact) => `  = ${what(fact)}  ${fact.before ?? ''} → ${fact.after ?? ''}\n      ${fact.reason}`),
    ...findings.new.map(finding('+')),
    ...findings.gone.map(finding('-')),
    ...(leftOut === 0
      ? []
      : [
          `  ${say(plural(leftOut, '{0} fact is of a namespace that the manifests say nothing of.', '{0} facts are of namespaces that the manifests say nothing of.'))}`,
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

function signOf({ before, after }: ComparedFact): string {
  return before === null ? '+' : after === null ? '-' : '~';
}

/** What of which object, and what it was and is. */
export function changeText(change: ComparedFact): string {
  const { before, after } = change;
  return `${what(change)}  ${before === null ? (after ?? '') : after === null ? before : `${before} → ${after}`}`;
}

function what({ object, label }: ComparedFact): string {
  return object === '' ? label : `${object}  ${label}`;
}
