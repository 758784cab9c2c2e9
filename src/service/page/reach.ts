import { message, plural, term, type Language } from '../../base/message.ts';
import type { AllocatedPod } from '../../engine/allocation.ts';
import { permissionBetween } from '../../engine/policies/connections.ts';
import { podEnd, type End } from '../../engine/policies/ends.ts';
import { PolicyJudge } from '../../engine/policies/judge.ts';
import { allPorts, intersect, isEmpty, portsOf, unite, noPorts, protocols, type PortSet } from '../../engine/policies/portSet.ts';
import { policyWorldOf } from '../../engine/policies/world.ts';
import type { Reach, ReachDirection } from '../../topology/protocol.ts';
import type { Subject, Topology } from '../../topology/subject.ts';

/** Pods that an element stands for, with the ports that are asked about. */
interface Asked {
  readonly pods: readonly AllocatedPod[];
  readonly ports: PortSet;
}

/** Who may talk to an element, or whom it may talk to, as far as policies go; undefined for what has no pods. */
export function reachOf(topology: Topology, id: string, direction: ReachDirection, language: Language): Reach | undefined {
  const subject = topology.subjects.get(id);
  const asked = subject === undefined ? undefined : askedOf(subject, direction);
  if (subject === undefined || asked === undefined || asked.pods.length === 0) return undefined;
  const { allocation } = subject;
  const judge = new PolicyJudge(policyWorldOf(allocation));
  const ends = asked.pods.slice(0, mostPods).map((pod) => podEnd(allocation, pod));
  const own = new Set(asked.pods);
  const ownIds: string[] = [];
  const allowed = new Set<string>();
  const unknown = new Set<string>();
  const counts = { all: 0, allowed: 0 };
  const note = (key: string, verdict: 'yes' | 'no' | 'unknown'): void => {
    if (verdict === 'yes') allowed.add(key);
    else if (verdict === 'unknown') unknown.add(key);
  };
  const verdictOf = (other: End): 'yes' | 'no' | 'unknown' => {
    let doubt = false;
    for (const end of ends) {
      const permission = direction === 'to' ? permissionBetween(judge, other, end) : permissionBetween(judge, end, other);
      if (!isEmpty(intersect(permission.allowed, asked.ports))) return 'yes';
      if (!isEmpty(intersect(permission.unknown, asked.ports))) doubt = true;
    }
    return doubt ? 'unknown' : 'no';
  };
  for (const [key, { what, allocation: other }] of topology.subjects) {
    if (other !== allocation) continue;
    if (what.type === 'pod') {
      if (own.has(what.pod)) {
        ownIds.push(key);
        continue;
      }
      counts.all++;
      if (what.pod.spec.hostNetwork) {
        note(key, 'unknown');
        continue;
      }
      const verdict = verdictOf(podEnd(allocation, what.pod));
      if (verdict === 'yes') counts.allowed++;
      note(key, verdict);
    } else if (what.type === 'clients') note(key, verdictOf({ kind: 'address', address: undefined, node: undefined }));
    else if (what.type === 'range' && what.range.role === 'external-network')
      note(
        key,
        verdictOf({ kind: 'address', address: { family: what.range.range.family, value: what.range.range.first + 1n }, node: undefined }),
      );
  }
  const { say } = language;
  const name = term('{0}', nameOfSubject(subject));
  return {
    allowed: [...allowed],
    own: ownIds,
    unknown: [...unknown],
    lines: [
      say(
        direction === 'to'
          ? plural(counts.all, 'Of {0} other pod {1} may talk to {2}.', 'Of {0} other pods {1} may talk to {2}.', counts.allowed, name)
          : plural(counts.all, 'Of {0} other pod {2} may talk to {1}.', 'Of {0} other pods {2} may talk to {1}.', counts.allowed, name),
      ),
      ...(unknown.size === 0 ? [] : [say(message('Of pods on the network of a node, and of some others, policies do not tell it.'))]),
      say(message('Whether anything listens is not asked.')),
    ],
  };
}

/** More of them are alike to policies, as a rule. */
const mostPods = 8;

function askedOf({ what }: Subject, direction: ReachDirection): Asked | undefined {
  switch (what.type) {
    case 'pod':
      return { pods: [what.pod], ports: allPorts };
    case 'workload':
      return { pods: what.pods, ports: allPorts };
    case 'service': {
      const { slices } = what.service;
      const pods = [...new Set(slices.flatMap(({ endpoints }) => endpoints.flatMap(({ pod }) => pod ?? [])))];
      if (direction === 'from') return { pods, ports: allPorts };
      const ports = slices.reduce<PortSet>(
        (set, slice) =>
          slice.ports.reduce<PortSet>((all, { protocol, port }) => {
            const known = protocols.find((one) => one === protocol);
            return known === undefined || port === undefined ? all : unite(all, portsOf(known, port, port));
          }, set),
        noPorts,
      );
      return { pods, ports };
    }
    default:
      return undefined;
  }
}

function nameOfSubject({ what, resource }: Subject): string {
  switch (what.type) {
    case 'pod':
      return `${what.pod.namespace}/${what.pod.name}`;
    case 'service':
      return `${what.service.namespace}/${what.service.name}`;
    default:
      return resource?.metadata.name ?? '';
  }
}
