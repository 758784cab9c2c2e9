import { message, sentences } from '../../base/message.ts';
import { holdsPlaceholder } from '../../manifests/placeholder.ts';
import type { EdgeModule } from '../../manifests/resources/iotEdge.ts';
import { isObjectName, objectName } from '../../manifests/iotEdge/names.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { modulesOnDevice, refusal } from '../shared/edgeModules.ts';

/** iotedge Agent.Kubernetes/planners/KubernetesPlanner.cs, KubeUtils.cs */
export const edgeModuleName: Check = {
  code: 'iot-edge/module-name',
  scope: 'cluster',
  severity: 'error',
  *run(context: CheckContext): Generator<Problem> {
    const known = new Map<string, EdgeModule>();
    for (const module of modulesOnDevice(context).modules) {
      const { text, place } = module.name;
      if (holdsPlaceholder(text)) continue;
      const name = objectName(text);
      const other = known.get(name);
      if (other !== undefined)
        yield {
          place,
          message: sentences(
            message('Modules {0} and {1} have the same name in the cluster, {2}.', other.name.text, text, name),
            refusal(),
          ),
          related: [{ message: message('Here is module {0}', other.name.text), place: other.name.place }],
        };
      else if (!isObjectName(name))
        yield {
          place,
          message: sentences(
            message('In the cluster module {0} would be called "{1}", which no object can be.', text, name),
            message('The agent stops there, so that new modules get no pod.'),
          ),
        };
      else known.set(name, module);
    }
  },
};
