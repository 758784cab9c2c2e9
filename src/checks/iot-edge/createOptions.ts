import { message, sentences, type Message } from '../../base/message.ts';
import type { EdgeModule, OptionsFault } from '../../manifests/resources/iotEdge.ts';
import { each, type ResourceCheck } from '../findings/check.ts';
import { refusal } from '../shared/edgeModules.ts';

/** iotedge Agent.Docker/DockerConfig.cs, edge-util JsonEx.cs */
export const edgeCreateOptions: ResourceCheck = {
  code: 'iot-edge/create-options',
  scope: 'cluster',
  severity: 'error',
  parts: [
    each(['IoTEdgeDeployment'], function* ({ modules }) {
      for (const module of modules)
        for (const fault of module.options.faults) yield { place: fault.place, message: sentences(messageFor(module, fault), refusal()) };
    }),
  ],
};

function messageFor({ name: { text: module } }: EdgeModule, fault: OptionsFault): Message {
  switch (fault.kind) {
    case 'syntax':
      return message('The createOptions of module {0} cannot be read as JSON: {1}.', module, fault.detail);
    case 'parts':
      return message(
        'The createOptions of module {0} are read in parts, which are numbered without a gap: where {1} must come, {2} does.',
        module,
        fault.expected,
        fault.key,
      );
    case 'shape':
      return shapeMessage(module, fault);
  }
}

function shapeMessage(module: string, { key, wanted }: Extract<OptionsFault, { readonly kind: 'shape' }>): Message {
  switch (wanted) {
    case 'map':
      return message('In the createOptions of module {0}, {1} must be a map.', module, key);
    case 'list':
      return message('In the createOptions of module {0}, {1} must be a list.', module, key);
    case 'text':
      return message('In the createOptions of module {0}, {1} must be a text.', module, key);
  }
}
