import { message } from '../../base/message.ts';
import { environmentLine } from '../../manifests/iotEdge/environment.ts';
import { objectName } from '../../manifests/iotEdge/names.ts';
import { modulePorts } from '../../manifests/iotEdge/ports.ts';
import { spanOf } from '../../manifests/place.ts';
import type { EdgeModule, IoTEdgeDeploymentResource, Written } from '../../manifests/resources/iotEdge.ts';
import type { Problem } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';

/** `localhost` with a port that one other module has, and not this one: a module is in a network of its own. A program of its own may listen there all the same, hence the hint. */
export function localhostOfOthers({ modules }: IoTEdgeDeploymentResource, onDevice: boolean): readonly Problem[] {
  return modules.flatMap((module) => {
    if (module.options.hostNetwork !== undefined || module.options.isPartial) return [];
    return textsOf(module).flatMap((written) =>
      [...written.text.matchAll(/(?<![\w.-])(localhost|127\.0\.0\.1):([0-9]{1,5})(?![0-9])/gi)].flatMap(
        ({ 0: whole, 1: host = '', 2: port = '', index }): readonly Problem[] => {
          const [other, ...more] = modules.filter((each) => each !== module && hasPort(each, port));
          if (other === undefined || more.length > 0 || hasPort(module, port) || other.options.hostNetwork !== undefined) return [];
          const name = onDevice ? objectName(other.name.text) : other.name.text;
          const own = modulePorts(other.options).ports.find((each) => each.port.text === port || each.target.text === port);
          const reached = `${name}:${(onDevice ? own?.port.text : own?.target.text) ?? port}`;
          const place = spanOf(written.place, index, index + whole.length);
          return [
            {
              place,
              severity: 'hint',
              message: message(
                'For module {0}, {1} is {0} itself, and its createOptions name no port {2}. Module {3} has that port: {4} leads there.',
                module.name.text,
                host,
                port,
                other.name.text,
                reached,
              ),
              related: [{ message: message('Here is module {0}', other.name.text), place: other.name.place }],
              fixes: [replacing(message('Write {0}', reached), false, { place, replaces: whole, text: reached })],
            },
          ];
        },
      ),
    );
  });
}

function textsOf({ env, options }: EdgeModule): readonly Written[] {
  return [...[...env, ...options.env.flatMap(environmentLine)].map(({ value }) => value), ...options.command, ...options.args];
}

function hasPort({ options }: EdgeModule, port: string): boolean {
  return modulePorts(options).ports.some((each) => each.port.text === port || each.target.text === port);
}
