import { programsNamed } from '../../engine/programs.ts';
import type { Check } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { nodeVariableProblems } from '../shared/calico/nodeVariables.ts';

export const calicoNodeVariable: Check = {
  code: 'calico/node-variable',
  scope: 'cluster',
  severity: 'error',
  run({ cluster }: CheckContext) {
    const programs = programsNamed(cluster, 'calico-node');
    return programs.length === 0 ? [] : nodeVariableProblems(programs);
  },
};
