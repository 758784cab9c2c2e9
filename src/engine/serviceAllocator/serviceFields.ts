import { parseAddress, parseCIDR } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import { placeOf, type FieldPath } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { ServiceRejectedReason } from '../allocation.ts';
import type { Refusal } from '../explanation.ts';
import { isUnfitAddress } from '../unfitAddress.ts';
import { isLabelKey, isLabelValue, labelOf } from '../labels.ts';
import { isDNSLabel, isDNSSubdomain } from './dnsNames.ts';
import { portFault, type FieldFault } from './portFields.ts';

const serviceTypes: readonly string[] = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'];

/** Absent for the four types that there are. */
export function unknownType(resource: ServiceResource, type: string): Refusal<ServiceRejectedReason> | undefined {
  return serviceTypes.includes(type)
    ? undefined
    : {
        reason: 'invalid-type',
        because: [placeOf(resource, 'spec', 'type')],
        message: message('"{0}" is not a type of Service: ClusterIP, NodePort, LoadBalancer and ExternalName are.', type),
      };
}

/**
 * Why the API server refuses the service for a field that has nothing to do with what others hold: the first such field.
 * It looks at them last, after addresses and node ports were granted; all is given back then.
 * kubernetes pkg/apis/core/validation/validation.go validateService
 */
export function refusedField(resource: ServiceResource, type: string): Refusal<ServiceRejectedReason> | undefined {
  const { name } = resource.metadata;
  if (!isDNSLabel(name)) {
    return {
      reason: 'invalid-name',
      message: message('"{0}" is not a name for a Service: small letters, digits and hyphens are, at most 63.', name),
      because: [placeOf(resource, 'metadata', 'name')],
    };
  }
  const externalName = type === 'ExternalName' ? externalNameFault(resource.externalName ?? '') : undefined;
  if (externalName !== undefined) return refusal(resource, 'invalid-external-name', externalName);
  const port = portFault(resource.ports);
  if (port !== undefined) return refusal(resource, 'invalid-ports', port);
  const field =
    selectorFault(resource) ??
    affinityFault(resource) ??
    externalIPFault(resource) ??
    loadBalancerFault(resource, type) ??
    sourceRangeFault(resource, type) ??
    policyFault(resource, type);
  return field === undefined
    ? (sourceAnnotationRefusal(resource, type) ?? hintAnnotationRefusal(resource))
    : refusal(resource, 'invalid-field', field);
}

function refusal(
  resource: ServiceResource,
  reason: ServiceRejectedReason,
  { path, message: text }: FieldFault,
): Refusal<ServiceRejectedReason> {
  return { reason, message: text, because: [placeOf(resource, 'spec', ...path)] };
}

function faultAt(text: Message, ...path: FieldPath): FieldFault {
  return { path, message: text };
}

function externalNameFault(text: string): FieldFault | undefined {
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  if (name === '') return faultAt(message('An ExternalName service needs externalName.'), 'externalName');
  return isDNSSubdomain(name)
    ? undefined
    : faultAt(message('"{0}" is not a DNS name: small letters, digits, hyphens and dots are.', text), 'externalName');
}

function selectorFault({ selector }: ServiceResource): FieldFault | undefined {
  if (selector === undefined) return undefined;
  for (const key of Object.keys(selector)) {
    const value = selector[key] ?? '';
    if (!isLabelKey(key)) return faultAt(message('"{0}" is not a label key.', key), 'selector', key);
    if (!isLabelValue(value)) return faultAt(message('"{0}" is not a label value.', value), 'selector', key);
  }
  return undefined;
}

/** A day. */
const longestAffinity = 86_400;

function affinityFault({ sessionAffinity = '', sessionAffinityTimeoutSeconds: timeout }: ServiceResource): FieldFault | undefined {
  if (sessionAffinity === '' || sessionAffinity === 'None') return undefined;
  if (sessionAffinity !== 'ClientIP')
    return faultAt(message('"{0}" is not a sessionAffinity. The values are None and ClientIP.', sessionAffinity), 'sessionAffinity');
  if (timeout === undefined || (timeout > 0 && timeout <= longestAffinity)) return undefined;
  return faultAt(message('timeoutSeconds must be from 1 to {0}.', longestAffinity), 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds');
}

function externalIPFault({ externalIPs }: ServiceResource): FieldFault | undefined {
  for (const [index, text] of externalIPs.entries()) {
    const address = parseAddress(text);
    if (address === undefined) return faultAt(message('"{0}" is not an IP address.', text), 'externalIPs', index);
    if (isUnfitAddress(address))
      return faultAt(
        message('{0} may not be an external IP: it is no address of a single machine, or means the machine itself.', text),
        'externalIPs',
        index,
      );
  }
  return undefined;
}

function loadBalancerFault({ allocateLoadBalancerNodePorts, loadBalancerClass }: ServiceResource, type: string): FieldFault | undefined {
  if (type !== 'LoadBalancer') {
    const field =
      allocateLoadBalancerNodePorts !== undefined
        ? 'allocateLoadBalancerNodePorts'
        : loadBalancerClass !== undefined
          ? 'loadBalancerClass'
          : undefined;
    return field === undefined ? undefined : faultAt(message('{0} needs type LoadBalancer.', field), field);
  }
  return loadBalancerClass === undefined || isLabelKey(loadBalancerClass)
    ? undefined
    : faultAt(message('"{0}" is not a name of a load balancer class.', loadBalancerClass), 'loadBalancerClass');
}

/** In the annotation that came before the field: networks with commas between them. */
const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';

function sourceRangeFault({ loadBalancerSourceRanges: ranges }: ServiceResource, type: string): FieldFault | undefined {
  if (ranges.length === 0) return undefined;
  if (type !== 'LoadBalancer')
    return faultAt(message('{0} needs type LoadBalancer.', 'loadBalancerSourceRanges'), 'loadBalancerSourceRanges');
  for (const [index, text] of ranges.entries()) {
    if (parseCIDR(text.trim()) === undefined)
      return faultAt(
        message('"{0}" is not a network: an address with a prefix length is, as in 192.168.0.0/24.', text),
        'loadBalancerSourceRanges',
        index,
      );
  }
  return undefined;
}

function sourceAnnotationRefusal(resource: ServiceResource, type: string): Refusal<ServiceRejectedReason> | undefined {
  const text = labelOf(resource.metadata.annotations, SOURCE_RANGES)?.trim() ?? '';
  if (text === '' || resource.loadBalancerSourceRanges.length > 0) return undefined;
  const wrong = text.split(',').find((part) => parseCIDR(part.trim()) === undefined);
  const fault =
    type !== 'LoadBalancer'
      ? message('{0} needs type LoadBalancer.', SOURCE_RANGES)
      : wrong === undefined
        ? undefined
        : message('"{0}" is not a network: an address with a prefix length is, as in 192.168.0.0/24.', wrong.trim());
  return fault === undefined
    ? undefined
    : { reason: 'invalid-field', message: fault, because: [placeOf(resource, 'metadata', 'annotations', SOURCE_RANGES)] };
}

const distributions: readonly string[] = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];

function policyFault(
  { externalTrafficPolicy = '', internalTrafficPolicy, trafficDistribution, externalIPs }: ServiceResource,
  type: string,
): FieldFault | undefined {
  if (externalTrafficPolicy !== '' && !isPolicy(externalTrafficPolicy))
    return faultAt(policyMessage(externalTrafficPolicy, 'externalTrafficPolicy'), 'externalTrafficPolicy');
  if (externalTrafficPolicy !== '' && type !== 'NodePort' && type !== 'LoadBalancer' && !(type === 'ClusterIP' && externalIPs.length > 0)) {
    return faultAt(message('externalTrafficPolicy needs type NodePort or LoadBalancer, or external IPs.'), 'externalTrafficPolicy');
  }
  if (internalTrafficPolicy !== undefined && !isPolicy(internalTrafficPolicy))
    return faultAt(policyMessage(internalTrafficPolicy, 'internalTrafficPolicy'), 'internalTrafficPolicy');
  if (trafficDistribution !== undefined && !distributions.includes(trafficDistribution)) {
    return faultAt(
      message('"{0}" is not a trafficDistribution. The values are PreferClose, PreferSameZone and PreferSameNode.', trafficDistribution),
      'trafficDistribution',
    );
  }
  return undefined;
}

function isPolicy(text: string): boolean {
  return text === 'Cluster' || text === 'Local';
}

function policyMessage(text: string, field: string): Message {
  return message('"{0}" is not an {1}: Cluster and Local are.', text, field);
}

const MODE = 'service.kubernetes.io/topology-mode';
const HINTS = 'service.kubernetes.io/topology-aware-hints';

function hintAnnotationRefusal(resource: ServiceResource): Refusal<ServiceRejectedReason> | undefined {
  const mode = labelOf(resource.metadata.annotations, MODE);
  const hints = labelOf(resource.metadata.annotations, HINTS);
  if (mode === undefined || hints === undefined || mode === hints) return undefined;
  return {
    reason: 'invalid-field',
    message: message('The annotations {0} and {1} must say the same.', MODE, HINTS),
    because: [placeOf(resource, 'metadata', 'annotations', MODE)],
  };
}
