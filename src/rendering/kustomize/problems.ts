import { limits } from '../../manifests/limits.ts';
import type { RenderingProblem } from '../rendered.ts';

/** What has been reported, each problem once, and of each severity no more than anybody reads. */
export class Problems {
  readonly #problems = new Set<RenderingProblem>();
  readonly #counts = { error: 0, warning: 0, unknown: 0 };

  readonly #classes = new Set<string>();

  get all(): readonly RenderingProblem[] {
    return [...this.#problems];
  }

  /** Whether any problem of a class has been reported, counted or not. */
  has(errorClass: string): boolean {
    return this.#classes.has(errorClass);
  }

  readonly report = (problem: RenderingProblem): void => {
    this.#classes.add(problem.class);
    if (this.#counts[problem.severity] >= limits.problems || this.#problems.has(problem)) return;
    this.#counts[problem.severity]++;
    this.#problems.add(problem);
  };
}
