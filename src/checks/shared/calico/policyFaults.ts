import { formatCIDR, hasHostBits, parseAddress, parseCIDR } from '../../../base/ip.ts';
import { message, sentences, type Message } from '../../../base/message.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type FieldPath, type FieldPlace } from '../../../manifests/place.ts';
import type { CalicoEntityRule, CalicoNetworkPolicyResource, CalicoRule } from '../../../manifests/resources/networking.ts';
import type { Problem } from '../../findings/check.ts';
import type { Fix } from '../../findings/finding.ts';
import { replacing } from '../../findings/fixes.ts';
import { correcting } from '../refused/correcting.ts';

interface Fault {
  readonly place: FieldPlace;
  readonly message: Message;
  readonly fixes?: readonly Fix[];
}

/** What Calico refuses in its own policies; selectors that do not parse are `calico/selector-invalid`. calico libcalico-go/lib/validator/v3/validator.go */
export function calicoPolicyFaults(policy: CalicoNetworkPolicyResource): readonly Problem[] {
  return [...faultsOf(policy)].map((fault) => ({
    ...fault,
    message: sentences(message('Calico refuses {0}.', nameOf(policy)), fault.message),
  }));
}

const actions = ['Allow', 'Deny', 'Log', 'Pass'];
const protocols = ['TCP', 'UDP', 'ICMP', 'ICMPv6', 'SCTP', 'UDPLite'];
const withPorts = ['TCP', 'UDP', 'SCTP'];

function* faultsOf(policy: CalicoNetworkPolicyResource): Generator<Fault> {
  const at = (...path: FieldPath) => placeOf(policy, 'spec', ...path);
  const seen = new Set<string>();
  for (const [index, type] of (policy.types ?? []).entries()) {
    const place = at('types', index);
    if (type !== 'Ingress' && type !== 'Egress' && type !== '') {
      yield {
        place,
        message: message('"{0}" is not a type of policy: Ingress and Egress are.', type),
        fixes: correcting(place, type, ['Ingress', 'Egress']),
      };
    } else if (seen.has(type) && type !== '') yield { place, message: message('{0} stands twice.', type) };
    seen.add(type);
  }
  for (const direction of ['ingress', 'egress'] as const)
    for (const [index, rule] of policy[direction].entries()) yield* ruleFaults(rule, policy, ['spec', direction, index]);
}

function* ruleFaults(rule: CalicoRule, policy: CalicoNetworkPolicyResource, path: FieldPath): Generator<Fault> {
  const { action, protocol } = rule;
  if (action !== undefined && action !== '' && !actions.includes(action)) {
    const place = placeOf(policy, ...path, 'action');
    yield {
      place,
      message: message('"{0}" is not an action: Allow, Deny, Log and Pass are.', action),
      fixes: correcting(place, action, actions),
    };
  }
  if (protocol !== undefined && protocol !== '' && !isProtocol(protocol)) {
    const place = placeOf(policy, ...path, 'protocol');
    yield {
      place,
      message: message('"{0}" is not a protocol: TCP, UDP, ICMP, ICMPv6, SCTP, UDPLite and numbers from 1 to 255 are.', protocol),
      fixes: correcting(place, String(protocol), protocols),
    };
  }
  for (const side of ['source', 'destination'] as const) {
    const entity = rule[side];
    yield* entityFaults(entity, policy, [...path, side]);
    const counted = entity.ports.some((port) => /^[0-9]/.test(port));
    if (counted && (protocol === undefined || (isProtocol(protocol) && !withPorts.includes(String(protocol)) && !isNumbered(protocol)))) {
      yield { place: keyPlaceOf(policy, ...path, side, 'ports'), message: message('A rule with ports needs protocol TCP, UDP or SCTP.') };
    }
    if (side === 'destination' && entity.serviceName !== undefined && entity.ports.length > 0) {
      yield {
        place: keyPlaceOf(policy, ...path, side, 'ports'),
        message: message('services brings the ports of its endpoints, so that ports may not stand beside it.'),
      };
    }
  }
}

function isProtocol(protocol: string | number): boolean {
  const number = typeof protocol === 'number' ? protocol : /^[0-9]+$/.test(protocol) ? Number(protocol) : undefined;
  return number === undefined ? protocols.includes(String(protocol)) : number >= 1 && number <= 255;
}

/** TCP, UDP and SCTP by their numbers. */
function isNumbered(protocol: string | number): boolean {
  return ['6', '17', '132'].includes(String(protocol));
}

function* entityFaults(entity: CalicoEntityRule, policy: CalicoNetworkPolicyResource, path: FieldPath): Generator<Fault> {
  for (const field of ['nets', 'notNets'] as const) {
    for (const [index, text] of entity[field].entries()) {
      const place = placeOf(policy, ...path, field, index);
      const cidr = parseCIDR(text);
      if (text === '' || parseAddress(text) !== undefined) continue;
      if (cidr === undefined) yield { place, message: message('"{0}" is neither an address nor a network.', text) };
      else if (hasHostBits(cidr)) {
        const network = formatCIDR(cidr);
        yield {
          place,
          message: message('{0} is an address within a network: the network is {1}.', text, network),
          fixes: [replacing(message('Write {0}', network), true, { place, replaces: text, text: network })],
        };
      }
    }
  }
  for (const [index, text] of entity.ports.entries()) {
    const [first, last = first] = text.split(':').map(Number);
    if (first === undefined || last === undefined || !/^[0-9]+(:[0-9]+)?$/.test(text)) continue;
    const place = placeOf(policy, ...path, 'ports', index);
    if (first > 65535 || last > 65535) yield { place, message: message('{0} is not a port: the numbers go to 65535.', text) };
    else if (first > last) yield { place, message: message('The range {0} ends before it begins.', text) };
  }
}
