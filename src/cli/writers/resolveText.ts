import type { ResolveAnswer } from '../../service/questions.ts';
import { printable, type Paint } from '../terminal.ts';

/** The names that were asked, then the records or why there are none. */
export function writeResolveText(answer: ResolveAnswer, paint: Paint): string {
  const { question, tried, reason } = answer;
  const asked = tried.map((name, index) =>
    paint.dim(`${index === tried.length - 1 ? 'asked' : 'tried'}  ${printable(name)} ${printable(question.type)}`),
  );
  return `${[...asked, ...outcome(answer, paint), printable(reason)].join('\n')}\n`;
}

function outcome({ forwarded, forwardedTo, answers, rcode, known }: ResolveAnswer, paint: Paint): readonly string[] {
  if (forwarded)
    return [
      paint.yellow(
        forwardedTo.length === 0 ? 'the answer is not known' : `asked outside of the cluster: ${printable(forwardedTo.join(', '))}`,
      ),
    ];
  if (answers.length === 0 && !known) return [paint.yellow('the address is not known')];
  if (answers.length === 0) return [paint.red(rcode === 'NOERROR' ? 'no such record' : rcode)];
  return answers.map(({ name, type, ttl, data }) => `${printable(name)}  ${ttl}  ${type}  ${paint.bold(printable(data))}`);
}
