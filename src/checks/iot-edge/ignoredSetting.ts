import { message } from '../../base/message.ts';
import type { EdgeModule, IgnoredSetting } from '../../manifests/resources/iotEdge.ts';
import { experimentalSection } from '../../manifests/resources/containerParameters.ts';
import { moduleServiceType } from '../../manifests/iotEdge/ports.ts';
import type { Check, Problem } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import type { CheckContext } from '../shared/context.ts';
import { modulesOnDevice } from '../shared/edgeModules.ts';

/** iotedge Agent.Kubernetes/KubernetesExperimentalCreatePodParameters.cs */
export const edgeIgnoredSetting: Check = {
  code: 'iot-edge/ignored-setting',
  scope: 'cluster',
  severity: 'warning',
  *run(context: CheckContext): Generator<Problem> {
    for (const module of modulesOnDevice(context).modules) {
      for (const { text, place } of module.misplaced)
        yield {
          place,
          message: message(
            'The agent looks for {0} in the createOptions of module {1} alone, and ignores {2} here.',
            experimentalSection,
            module.name.text,
            text,
          ),
        };
      for (const setting of module.options.ignored) if (!isOfHostNetwork(module, setting)) yield problemOf(module, setting);
    }
  },
};

/** On Docker the host network is asked for in two places; the agent knows one of them. */
function isOfHostNetwork({ options }: EdgeModule, setting: IgnoredSetting): boolean {
  return setting.kind === 'docker-network' && setting.key === 'NetworkingConfig' && options.hostNetwork !== undefined;
}

function problemOf(module: EdgeModule, setting: IgnoredSetting): Problem {
  const { place } = setting;
  const { text: name } = module.name;
  switch (setting.kind) {
    case 'section-name':
      return setting.key === experimentalSection
        ? {
            place,
            message: message(
              'The agent looks for {0} at the top of the createOptions of module {1}, and ignores it here.',
              setting.key,
              name,
            ),
          }
        : {
            place,
            message: message(
              'The agent ignores {0} in the createOptions of module {1}: the section for Kubernetes is called {2}, in small letters.',
              setting.key,
              name,
              experimentalSection,
            ),
            fixes: [
              replacing(message('Write {0}', experimentalSection), true, { place, replaces: setting.key, text: experimentalSection }),
            ],
          };
    case 'section-shape':
      return {
        place,
        message: message('In the createOptions of module {0}, {1} must be a map; the agent ignores it.', name, experimentalSection),
      };
    case 'section-key':
      return setting.meant === undefined
        ? {
            place,
            message: message('{0} has no setting {1}; the agent ignores it for module {2}.', experimentalSection, setting.key, name),
          }
        : {
            place,
            message: message(
              '{0} has no setting {1}; the agent ignores it for module {2}. Did you mean {3}?',
              experimentalSection,
              setting.key,
              name,
              setting.meant,
            ),
            fixes: [replacing(message('Write {0}', setting.meant), true, { place, replaces: setting.key, text: setting.meant })],
          };
    case 'service-type':
      return {
        place,
        message: message(
          'There is no Service of type {0}: the agent ignores it, and the Service of module {1} is of type {2}.',
          setting.text,
          name,
          moduleServiceType(module.options).type,
        ),
      };
    case 'docker-place':
      return { place, message: message('The agent ignores {0} here, so it opens no port of module {1}.', setting.key, name) };
    case 'docker-network':
      return {
        place,
        ...(setting.key === 'NetworkingConfig' && { severity: 'information' }),
        message: message('The agent of a device makes nothing of {0}: module {1} is in the network of the cluster.', setting.key, name),
      };
  }
}
