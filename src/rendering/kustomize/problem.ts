import type { Message } from '../../base/message.ts';
import type { Reach } from '../../manifests/reach.ts';
import type { Origins, Span } from '../origin.ts';
import type { RenderingProblem } from '../rendered.ts';

export type Report = (problem: RenderingProblem) => void;

export type Related = RenderingProblem['related'];

/** An error of the real tool. */
export function failure(errorClass: string, message: Message, at: Span, related: Related = []): RenderingProblem {
  return { class: errorClass, severity: 'error', message, at, related };
}

/** What the real tool would do, and is not known here. */
export function unsupported(message: Message, at: Span): RenderingProblem {
  return { class: 'unsupported', severity: 'unknown', message, at, related: [] };
}

/** The first place of a node; the place to fall back to for what no source spells. */
export function placeOf(node: { readonly origins: Origins } | undefined, otherwise: Span): Span {
  return node?.origins[0] ?? otherwise;
}

/** The same problem with what is not known because of it. */
export function reaching(problem: RenderingProblem, reach: Reach): RenderingProblem {
  return { ...problem, reach };
}

/** Reports what says nothing of its reach with this one. */
export function orReaching(report: Report, reach: Reach): Report {
  return (problem) => {
    report(problem.reach === undefined ? { ...problem, reach } : problem);
  };
}

/** Reports problems of a kustomization that puts all that it makes into one namespace. A problem that is reported again is the same object again. */
export function inNamespace(report: Report, namespace: string): Report {
  return (problem) => {
    const { reach = { changes: 'unit' } } = problem;
    if (problem.severity === 'warning') report(problem);
    else report(kept(problem, namespace, () => ({ ...problem, reach: { ...reach, namespace, clusterWide: true } })));
  };
}

function kept(problem: RenderingProblem, namespace: string, make: () => RenderingProblem): RenderingProblem {
  let known = moved.get(problem);
  if (known === undefined) moved.set(problem, (known = new Map<string, RenderingProblem>()));
  let found = known.get(namespace);
  if (found === undefined) known.set(namespace, (found = make()));
  return found;
}

const moved = new WeakMap<RenderingProblem, Map<string, RenderingProblem>>();

/** Some objects are missing, and all that is there is as it would be. */
export const lostObjects: Reach = { changes: 'nothing' };

/** As before, and what is missing is what a project publishes. */
export const lostRelease: Reach = { changes: 'nothing', foreign: true };

/** As before, and what is missing are definitions of kinds. */
export const lostDefinitions: Reach = { kinds: ['CustomResourceDefinition'], changes: 'nothing' };

/** Nothing is missing, and what is there may be other than it would be. */
export const lostChanges: Reach = { makes: false, changes: 'unit' };

/** All is as it would be where the real tool goes on. */
export const lostNothing: Reach = { makes: false, changes: 'nothing' };
