import type { WhatIfAnswer } from '../../service/questions.ts';
import { printable, type Paint } from '../terminal.ts';

/** Event by event what changes and what stays, in sentences. */
export function writeWhatIfText({ clusters }: WhatIfAnswer, paint: Paint): string {
  return clusters
    .map(({ name, steps }) =>
      [
        ...(clusters.length > 1 ? [paint.bold(printable(name)), ''] : []),
        ...steps.flatMap(({ event, sentences }) => [paint.bold(printable(event)), ...sentences.map((text) => `  ${printable(text)}`), '']),
      ].join('\n'),
    )
    .join('\n');
}
