import { message, type Message } from '../../base/message.ts';
import type { FieldPath } from '../../manifests/place.ts';
import type { ServicePort } from '../../manifests/resources/core.ts';
import { isLabelKey } from '../labels.ts';
import { holdsPlaceholder } from '../../manifests/placeholder.ts';
import { isDNSLabel } from './dnsNames.ts';

/** A field that the API server refuses; the path begins at `spec`. */
export interface FieldFault {
  readonly path: FieldPath;
  readonly message: Message;
}

/**
 * What is wrong with the ports by themselves: number, protocol, name, target. A manifest without any port is let pass, since another may bring them (a patch, a chart).
 * kubernetes pkg/apis/core/validation/validation.go validateServicePort
 */
export function portFault(ports: readonly ServicePort[]): FieldFault | undefined {
  const [only] = ports;
  if (only === undefined) return undefined;
  if (ports.length === 1 && (only.name ?? '') === '') return faultOf(only, 0);
  const names = new Set<string>();
  const numbers = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const { name = '', protocol, port: number } = port;
    if (name === '') return at(index, message('Each of several ports needs a name.'));
    if (!isDNSLabel(name))
      return at(index, message('"{0}" is not a name for a port: small letters, digits and hyphens are, at most 63.', name), 'name');
    if (names.has(name)) return at(index, message('Two ports have the name {0}.', name), 'name');
    const fault = faultOf(port, index);
    if (fault !== undefined) return fault;
    const key = `${protocol} ${number}`;
    if (numbers.has(key)) return at(index, message('Port {0} stands twice for {1}.', number, protocol === '' ? 'TCP' : protocol), 'port');
    names.add(name);
    numbers.add(key);
  }
  return undefined;
}

const protocols: readonly string[] = ['TCP', 'UDP', 'SCTP', ''];

function faultOf({ port, protocol, targetPort, appProtocol }: ServicePort, index: number): FieldFault | undefined {
  if (!isPortNumber(port)) return at(index, message('A port must be a number from 1 to 65535.'), 'port');
  if (!protocols.includes(protocol)) return at(index, message('"{0}" is not a protocol: TCP, UDP and SCTP are.', protocol), 'protocol');
  if (typeof targetPort === 'number' && targetPort !== 0 && !isPortNumber(targetPort))
    return at(index, message('A target port must be a number from 1 to 65535, or a name.'), 'targetPort');
  if (typeof targetPort === 'string' && targetPort !== '' && !isPortName(targetPort) && !holdsPlaceholder(targetPort)) {
    return at(
      index,
      message(
        '"{0}" is not a name of a container port: at most 15 small letters, digits and single hyphens are, with a letter among them.',
        targetPort,
      ),
      'targetPort',
    );
  }
  if (appProtocol !== undefined && !isLabelKey(appProtocol))
    return at(index, message('"{0}" is not a name of an application protocol.', appProtocol), 'appProtocol');
  return undefined;
}

function at(index: number, text: Message, ...field: readonly string[]): FieldFault {
  return { path: ['ports', index, ...field], message: text };
}

function isPortNumber(number: number): boolean {
  return number >= 1 && number <= 65535;
}

/** Whether a text can be the name of a container port. apimachinery pkg/util/validation IsValidPortName */
export function isPortName(text: string): boolean {
  return text.length <= 15 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && /[a-z]/.test(text);
}
