import { withDoubt } from '../../base/message.ts';
import { nameOf } from '../../manifests/metadata.ts';
import type { Resource } from '../../manifests/resource.ts';
import { isUnknown } from '../../manifests/unknownFields.ts';
import type { Problem, Rule } from './check.ts';
import type { Controls } from './controls.ts';
import { severities as order, type Finding, type Severity } from './finding.ts';
import { leftOpen } from './leftOpen.ts';

/** Whose a problem is. */
export interface About {
  readonly resource: Resource | undefined;
  /** Name of the cluster; empty for a problem of the text itself. */
  readonly cluster: string;
  /** Nobody is known to apply it: then nothing of it fails today. */
  readonly isLeftOut?: boolean;
}

/** A problem as what people set makes it a finding; absent where they want none, and where what it stands at is not known: nothing is concluded from that. Nothing is suppressed yet. */
export function findingOf(rule: Rule, problem: Problem, controls: Controls, { resource, cluster, isLeftOut }: About): Finding | undefined {
  const { place, doubt = leftOpen(problem.place) } = problem;
  if (
    resource !== undefined &&
    place.path !== undefined &&
    isUnknown(resource, ...place.path.slice(resource.root.length)) &&
    cluster !== ''
  )
    return undefined;
  const setting = controls.severityOf(rule.code, place.document.file);
  if (setting === 'off') return undefined;
  const usual = problem.severity ?? rule.severity;
  const certain = setting ?? (isLeftOut === true ? weaker(usual, 'warning') : usual);
  return {
    code: rule.code,
    severity: doubt === undefined ? certain : weaker(certain, 'hint'),
    message: doubt === undefined ? problem.message : withDoubt(problem.message, doubt),
    place,
    related: problem.related ?? [],
    resource: resource === undefined ? '' : nameOf(resource),
    cluster,
    fixes: problem.fixes ?? [],
    data: problem.data,
  };
}

function weaker(one: Severity, other: Severity): Severity {
  return order.indexOf(one) > order.indexOf(other) ? one : other;
}
