import { english } from '../../src/base/message.ts';
import { GraphWording } from '../../src/service/page/graphWording.ts';
import { PlanWording } from '../../src/service/page/planWording.ts';
import { addressPlanOf, type AddressPlan } from '../../src/topology/plan/addressPlan.ts';
import type { Graph } from '../../src/topology/protocol.ts';
import type { Topology } from '../../src/topology/subject.ts';

/** The graph of a topology in English. */
export function saidGraph({ graph }: Topology): Graph {
  return wording.graphOf(graph);
}

/** The address plan of a topology in English. */
export function saidPlan(topology: Topology): AddressPlan {
  return planWording.planOf(addressPlanOf(topology));
}

const wording = new GraphWording(english);
const planWording = new PlanWording(english);
