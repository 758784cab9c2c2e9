import { parseAddress, parseCIDR } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import type { Fields } from '../fields.ts';
import { holdsPlaceholder } from '../placeholder.ts';
import type { Refusal } from '../refusal.ts';

/** What Calico refuses of its peers and of what it tells them. projectcalico/calico api/pkg/apis/projectcalico/v3/{bgppeer,bgpconfig}.go, libcalico-go/lib/validator/v3/validator.go */
export function calicoRefusals(fields: Fields, kind: string): readonly Refusal[] {
  const spec = fields.at('spec');
  if (spec.node?.type !== 'map') return [];
  return kind === 'BGPPeer' ? ofPeer(spec) : ofConfiguration(spec);
}

function ofPeer(spec: Fields): readonly Refusal[] {
  const found: Refusal[] = [];
  for (const [one, other] of exclusive)
    if (isSet(spec, one) && isSet(spec, other))
      found.push({ path: spec.at(other).path, atKey: true, text: message('Of {0} and {1} one alone may be written.', one, other) });
  for (const field of ['peerIP', 'reachableBy']) {
    const text = textOf(spec.at(field));
    if (text === '' || holdsPlaceholder(text)) continue;
    if (parseAddress(field === 'peerIP' ? withoutPort(text) : text) === undefined)
      found.push({ path: spec.at(field).path, text: message('"{0}" is not an IP address.', text) });
  }
  for (const field of ['asNumber', 'localASNumber']) found.push(...asNumber(spec.at(field), field));
  return found;
}

const exclusive = [
  ['node', 'nodeSelector'],
  ['peerIP', 'peerSelector'],
  ['peerSelector', 'asNumber'],
] as const;

function ofConfiguration(spec: Fields): readonly Refusal[] {
  const found: Refusal[] = [...asNumber(spec.at('asNumber'), 'asNumber')];
  for (const field of ['serviceLoadBalancerIPs', 'serviceExternalIPs', 'serviceClusterIPs']) {
    if (spec.at(field).node?.type !== 'sequence') continue;
    for (const entry of spec.list(field)) {
      const { node } = entry;
      if (node?.type === 'scalar' && node.value !== null && node.text !== '' && !holdsPlaceholder(node.text)) {
        found.push({ path: entry.path, text: message('An entry is a map with the field cidr: write "cidr: {0}".', node.text) });
        continue;
      }
      const text = textOf(entry.at('cidr'));
      if (text !== '' && !holdsPlaceholder(text) && parseCIDR(text) === undefined && parseAddress(text) === undefined)
        found.push({ path: entry.at('cidr').path, text: message('"{0}" is not a CIDR.', text) });
    }
  }
  const mesh = spec.at('nodeToNodeMeshEnabled').node;
  if (mesh?.type === 'scalar' && mesh.value === false && spec.at('nodeMeshPassword').exists)
    found.push({
      path: spec.at('nodeMeshPassword').path,
      atKey: true,
      text: message('Without the mesh of the nodes there is no password of it.'),
    });
  return found;
}

/** A number, or two of 16 bits with a dot between. api/pkg/lib/numorstring/asnumber.go */
function asNumber(field: Fields, name: string): readonly Refusal[] {
  const text = textOf(field);
  if (text === '' || holdsPlaceholder(text)) return [];
  const parts = /^\d+(\.\d+)?$/.test(text) ? text.split('.').map(Number) : undefined;
  const most = parts?.length === 2 ? 65_535 : 4_294_967_295;
  if (parts !== undefined && parts.every((part) => part <= most)) return [];
  return [{ path: field.path, text: message('{0} {1} is not between {2} and {3}.', name, text, 0, 4_294_967_295) }];
}

/** `10.0.0.1:179`, `[2001:db8::1]:179` */
function withoutPort(text: string): string {
  return /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? /^\[(.+)\]:\d+$/.exec(text)?.[1] ?? text;
}

function isSet(spec: Fields, key: string): boolean {
  const { node } = spec.at(key);
  return node?.type === 'scalar' && node.value !== null && node.text !== '' && node.text !== '0';
}

function textOf({ node }: Fields): string {
  return node?.type === 'scalar' && node.value !== null ? node.text : '';
}
