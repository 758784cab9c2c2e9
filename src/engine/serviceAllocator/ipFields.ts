import { parseLegacyAddress, type Family, type IPAddress } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import { placeOf, type FieldPath } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { AdmittedService } from '../allocation.ts';
import type { Refusal } from '../explanation.ts';

type Policy = NonNullable<AdmittedService['ipFamilyPolicy']>;

/** `spec.clusterIP`, `clusterIPs`, `ipFamilies` and `ipFamilyPolicy` after the API server's defaulting, or why it refuses them. */
export type IPFields =
  | {
      readonly ok: true;
      readonly headless: boolean;
      readonly policy: Policy | undefined;
      readonly families: readonly Family[];
      /** For the first families, in order. */ readonly requested: readonly IPAddress[];
    }
  | Refused;

interface Refused {
  readonly ok: false;
  readonly refusal: Refusal<'invalid-ip-fields' | 'headless-not-allowed'>;
}

type Parsed<T> = { readonly ok: true; readonly values: readonly T[] } | Refused;

const policies: readonly string[] = ['SingleStack', 'PreferDualStack', 'RequireDualStack'] satisfies readonly Policy[];

/**
 * The whole matrix of families, policy and addresses. `configured` are the families of the cluster's service ranges, the first being the default;
 * undefined when no range is known: then IPv4 is assumed and nothing is refused for a family that the cluster may well have.
 * kubernetes pkg/registry/core/service/storage/alloc.go initIPFamilyFields, pkg/apis/core/validation ValidateServiceClusterIPsRelatedFields
 */
export function ipFieldsOf(service: ServiceResource, configured: readonly Family[] | undefined): IPFields {
  const { serviceType, ipFamilyPolicy } = service;
  const addresses = addressTexts(service);
  const familyTexts = service.ipFamilies ?? [];
  if (serviceType === 'ExternalName') {
    const field =
      addresses.length > 0 || (service.clusterIP ?? '') !== ''
        ? 'clusterIP'
        : familyTexts.length > 0
          ? 'ipFamilies'
          : ipFamilyPolicy !== undefined
            ? 'ipFamilyPolicy'
            : undefined;
    if (field !== undefined) return refuse(service, [field], message('An ExternalName service may not have {0}.', field));
    return { ok: true, headless: false, policy: undefined, families: [], requested: [] };
  }

  if (service.clusterIPs !== undefined && service.clusterIPs.length > 0 && service.clusterIPs[0] !== service.clusterIP) {
    return refuse(service, ['clusterIPs', 0], message('The first of clusterIPs must be the same as clusterIP.'));
  }
  const headless = addresses[0] === 'None';
  const selects = service.selector !== undefined && Object.keys(service.selector).length > 0;
  if (ipFamilyPolicy !== undefined && !policies.includes(ipFamilyPolicy)) {
    return refuse(
      service,
      ['ipFamilyPolicy'],
      message('"{0}" is not an ipFamilyPolicy: SingleStack, PreferDualStack and RequireDualStack are.', ipFamilyPolicy),
    );
  }
  const policy = (ipFamilyPolicy ?? (headless && !selects ? 'RequireDualStack' : 'SingleStack')) as Policy;
  const written = readFamilies(service, familyTexts);
  if (!written.ok) return written;
  const families: Family[] = [...written.values];
  const requests = readAddresses(service, addresses, families);
  if (!requests.ok) return requests;
  const requested = requests.values;
  if (policy === 'SingleStack' && (families.length > 1 || requested.length > 1)) {
    const field = families.length > 1 ? 'ipFamilies' : 'clusterIPs';
    return refuse(service, [field], message('Two entries in {0} need ipFamilyPolicy PreferDualStack or RequireDualStack.', field));
  }
  if (headless && serviceType !== 'ClusterIP' && serviceType !== '') {
    return {
      ok: false,
      refusal: {
        reason: 'headless-not-allowed',
        message: message('A service of type {0} may not be headless (clusterIP None).', serviceType),
        because: [placeOf(service, 'spec', 'clusterIP')],
      },
    };
  }

  for (const [index, { family }] of requested.entries()) {
    if (index < families.length) continue;
    if (configured !== undefined && !configured.includes(family))
      return refuse(
        service,
        addressPath(service, index),
        message('{0} is not configured for services of this cluster.', familyName(family)),
      );
    families.push(family);
  }
  const other = (family: Family): Family => (family === 4 ? 6 : 4);
  if (headless && !selects) {
    const [first = configured?.[0] ?? 4, second] = families;
    return {
      ok: true,
      headless,
      policy,
      families: second !== undefined ? [first, second] : policy === 'SingleStack' ? [first] : [first, other(first)],
      requested: [],
    };
  }
  if (configured !== undefined) {
    if (policy === 'RequireDualStack' && configured.length < 2) {
      return refuse(service, ['ipFamilyPolicy'], message('RequireDualStack needs a cluster with two service ranges, one of each family.'));
    }
    const missing = families.findIndex((family) => !configured.includes(family));
    if (missing >= 0)
      return refuse(
        service,
        ['ipFamilies', missing],
        message('{0} is not configured for services of this cluster.', familyName(families[missing] ?? 4)),
      );
  }
  if (families.length === 0) families.push(configured?.[0] ?? 4);
  const [first = 4] = families;
  const dualStack = configured === undefined ? policy === 'RequireDualStack' : configured.length > 1;
  if (policy !== 'SingleStack' && families.length === 1 && dualStack) families.push(other(first));
  return { ok: true, headless, policy, families, requested };
}

export function familyName(family: Family): string {
  return family === 4 ? 'IPv4' : 'IPv6';
}

/** The path of the written address. */
export function addressPath(service: ServiceResource, index: number): FieldPath {
  return service.clusterIPs !== undefined && service.clusterIPs.length > 0 ? ['clusterIPs', index] : ['clusterIP'];
}

/** `clusterIP` alone stands for a list of one. */
function addressTexts({ clusterIP, clusterIPs }: ServiceResource): readonly string[] {
  if (clusterIPs !== undefined && clusterIPs.length > 0) return clusterIPs;
  return clusterIP === undefined || clusterIP === '' ? [] : [clusterIP];
}

function readFamilies(service: ServiceResource, texts: readonly string[]): Parsed<Family> {
  const families: Family[] = [];
  for (const [index, text] of texts.entries()) {
    const family = text === 'IPv4' ? 4 : text === 'IPv6' ? 6 : undefined;
    if (family === undefined) return refuse(service, ['ipFamilies', index], message('"{0}" is not a family: IPv4 and IPv6 are.', text));
    if (families.includes(family)) return refuse(service, ['ipFamilies', index], message('{0} stands twice in ipFamilies.', text));
    families.push(family);
  }
  return { ok: true, values: families };
}

function readAddresses(service: ServiceResource, texts: readonly string[], families: readonly Family[]): Parsed<IPAddress> {
  if (texts.length === 1 && texts[0] === 'None') return { ok: true, values: [] };
  if (texts.length > 2) return refuse(service, ['clusterIPs', 2], message('A service has at most two cluster IPs, one of each family.'));
  const addresses: IPAddress[] = [];
  for (const [index, text] of texts.entries()) {
    const path = addressPath(service, index);
    const address = parseLegacyAddress(text);
    if (text === 'None') return refuse(service, path, message('"None" may not stand beside another cluster IP.'));
    if (address === undefined) return refuse(service, path, message('"{0}" is not an IP address.', text));
    if (addresses[0]?.family === address.family)
      return refuse(service, path, message('The two cluster IPs must be of different families.'));
    const family = families[index];
    if (family !== undefined && family !== address.family)
      return refuse(service, path, message('{0} is not an {1} address, which ipFamilies asks for here.', text, familyName(family)));
    addresses.push(address);
  }
  return { ok: true, values: addresses };
}

function refuse(service: ServiceResource, path: FieldPath, text: Message): Refused {
  return { ok: false, refusal: { reason: 'invalid-ip-fields', message: text, because: [placeOf(service, 'spec', ...path)] } };
}
