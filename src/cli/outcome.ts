/** What a run prints and how it ends. */
export interface Outcome {
  readonly output: string;
  /** For standard error. */
  readonly complaint: string;
  /** 0: nothing that makes the command fail; 1: errors found, or no answer to `resolve` or `route`; 2: wrong usage, or a path that is unreadable or holds no manifest. */
  readonly exitCode: 0 | 1 | 2;
}
