import { list, message } from '../../base/message.ts';
import { portsOf } from '../../engine/references/containerPorts.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import { each, type ResourceCheck } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import { relatedPort } from '../shared/port/declaredPorts.ts';

export const oneDigitOff: ResourceCheck = {
  code: 'port/one-digit-off',
  scope: 'cluster',
  severity: 'hint',
  parts: [
    each(['Service'], function* (service, { podOwners }) {
      const { selector, ports, metadata } = service;
      if (selector === undefined || Object.keys(selector).length === 0) return;
      const owners = podOwners.selected(selector, metadata.namespace);
      if (owners.length === 0) return;
      const declared = owners.flatMap(portsOf);
      // A program may well listen on ports that nobody declares; only what is all but declared was meant otherwise.
      for (const [index, { targetPort, port, protocol }] of ports.entries()) {
        const number = typeof targetPort === 'number' ? targetPort : targetPort === undefined ? port : undefined;
        const own = declared.filter((each) => each.port.protocol === protocol);
        if (number === undefined || own.length === 0 || own.some((each) => each.port.containerPort === number)) continue;
        const numbers = [...new Set(own.map((each) => each.port.containerPort))];
        const near = numbers.filter((other) => isOneDigitOff(String(number), String(other)));
        const [meant] = near;
        if (meant === undefined || near.length > 1) continue;
        const field = targetPort === undefined ? 'port' : 'targetPort';
        const place = placeOf(service, 'spec', 'ports', index, field);
        yield {
          place,
          message: message(
            'The pods of {0} declare port {2}, not {1}, which is one digit off: {3}.',
            nameOf(service),
            number,
            list(numbers.map(String)),
            list([...new Set(owners.map(({ resource }) => nameOf(resource)))], 3),
          ),
          related: own
            .filter((each) => each.port.containerPort === meant)
            .slice(0, 3)
            .map(relatedPort),
          fixes:
            field === 'targetPort'
              ? [replacing(message('Write {0}', String(meant)), false, { place, replaces: String(number), text: String(meant) })]
              : [],
        };
      }
    }),
  ],
};

/** One digit other, too many or missing; two that changed places. Short numbers (80, 81) are near by nature. */
function isOneDigitOff(one: string, other: string): boolean {
  if (Math.min(one.length, other.length) < 3) return false;
  if (one.length === other.length) {
    const apart = Array.from({ length: one.length }, (_, index) => index).filter((index) => one[index] !== other[index]);
    const [first = 0, second] = apart;
    // 8080 and 8081, 9090 and 9091: two ports beside each other are two ports.
    if (apart.length === 1) return Math.abs(Number(one) - Number(other)) > 2;
    return apart.length === 2 && second === first + 1 && one[first] === other[second] && one[second] === other[first];
  }
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return (
    long.length - short.length === 1 &&
    Array.from({ length: long.length }).some((_, index) => long.slice(0, index) + long.slice(index + 1) === short)
  );
}
