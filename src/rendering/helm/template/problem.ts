import type { Origins } from '../../origin.ts';

/** The classes of what can go wrong in a template; `limit` is ours: the template wants more than a rendering may use. */
export type TemplateErrorClass =
  | 'parse'
  | 'user'
  | 'nil-pointer'
  | 'no-field'
  | 'wrong-type'
  | 'arg-count'
  | 'incompatible-types'
  | 'non-comparable'
  | 'cannot-range'
  | 'no-template'
  | 'not-function'
  | 'function'
  | 'recursion'
  | 'nil'
  | 'undefined-variable'
  | 'limit';

export interface TemplateProblem {
  readonly class: TemplateErrorClass;
  /** Go's words for what went wrong, without the chain of places. Of class `user`: the words of the chart, as written. */
  readonly message: string;
  /** The places that Helm prints, outermost first: one of each `include` and `tpl`. Of class `user` the outermost alone. */
  readonly places: readonly TemplatePlace[];
  /** Where to mend it: the innermost place in a source, then those that led there. */
  readonly at: Origins;
  /** It rests on something that is not known. */
  readonly isDoubtful?: true;
}

export interface TemplatePlace {
  /** `web/templates/web.yaml`; `gotpl` of a text given to `tpl`. */
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** In bytes from the start of the line, from 0; absent of what does not parse. */
  readonly column?: number;
}

/** Ends an execution; never leaves the engine. */
export class TemplateFailure extends Error {
  readonly problem: TemplateProblem;

  constructor(problem: TemplateProblem) {
    super(problem.message);
    this.problem = problem;
  }
}
