import { encloses, parseCIDR, rangeOfCIDR } from '../../base/ip.ts';
import { message, sentences, type Message } from '../../base/message.ts';
import { isPortName } from '../../engine/serviceAllocator/portFields.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type FieldPath, type FieldPlace } from '../../manifests/place.ts';
import type { NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicyResource } from '../../manifests/resources/networking.ts';
import { each, type Problem, type ResourceCheck } from '../findings/check.ts';
import type { Fix } from '../findings/finding.ts';
import { calicoPolicyFaults } from '../shared/calico/policyFaults.ts';
import { correcting } from '../shared/refused/correcting.ts';

export const policyRefused: ResourceCheck = {
  code: 'policy/refused',
  scope: 'cluster',
  severity: 'error',
  parts: [each(['NetworkPolicy'], (policy) => refusals(policy)), each(['CalicoNetworkPolicy'], calicoPolicyFaults)],
};

interface Fault {
  readonly place: FieldPlace;
  readonly message: Message;
  readonly fixes?: readonly Fix[];
}

/** kubernetes pkg/apis/networking/validation/validation.go ValidateNetworkPolicySpec */
function* refusals(policy: NetworkPolicyResource): Generator<Problem> {
  for (const fault of faultsOf(policy)) {
    yield { ...fault, message: sentences(message('The API server refuses {0}.', nameOf(policy)), fault.message) };
  }
}

function* faultsOf(policy: NetworkPolicyResource): Generator<Fault> {
  for (const [index, type] of (policy.policyTypes ?? []).entries()) {
    if (type === 'Ingress' || type === 'Egress' || type === '') continue;
    const place = placeOf(policy, 'spec', 'policyTypes', index);
    yield {
      place,
      message: message('"{0}" is not a type of policy: Ingress and Egress are.', type),
      fixes: correcting(place, type, ['Ingress', 'Egress']),
    };
  }
  for (const [direction, side] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    for (const [index, { peers, ports }] of policy[direction].entries()) {
      const path = ['spec', direction, index];
      for (const [position, port] of ports.entries()) yield* portFaults(policy, [...path, 'ports', position], port);
      for (const [position, peer] of peers.entries()) yield* peerFaults(policy, [...path, side, position], peer);
    }
  }
}

const protocols = ['TCP', 'UDP', 'SCTP'];

function* portFaults(policy: NetworkPolicyResource, path: FieldPath, { protocol, port, endPort }: NetworkPolicyPort): Generator<Fault> {
  const at = (field: string) => placeOf(policy, ...path, field);
  if (protocol !== '' && !protocols.includes(protocol)) {
    yield {
      place: at('protocol'),
      message: message('"{0}" is not a protocol: TCP, UDP and SCTP are.', protocol),
      fixes: correcting(at('protocol'), protocol, protocols),
    };
  }
  if (typeof port === 'number' && !isPortNumber(port))
    yield { place: at('port'), message: message('{0} is not a port: the numbers are from 1 to 65535.', port) };
  if (typeof port === 'string' && port !== '' && !isPortName(port)) {
    yield {
      place: at('port'),
      message: message(
        '"{0}" is neither a number nor a name of a container port: at most 15 small letters, digits and single hyphens are, with a letter among them.',
        port,
      ),
    };
  }
  if (endPort === undefined) return;
  if (typeof port !== 'number') {
    yield { place: at('endPort'), message: message('endPort needs a port that is a number, from which the range begins.') };
  } else if (!isPortNumber(endPort)) {
    yield { place: at('endPort'), message: message('{0} is not a port: the numbers are from 1 to 65535.', endPort) };
  } else if (endPort < port) {
    yield { place: at('endPort'), message: message('endPort {0} is less than port {1}, from which the range begins.', endPort, port) };
  }
}

function isPortNumber(number: number): boolean {
  return number >= 1 && number <= 65535;
}

function* peerFaults(policy: NetworkPolicyResource, path: FieldPath, peer: NetworkPolicyPeer): Generator<Fault> {
  const { ipBlock, podSelector, namespaceSelector } = peer;
  if (ipBlock === undefined) return;
  const at = (...field: FieldPath) => placeOf(policy, ...path, 'ipBlock', ...field);
  if (podSelector !== undefined || namespaceSelector !== undefined) {
    yield {
      place: keyPlaceOf(policy, ...path, 'ipBlock'),
      message: message('A peer is either addresses (ipBlock) or pods (podSelector, namespaceSelector). Write two peers.'),
    };
  }
  if (ipBlock.cidr === undefined || ipBlock.cidr === '') return;
  const cidr = parseCIDR(ipBlock.cidr);
  if (cidr === undefined) {
    yield {
      place: at('cidr'),
      message: message('"{0}" is not a network: an address with a prefix length is, as in 192.168.0.0/24.', ipBlock.cidr),
    };
  }
  for (const [index, text] of ipBlock.except.entries()) {
    if (text === '') continue;
    const except = parseCIDR(text);
    if (except === undefined) {
      yield {
        place: at('except', index),
        message: message('"{0}" is not a network: an address with a prefix length is, as in 192.168.0.0/24.', text),
      };
    } else if (cidr !== undefined && (!encloses(rangeOfCIDR(cidr), rangeOfCIDR(except)) || except.prefix <= cidr.prefix)) {
      yield { place: at('except', index), message: message('{0} is no part of {1}, which it is to be excepted from.', text, ipBlock.cidr) };
    }
  }
}
