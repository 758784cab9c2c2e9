import { message } from '../../base/message.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { holdsPlaceholder } from '../../manifests/placeholder.ts';
import { spanOf } from '../../manifests/place.ts';
import type { EdgeModule, IoTEdgeDeploymentResource, Written } from '../../manifests/resources/iotEdge.ts';
import type { ServiceName } from '../../engine/references/names/names.ts';
import { edgeNamespace, objectName } from '../../manifests/iotEdge/names.ts';
import { modulePorts } from '../../manifests/iotEdge/ports.ts';
import { nearestOf } from '../../base/nearest.ts';
import { each, eachMention, type Problem, type ResourceCheck } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import { placeIn, writing } from '../shared/dns/namingPlaces.ts';
import type { CheckContext } from '../shared/context.ts';
import { unseenServices } from '../shared/unseen.ts';
import { localhostOfOthers } from '../shared/edgeLocalhost.ts';
import { modulesOnDevice } from '../shared/edgeModules.ts';

export const edgeUnknownModule: ResourceCheck = {
  code: 'iot-edge/unknown-module',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    eachMention('service-name', function* (mention, context) {
      const problem = unreachable(context, mention);
      if (problem !== undefined) yield problem;
    }),
    each(['IoTEdgeDeployment'], (deployment, { network }) => localhostOfOthers(deployment, network.profile.name === 'azure-stack-edge')),
    each(['IoTEdgeDeployment'], (deployment, { cluster }) => routes(deployment, resourcesOf(cluster, 'IoTEdgeDeployment'))),
  ],
};

/** A name of a module as the manifest has it, and not as the cluster does; or of one that has no Service. iotedge Agent.Kubernetes/KubeUtils.cs */
function unreachable(context: CheckContext, mention: ServiceName): Problem | undefined {
  const { naming } = mention;
  const { service, domain } = naming.name;
  if (naming.namespace !== edgeNamespace || naming.text.alias || context.references.leads(mention)) return undefined;
  const module = modulesOnDevice(context).modules.find(({ name }) => !holdsPlaceholder(name.text) && isCalled(name.text, service.text));
  if (module === undefined || module.options.isPartial) return undefined;
  const { text: written } = module.name;
  const name = objectName(written);
  const related = [{ message: message('Here is module {0}', written), place: module.name.place }];
  const doubt = unseenServices(context.cluster, { namespace: edgeNamespace, name: service.text, near: 'likely' });
  if (!hasService(module))
    return {
      place: placeIn(naming, service),
      message: message(
        'Module {0} names no port in its createOptions, so it has no Service, and the name {1} does not resolve. What its image exposes counts for nothing here.',
        written,
        service.text,
      ),
      related,
      doubt,
    };
  // With the domain behind it, the name is no Service's at all: dns/invalid-name.
  if (name === service.text || domain !== undefined) return undefined;
  return {
    place: placeIn(naming, service),
    message: message('In the cluster module {0} is called {1}, so the name {2} does not resolve.', written, name, service.text),
    related,
    fixes: [writing(naming, service, name, true)],
    doubt,
  };
}

function isCalled(module: string, text: string): boolean {
  const lower = text.toLowerCase();
  return module.toLowerCase() === lower || objectName(module) === lower;
}

function hasService({ options }: EdgeModule): boolean {
  return modulePorts(options).ports.length > 0;
}

/** Routes name modules as the manifest does; to one that there is not, messages wait until they are too old. MicrosoftDocs azure-docs iot-edge/module-composition */
function* routes(deployment: IoTEdgeDeploymentResource, all: readonly IoTEdgeDeploymentResource[]): Generator<Problem> {
  if (deployment.form !== 'standard') return;
  const layers = all.filter(({ form }) => form === 'layered');
  const names = [deployment, ...layers].flatMap(({ modules }) => modules.map(({ name }) => name.text));
  if (names.some(holdsPlaceholder)) return;
  for (const route of deployment.routes)
    for (const { name, start } of modulesIn(route)) {
      if (names.includes(name) || holdsPlaceholder(name)) continue;
      const place = spanOf(route.place, start, start + name.length);
      const near = names.find((each) => each.toLowerCase() === name.toLowerCase()) ?? nearestOf(name, names);
      yield {
        place,
        message:
          near === undefined
            ? message('No module is called {0}: what this route takes from it or brings to it is lost.', name)
            : message('No module is called {0}: what this route takes from it or brings to it is lost. Did you mean {1}?', name, near),
        fixes: near === undefined ? [] : [replacing(message('Write {0}', near), true, { place, replaces: name, text: near })],
      };
    }
}

function* modulesIn({ text }: Written): Generator<{ readonly name: string; readonly start: number }> {
  for (const { 0: whole, 1: name = '', index } of text.matchAll(/\/modules\/([^/\s"'*]+)(?=\/|["'\s]|$)/gi))
    yield { name, start: index + whole.length - name.length };
}
