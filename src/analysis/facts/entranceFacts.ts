import { message, term } from '../../base/message.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { controllerOf } from '../../engine/paths/controllers.ts';
import type { GatewayResource } from '../../manifests/resources/gateway.ts';
import type { IngressResource } from '../../manifests/resources/networking.ts';
import { fact, type Fact } from './fact.ts';

/** Of an Ingress: hosts and paths with what they lead to, and who serves it. */
export function ingressFacts(allocation: Allocation, ingress: IngressResource): readonly Fact[] {
  const controller = controllerOf(allocation, ingress);
  const entrance = 'missing' in controller ? undefined : controller.entrance;
  return [
    fact('class', message('Class'), ingress.ingressClassName === undefined ? [] : [ingress.ingressClassName]),
    fact(
      'rules',
      message('Hosts and paths'),
      ingress.rules.flatMap(({ host, paths }) =>
        paths.map(({ path, backend }) => ({
          value: `${host ?? '*'}${path ?? '/'}`,
          text: term('→ {0}:{1}', backend?.serviceName ?? '?', String(backend?.port ?? '?')),
        })),
      ),
    ),
    fact(
      'served-by',
      message('Served by'),
      'missing' in controller
        ? [controller.missing]
        : entrance !== undefined
          ? [term('Service {0}', `${entrance.namespace}/${entrance.name}`)]
          : [term('a controller that is not in these manifests')],
    ),
  ];
}

export function gatewayFacts(gateway: GatewayResource): readonly Fact[] {
  return [
    fact('class', message('Class'), gateway.gatewayClassName === undefined ? [] : [gateway.gatewayClassName]),
    fact(
      'listeners',
      message('Listeners'),
      gateway.listeners.map(({ name, hostname, port, protocol }) => ({ value: `${hostname ?? '*'}:${port}/${protocol}`, text: name })),
    ),
    fact('addresses', message('Addresses'), gateway.addresses),
  ];
}
