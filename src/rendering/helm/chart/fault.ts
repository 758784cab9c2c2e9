import type { Message } from '../../../base/message.ts';
import type { Span } from '../../origin.ts';
import type { RenderingProblem } from '../../rendered.ts';

/** Ends the rendering of a chart as Helm would; `renderChart` catches it. It never leaves this folder's callers. */
export class ChartFault extends Error {
  readonly problem: RenderingProblem;

  constructor(problem: RenderingProblem) {
    super(problem.class);
    this.problem = problem;
  }
}

export function chartFault(errorClass: string, message: Message, at: Span, related: RenderingProblem['related'] = []): ChartFault {
  return new ChartFault({ class: errorClass, severity: 'error', message, at, related });
}

/** The beginning of a file: where it is wrong as a whole. */
export function startOf(file: string): Span {
  return { file, start: 0, end: 0 };
}
