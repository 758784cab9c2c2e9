import { english } from '../../src/base/message.ts';
import { locate } from '../../src/manifests/locate.ts';
import type { DocumentFacts } from '../../src/manifests/read.ts';
import { factsOf } from './cluster.ts';

/** `code: message @ underlined text` of each problem of a file, in order. */
export function problemsOf(text: string, file?: string): readonly string[] {
  return describeProblems(factsOf(text, file));
}

export function describeProblems(facts: readonly DocumentFacts[]): readonly string[] {
  return facts.flatMap(({ problems }) =>
    problems.map((problem) => {
      const { start, end } = locate(problem.place);
      return `${problem.code}: ${english.say(problem.message)} @ ${problem.place.document.text.slice(start, end)}`;
    }),
  );
}
