import { message, sentences, type Message } from '../../base/message.ts';
import { servicesWhere } from '../../engine/allocationIndex.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { EdgeModule } from '../../manifests/resources/iotEdge.ts';
import { isObjectName, isServiceName, objectName } from '../../manifests/iotEdge/names.ts';
import { modulePorts } from '../../manifests/iotEdge/ports.ts';
import { environmentLine } from '../../manifests/iotEdge/environment.ts';
import type { Check, Problem } from '../findings/check.ts';
import { resourceAt } from '../findings/resourceAt.ts';
import type { CheckContext } from '../shared/context.ts';
import { isOfModule, modulesOnDevice } from '../shared/edgeModules.ts';

/** One refused request ends the agent's pass. iotedge Agent.Kubernetes/edgedeployment/EdgeDeploymentController.cs */
export const edgeRefusedObject: Check = {
  code: 'iot-edge/refused-object',
  scope: 'cluster',
  severity: 'error',
  *run(context: CheckContext): Generator<Problem> {
    const { allocation, cluster } = context;
    for (const { resource, rejected } of refusedServices(allocation)) {
      if (resource === undefined || rejected === undefined || rejected.reason === 'ip-range-full' || !isOfModule(cluster, resource))
        continue;
      const own = rejected.because.find((place) => place.document === resource.document && resourceAt(cluster, place) === resource);
      yield {
        place: own ?? placeOf(resource, 'metadata', 'name'),
        message: sentences(message('The API server refuses {0}.', nameOf(resource)), rejected.message, stops()),
      };
    }
    for (const module of modulesOnDevice(context).modules) yield* ofModule(module);
  },
};

const refusedServices = servicesWhere(({ resource, rejected }) => resource !== undefined && rejected !== undefined);

function* ofModule({ name, env, options }: EdgeModule): Generator<Problem> {
  const own = objectName(name.text);
  // What is no name at all is said of the name.
  if (isObjectName(own) && !isServiceName(own) && modulePorts(options).ports.length > 0)
    yield {
      place: name.place,
      message: sentences(
        message('The API server of a device refuses the Service of module {0}: its name begins with a digit.', name.text),
        stops(),
      ),
    };
  for (const { key } of [...env, ...options.env.flatMap(environmentLine)])
    if (key.text.includes(':'))
      yield {
        place: key.place,
        message: sentences(
          message('The API server refuses the Deployment of module {0}: the name of a variable has no colon.', name.text),
          message('Write {0}, which .NET reads as the same.', key.text.replaceAll(':', '__')),
        ),
      };
}

function stops(): Message {
  return message(
    'The agent makes all Services before any Deployment and stops at the first that is refused, so that no new module gets a pod.',
  );
}
