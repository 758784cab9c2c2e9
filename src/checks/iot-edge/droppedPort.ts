import { message } from '../../base/message.ts';
import { modulePorts, type DroppedPort } from '../../manifests/iotEdge/ports.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { modulesOnDevice } from '../shared/edgeModules.ts';

/** iotedge Agent.Kubernetes/edgedeployment/service/KubernetesServiceMapper.cs, PortExtensions.cs */
export const edgeDroppedPort: Check = {
  code: 'iot-edge/dropped-port',
  scope: 'cluster',
  severity: 'warning',
  *run(context: CheckContext): Generator<Problem> {
    for (const { name, options } of modulesOnDevice(context).modules)
      for (const port of modulePorts(options).dropped) yield problemOf(name.text, port);
  },
};

function problemOf(module: string, port: DroppedPort): Problem {
  const { place } = port;
  switch (port.kind) {
    case 'key':
      return {
        place,
        message: message(
          'The agent drops port {0} of module {1}: a port is written as its number, alone or with /tcp, /udp or /sctp.',
          port.text,
          module,
        ),
      };
    case 'host-port':
      return port.text === undefined
        ? { place, message: message('The agent drops port {0} of module {1}: this entry has no HostPort.', port.key, module) }
        : { place, message: message('The agent drops port {0} of module {1}: HostPort "{2}" is no number.', port.key, module, port.text) };
    case 'empty':
      return { place, message: message('The agent drops port {0} of module {1}: no HostPort is written for it.', port.key, module) };
    case 'replaced':
      return {
        place,
        message: message(
          'The Service of module {0} has no port for {1}: the agent keeps one port of a number, and {2} has the same one.',
          module,
          port.port,
          port.by,
        ),
        related: [{ message: message('Here is {0}', port.by), place: port.byPlace }],
      };
  }
}
