import { message } from '../../base/message.ts';
import { modulePorts } from '../../manifests/iotEdge/ports.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { modulesOnDevice } from '../shared/edgeModules.ts';

/** Modules are told that edgehub is their gateway. iotedge Agent.Kubernetes/edgedeployment/deployment/KubernetesDeploymentMapper.cs */
export const edgeHubWithoutPorts: Check = {
  code: 'iot-edge/hub-without-ports',
  scope: 'cluster',
  severity: 'warning',
  *run(context: CheckContext): Generator<Problem> {
    for (const { isSystem, name, options } of modulesOnDevice(context).modules)
      if (isSystem && name.text === 'edgeHub' && !options.isPartial && modulePorts(options).ports.length === 0)
        yield {
          place: name.place,
          message: message(
            'The edge hub binds no port in its createOptions, so it has no Service: the name edgehub, by which every module looks for it, does not resolve.',
          ),
        };
  },
};
