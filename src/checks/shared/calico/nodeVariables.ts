import { parseAddress, parseCIDR } from '../../../base/ip.ts';
import { message, sentences, type Message } from '../../../base/message.ts';
import type { programsNamed } from '../../../engine/programs.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf } from '../../../manifests/place.ts';
import type { Problem } from '../../findings/check.ts';
import type { Fix } from '../../findings/finding.ts';
import { replacing } from '../../findings/fixes.ts';

/** What each calico-node does not start with. */
export function nodeVariableProblems(programs: ReturnType<typeof programsNamed>): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { resource, program, path } of programs) {
    const values = new Map(program.variables.map(({ name, text }) => [name, text]));
    for (const { name, text, path: own } of program.variables) {
      if (text === '' || /[{}<>$]/.test(text)) continue;
      const fault = faultOf(name, text, values);
      if (fault === undefined) continue;
      const place = placeOf(resource, ...path, ...own);
      const fixes: readonly Fix[] =
        fault.meant === undefined ? [] : [replacing(message('Write {0}', fault.meant), true, { place, replaces: text, text: fault.meant })];
      problems.push({
        place,
        message: sentences(message('calico-node ({0}) does not start with this {1}.', nameOf(resource), name), fault.message),
        fixes,
      });
    }
  }
  return problems;
}

interface Fault {
  readonly message: Message;
  readonly meant?: string | undefined;
}

/** calico node/pkg/lifecycle/startup/startup.go, autodetection/autodetection.go */
function faultOf(name: string, text: string, values: ReadonlyMap<string, string>): Fault | undefined {
  switch (name) {
    case 'IP_AUTODETECTION_METHOD':
    case 'IP6_AUTODETECTION_METHOD':
      return autodetectionFault(text);
    case 'IP':
    case 'IP6':
      return text === 'autodetect' || text === 'none' || parseAddress(text) !== undefined || parseCIDR(text) !== undefined
        ? undefined
        : { message: message('"{0}" is neither an address nor autodetect nor none.', text) };
    case 'CALICO_IPV4POOL_CIDR':
    case 'CALICO_IPV6POOL_CIDR':
      return text === 'none' || parseCIDR(text) !== undefined
        ? undefined
        : { message: message('"{0}" is not a network: an address with a prefix length is, as in 192.168.0.0/24.', text) };
    case 'CALICO_IPV4POOL_IPIP':
    case 'CALICO_IPV4POOL_VXLAN':
    case 'CALICO_IPV6POOL_VXLAN':
      if (!modes.includes(text.toLowerCase())) return { message: message('"{0}" is not a mode: Always, CrossSubnet and Never are.', text) };
      return name === 'CALICO_IPV4POOL_VXLAN' && isOn(text) && isOn(values.get('CALICO_IPV4POOL_IPIP') ?? '')
        ? { message: message('IPIP and VXLAN cannot both be on: CALICO_IPV4POOL_IPIP is {0}.', values.get('CALICO_IPV4POOL_IPIP') ?? '') }
        : undefined;
    case 'CALICO_IPV4POOL_BLOCK_SIZE':
      return sizeFault(text, 20, 32);
    case 'CALICO_IPV6POOL_BLOCK_SIZE':
      return sizeFault(text, 116, 128);
    case 'CALICO_NETWORKING_BACKEND':
      return ['bird', 'vxlan', 'none'].includes(text)
        ? undefined
        : { message: message('"{0}" is not a backend: bird, vxlan and none are.', text) };
    default:
      return undefined;
  }
}

const modes = ['always', 'crosssubnet', 'cross-subnet', 'never', 'off'];

function isOn(mode: string): boolean {
  return ['always', 'crosssubnet', 'cross-subnet'].includes(mode.toLowerCase());
}

function sizeFault(text: string, least: number, most: number): Fault | undefined {
  return /^[0-9]{1,3}$/.test(text) && Number(text) >= least && Number(text) <= most
    ? undefined
    : { message: message('"{0}" is not a block size: the numbers are from {1} to {2}.', text, least, most) };
}

const prefixes = ['can-reach=', 'interface=', 'skip-interface=', 'cidr='];

function autodetectionFault(text: string): Fault | undefined {
  if (text === 'first-found' || text === 'kubernetes-internal-ip') return undefined;
  const prefix = prefixes.find((each) => text.startsWith(each));
  if (prefix === undefined) {
    const meant =
      parseCIDR(text) !== undefined
        ? `cidr=${text}`
        : parseAddress(text) !== undefined
          ? `can-reach=${text}`
          : isInterface(text)
            ? `interface=${text}`
            : undefined;
    return {
      message: message(
        '"{0}" is not a method: first-found, kubernetes-internal-ip, can-reach=ADDRESS, interface=PATTERN, skip-interface=PATTERN and cidr=NETWORK are.',
        text,
      ),
      meant,
    };
  }
  const value = text.slice(prefix.length);
  if (value === '') return { message: message('Behind {0} nothing is written.', prefix) };
  const wrong = prefix === 'cidr=' ? value.split(',').find((part) => parseCIDR(part.trim()) === undefined) : undefined;
  return wrong === undefined
    ? undefined
    : { message: message('"{0}" is not a network: an address with a prefix length is, as in 192.168.0.0/24.', wrong) };
}

/** Names of interfaces, and patterns for them. */
function isInterface(text: string): boolean {
  return /^[a-z][a-z0-9.*_|^$-]{1,30}$/i.test(text);
}
