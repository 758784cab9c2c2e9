import { hasHostBits, intersection, parseCIDR, rangeOfCIDR, type CIDR } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import type { FieldPath } from '../../manifests/place.ts';
import type { IPPoolResource } from '../../manifests/resources/calico.ts';
import { isLabelKey, isLabelValue } from '../labels.ts';
import { parseSelector } from './selector.ts';

/** The fields of an IPPool that Calico validates, wherever they come from. */
export type PoolSpec = Pick<
  IPPoolResource,
  | 'cidr'
  | 'blockSize'
  | 'ipipMode'
  | 'vxlanMode'
  | 'disabled'
  | 'disableBGPExport'
  | 'nodeSelector'
  | 'namespaceSelector'
  | 'allowedUses'
  | 'assignmentMode'
>;

/** Why Calico refuses a pool; the path leads from the resource to the field. */
export interface PoolFault {
  readonly message: Message;
  readonly path: FieldPath;
}

/** /26 and /122. */
export function defaultBlockSize({ family }: Pick<CIDR, 'family'>): number {
  return family === 4 ? 26 : 122;
}

/** Every reason why Calico refuses the manifest. api pkg/apis/projectcalico/v3/ippool.go, libcalico-go lib/clientv3/ippool.go, lib/validator/v3/validator.go */
export function poolResourceFaults(pool: IPPoolResource): readonly PoolFault[] {
  return [...nameFaults(pool.metadata.name), ...poolSpecFaults(pool), ...metadataFaults(pool.metadata.labels, pool.metadata.annotations)];
}

export function poolSpecFaults(spec: PoolSpec): readonly PoolFault[] {
  return [...cidrFaults(spec), ...encapsulationFaults(spec), ...useFaults(spec), ...selectorFaults(spec)];
}

const linkLocal = ['169.254.0.0/16', 'fe80::/10'];
const modes = ['', 'Never', 'Always', 'CrossSubnet'];
const uses = ['Workload', 'Tunnel', 'LoadBalancer'];

function nameFaults(name: string): readonly PoolFault[] {
  const valid = name.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name);
  return valid
    ? []
    : [
        {
          message: message('"{0}" is not a name for a pool: lower case letters, digits, "-" and "." are allowed.', name),
          path: ['metadata', 'name'],
        },
      ];
}

function cidrFaults({ cidr: text = '', blockSize, disabled }: PoolSpec): readonly PoolFault[] {
  const path = ['spec', 'cidr'];
  const cidr = parseCIDR(text);
  if (cidr === undefined || text.length > 48) return [{ message: message('"{0}" is not a CIDR.', text), path }];
  const faults: PoolFault[] = [];
  if (hasHostBits(cidr)) faults.push({ message: message('{0} has host bits set.', text), path });
  const size = blockSize ?? defaultBlockSize(cidr);
  const [least, most] = cidr.family === 4 ? [20, 32] : [116, 128];
  if (size < least || size > most)
    faults.push({ message: message('Block size {0} is not between {1} and {2}.', size, least, most), path: ['spec', 'blockSize'] });
  if (!disabled && cidr.prefix > size) faults.push({ message: message('{0} is smaller than one block (/{1}).', text, size), path });
  for (const reserved of linkLocal) {
    const other = parseCIDR(reserved);
    if (other !== undefined && intersection(rangeOfCIDR(cidr), rangeOfCIDR(other)) !== undefined)
      faults.push({ message: message('{0} overlaps the link-local network {1}.', text, reserved), path });
  }
  return faults;
}

function encapsulationFaults({ cidr: text = '', ipipMode = 'Never', vxlanMode = 'Never' }: PoolSpec): readonly PoolFault[] {
  const faults: PoolFault[] = [];
  for (const [field, mode] of [
    ['ipipMode', ipipMode],
    ['vxlanMode', vxlanMode],
  ] as const) {
    if (!modes.includes(mode))
      faults.push({ message: message('"{0}" is not one of Never, Always and CrossSubnet.', mode), path: ['spec', field] });
  }
  if (isOn(ipipMode) && isOn(vxlanMode))
    faults.push({ message: message('ipipMode and vxlanMode cannot both be on.'), path: ['spec', 'vxlanMode'] });
  if (isOn(ipipMode) && parseCIDR(text)?.family === 6)
    faults.push({ message: message('An IPv6 pool cannot use IPIP.'), path: ['spec', 'ipipMode'] });
  return faults;
}

/** Of ipipMode or vxlanMode. */
export function isOn(mode: string | undefined): boolean {
  return mode !== undefined && mode !== '' && mode !== 'Never';
}

function useFaults(spec: PoolSpec): readonly PoolFault[] {
  const { allowedUses = [], assignmentMode, ipipMode, vxlanMode, disableBGPExport, nodeSelector = '', namespaceSelector = '' } = spec;
  const path = ['spec', 'allowedUses'];
  const faults: PoolFault[] = [];
  for (const use of allowedUses) {
    if (!uses.includes(use)) faults.push({ message: message('"{0}" is not one of Workload, Tunnel and LoadBalancer.', use), path });
  }
  if (allowedUses.includes('LoadBalancer')) {
    if (allowedUses.some((use) => use !== 'LoadBalancer')) faults.push({ message: message('LoadBalancer excludes all other uses.'), path });
    if (isOn(ipipMode) || isOn(vxlanMode)) faults.push({ message: message('A pool for LoadBalancer cannot have an encapsulation.'), path });
    if (disableBGPExport)
      faults.push({ message: message('A pool for LoadBalancer cannot disable the BGP export.'), path: ['spec', 'disableBGPExport'] });
    if (nodeSelector !== '' && nodeSelector !== 'all()')
      faults.push({ message: message('A pool for LoadBalancer needs the node selector all().'), path: ['spec', 'nodeSelector'] });
  }
  if (allowedUses.includes('Tunnel') && namespaceSelector !== '') {
    faults.push({ message: message('A pool with a namespace selector cannot list the use Tunnel.'), path });
  }
  if (assignmentMode !== undefined && assignmentMode !== 'Automatic' && assignmentMode !== 'Manual') {
    faults.push({ message: message('"{0}" is not one of Automatic and Manual.', assignmentMode), path: ['spec', 'assignmentMode'] });
  }
  return faults;
}

function selectorFaults(spec: PoolSpec): readonly PoolFault[] {
  const faults: PoolFault[] = [];
  for (const field of ['nodeSelector', 'namespaceSelector'] as const) {
    const text = spec[field] ?? '';
    const path = ['spec', field];
    const parsed = parseSelector(text);
    if (!parsed.ok) faults.push({ message: parsed.fault.message, path });
    if (text.includes('global(')) faults.push({ message: message('The operator global() is not allowed here.'), path });
    if (field === 'nodeSelector' && text.length > 1024)
      faults.push({ message: message('A node selector has at most 1024 characters.'), path });
  }
  return faults;
}

function metadataFaults(labels: StringMap, annotations: StringMap): readonly PoolFault[] {
  const faults: PoolFault[] = [];
  for (const [key, value] of Object.entries(labels)) {
    if (!isLabelKey(key) || !isLabelValue(value))
      faults.push({ message: message('"{0}: {1}" is not a label.', key, value), path: ['metadata', 'labels', key] });
  }
  for (const key of Object.keys(annotations)) {
    // Upper case is allowed in the prefix of an annotation, not in that of a label.
    const slash = key.indexOf('/');
    if (!isLabelKey(slash < 0 ? key : key.slice(0, slash).toLowerCase() + key.slice(slash))) {
      faults.push({ message: message('"{0}" is not an annotation key.', key), path: ['metadata', 'annotations', key] });
    }
  }
  return faults;
}
