import { parseAddress } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import type { BFDProfile, BGPPeer } from '../../manifests/resources/metallb.ts';
import { parseDuration } from './duration.ts';
import { selectorListFault, type ListFault } from './selectorLists.ts';

/** Why MetalLB refuses a peer by itself: the first of its faults. */
export function peerFault(peer: BGPPeer): ListFault | undefined {
  return peerFaults(peer)[0];
}

/** All that MetalLB would refuse a peer for, in the order in which it looks. metallb internal/config/config.go peerFromCR */
export function peerFaults(peer: BGPPeer): readonly ListFault[] {
  return [...eachPeerFault(peer)];
}

function* eachPeerFault(peer: BGPPeer): Generator<ListFault> {
  const { myASN, peerASN, dynamicASN = '', peerAddress, sourceAddress, routerID } = peer;
  const at = (text: Message, ...path: readonly string[]): ListFault => ({ message: text, path });
  if (myASN === 0) yield at(message('myASN is missing.'), 'myASN');
  if (peerASN === 0 && dynamicASN === '') yield at(message('peerASN and dynamicASN are missing; one of them must be there.'), 'peerASN');
  if (peerASN !== 0 && dynamicASN !== '') yield at(message('peerASN and dynamicASN exclude each other.'), 'dynamicASN');
  if (dynamicASN !== '' && dynamicASN !== 'internal' && dynamicASN !== 'external')
    yield at(message('"{0}" is not a dynamicASN. The values are internal and external.', dynamicASN), 'dynamicASN');
  if (peer.ebgpMultiHop && peerASN === myASN && myASN !== 0)
    yield at(message('ebgpMultiHop is for peers of another AS only.'), 'ebgpMultiHop');
  if (peerAddress === '' && peer.interface === '')
    yield at(message('peerAddress and interface are missing; one of them must be there.'), 'peerAddress');
  if (peerAddress !== '' && peer.interface !== '') yield at(message('peerAddress and interface exclude each other.'), 'interface');
  if (peerAddress !== '' && parseAddress(peerAddress) === undefined)
    yield at(message('"{0}" is not an IP address.', peerAddress), 'peerAddress');
  const timers = timersFault(peer);
  if (timers !== undefined) yield timers;
  if (routerID !== '' && parseAddress(routerID) === undefined) yield at(message('"{0}" is not an IP address.', routerID), 'routerID');
  if (sourceAddress !== '' && parseAddress(sourceAddress) === undefined)
    yield at(message('"{0}" is not an IP address.', sourceAddress), 'sourceAddress');
  const selectors = selectorListFault(peer.nodeSelectors, 'nodeSelectors');
  if (selectors !== undefined) yield selectors;
  if (peer.hasPassword && peer.passwordSecret !== '')
    yield at(message('The fields password and passwordSecret exclude each other.'), 'passwordSecret');
}

/** A missing time is a third, or three times, the other. metallb parseTimers */
function timersFault({ holdTime, keepaliveTime, connectTime }: BGPPeer): ListFault | undefined {
  for (const [field, text] of Object.entries({ holdTime, keepaliveTime, connectTime })) {
    if (text !== undefined && text !== '' && parseDuration(text) === undefined)
      return { message: message('"{0}" is not a duration.', text), path: [field] };
  }
  const written = parsed(holdTime);
  const alive = parsed(keepaliveTime);
  if (written === undefined && alive === undefined) return undefined;
  const hold = written ?? (alive ?? 0) * 3;
  const whole = Math.trunc(hold);
  if (whole !== 0 && whole < 3)
    return {
      message: message('The hold time must be 0 or at least 3 seconds.'),
      path: [written === undefined ? 'keepaliveTime' : 'holdTime'],
    };
  return (alive ?? hold / 3) > hold
    ? { message: message('The keepalive time must not be longer than the hold time.'), path: ['keepaliveTime'] }
    : undefined;
}

function parsed(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : parseDuration(text);
}

/** Why MetalLB refuses a peer when it speaks BGP itself. metallb internal/config/validation.go DiscardFRROnly */
export function nativePeerFault(peer: BGPPeer): ListFault | undefined {
  const used: readonly (readonly [string, boolean])[] = [
    ['bfdProfile', peer.bfdProfile !== ''],
    ['keepaliveTime', (parsed(peer.keepaliveTime) ?? 0) !== 0],
    ['vrf', peer.vrf !== ''],
    ['connectTime', peer.connectTime !== undefined],
    ['enableGracefulRestart', peer.enableGracefulRestart],
    ['disableMP', peer.disableMP],
    ['dualStackAddressFamily', peer.dualStackAddressFamily],
    ['dynamicASN', (peer.dynamicASN ?? '') !== ''],
    ['interface', peer.interface !== ''],
    ['localASN', (peer.localASN ?? 0) !== 0],
  ];
  const field = used.find(([, present]) => present)?.[0];
  return field === undefined ? undefined : { message: message('{0} needs FRR, which this MetalLB runs without.', field), path: [field] };
}

/** Why MetalLB refuses a BFD profile. metallb internal/config/config.go bfdProfileFromCR */
export function bfdProfileFault(profile: BFDProfile): ListFault | undefined {
  for (const [field, least, most] of bfdLimits) {
    const value = profile[field];
    if (value !== undefined && (value < least || value > most))
      return { message: message('{0} {1} is not between {2} and {3}.', field, value, least, most), path: [field] };
  }
  return undefined;
}

const bfdLimits = [
  ['detectMultiplier', 2, 255],
  ['receiveInterval', 10, 60000],
  ['transmitInterval', 10, 60000],
  ['minimumTtl', 1, 254],
  ['echoInterval', 10, 60000],
] as const;
