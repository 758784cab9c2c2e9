import type { Message } from '../../base/message.ts';
import type { End } from './ends.ts';
import type { Judgement, PolicyJudge } from './judge.ts';
import { allPorts, intersect, isEmpty, noPorts, subtract, unite, type PortSet } from './portSet.ts';

/** What policies allow between two ends: what leaves the one must be let in by the other. */
export interface Permission {
  readonly allowed: PortSet;
  /** Those of which nobody can tell. */
  readonly unknown: PortSet;
  readonly doubt: Message | undefined;
}

const everythingAllowed: Permission = { allowed: allPorts, unknown: noPorts, doubt: undefined };

export function permissionBetween(judge: PolicyJudge, source: End, destination: End): Permission {
  return combined(judge.judge('egress', source, destination), judge.judge('ingress', source, destination));
}

export function combined(egress: Judgement, ingress: Judgement): Permission {
  if (isEmpty(egress.mayStop) && isEmpty(ingress.mayStop)) return everythingAllowed;
  const allowed = intersect(subtract(egress.mayPass, egress.mayStop), subtract(ingress.mayPass, ingress.mayStop));
  const stopped = unite(subtract(egress.mayStop, egress.mayPass), subtract(ingress.mayStop, ingress.mayPass));
  const unknown = subtract(subtract(allPorts, allowed), stopped);
  return { allowed, unknown, doubt: isEmpty(unknown) ? undefined : (egress.doubt ?? ingress.doubt) };
}
