import { message } from '../../base/message.ts';
import type { EdgeModule } from '../../manifests/resources/iotEdge.ts';
import { modulePorts } from '../../manifests/iotEdge/ports.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { modulesOnDevice } from '../shared/edgeModules.ts';

/** In every pod of a module the agent's proxy listens on these. MicrosoftDocs azure-docs azure-stack-edge-gpu-modify-fpga-modules-gpu */
const proxyPorts: ReadonlySet<string> = new Set(['35000', '35001']);

export const edgeProxyPort: Check = {
  code: 'iot-edge/proxy-port',
  scope: 'cluster',
  severity: 'warning',
  *run(context: CheckContext): Generator<Problem> {
    let onHost: EdgeModule | undefined;
    for (const module of modulesOnDevice(context).modules) {
      const { name, options } = module;
      for (const { target } of modulePorts(options).ports)
        if (proxyPorts.has(target.text))
          yield {
            place: target.place,
            message: message("Module {0} cannot listen on {1}: in its pod the agent's proxy does.", name.text, target.text),
          };
      if (options.hostNetwork === undefined) continue;
      if (onHost !== undefined)
        yield {
          place: options.hostNetwork.place,
          message: message(
            "Modules {0} and {1} are both on the host network, where the agent's proxy of one of them finds its ports 35000 and 35001 taken: only one module may be.",
            onHost.name.text,
            name.text,
          ),
          related: [{ message: message('Here is module {0}', onHost.name.text), place: onHost.name.place }],
        };
      onHost ??= module;
    }
  },
};
