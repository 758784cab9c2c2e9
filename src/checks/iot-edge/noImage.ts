import { message, sentences } from '../../base/message.ts';
import { each, type ResourceCheck } from '../findings/check.ts';
import { refusal } from '../shared/edgeModules.ts';

/** iotedge Agent.Docker/DockerConfig.cs ValidateAndGetImage */
export const edgeNoImage: ResourceCheck = {
  code: 'iot-edge/no-image',
  scope: 'cluster',
  severity: 'error',
  parts: [
    each(['IoTEdgeDeployment'], function* ({ modules }) {
      for (const { name, image } of modules)
        if (image === undefined || image.text.trim() === '')
          yield {
            place: image?.place ?? name.place,
            message: sentences(message('Module {0} has no image (settings.image).', name.text), refusal()),
          };
    }),
  ],
};
