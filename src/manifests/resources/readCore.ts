import { message } from '../../base/message.ts';
import type { Fields } from '../fields.ts';
import type { ResourceBase, StringMap } from '../metadata.ts';
import { namingTexts, namingTextsBelow, type NamingText } from '../namingTexts.ts';
import { editDistance } from '../../base/nearest.ts';
import { holdsPlaceholder } from '../placeholder.ts';
import type {
  ConfigMapResource,
  EndpointAddress,
  EndpointPort,
  EndpointSliceResource,
  EndpointsResource,
  NamespaceResource,
  NodeResource,
  ObjectReference,
  ServiceResource,
} from './core.ts';

/** Of `podCIDR` and `podCIDRs`: kubernetes pkg/apis/core/v1/conversion.go Convert_v1_NodeSpec_To_core_NodeSpec */
export function readNode(fields: Fields, base: ResourceBase): NodeResource {
  const spec = fields.map('spec');
  const status = fields.map('status');
  const podCIDR = spec.string('podCIDR');
  const podCIDRs = spec.strings('podCIDRs');
  const allocatable = status.optionalStringMapOfAny('allocatable') ?? status.optionalStringMapOfAny('capacity') ?? {};
  return {
    ...base,
    type: 'Node',
    ...(podCIDR === undefined || podCIDR === '' || podCIDRs[0] === podCIDR
      ? { podCIDRs, podCIDRField: 'podCIDRs' as const }
      : { podCIDRs: [podCIDR], podCIDRField: 'podCIDR' as const }),
    unschedulable: spec.boolean('unschedulable') ?? false,
    taints: spec
      .maps('taints')
      .map((taint) => ({ key: taint.string('key') ?? '', value: taint.string('value') ?? '', effect: taint.string('effect') ?? '' })),
    internalIPs: status
      .maps('addresses')
      .filter((address) => address.string('type') === 'InternalIP')
      .map((address) => address.text('address'))
      .filter((ip) => ip !== undefined),
    networkUnavailable: status
      .maps('conditions')
      .some((condition) => condition.string('type') === 'NetworkUnavailable' && condition.string('status') === 'True'),
    allocatable,
  };
}

export function readNamespace(_fields: Fields, base: ResourceBase): NamespaceResource {
  return { ...base, type: 'Namespace' };
}

/** The legacy MetalLB configuration is a kind of its own here. */
export function readConfigMap(fields: Fields, base: ResourceBase): ConfigMapResource {
  // What a Corefile imports: products mount the keys of this one beside it.
  if (base.metadata.name === 'coredns-custom')
    return { ...base, type: 'ConfigMap', data: scalarsOf(fields), misspeltCorefile: none, texts: none };
  // kube-vip's cloud provider: each key is named for a namespace.
  if (base.metadata.name === 'kubevip') return { ...base, type: 'ConfigMap', data: scalarsOf(fields), misspeltCorefile: none, texts: none };
  const data: Record<string, string> = {};
  for (const key of configurationKeys) {
    const { node } = fields.at('data', key);
    if (node?.type === 'scalar') data[key] = node.text;
  }
  // The keys beside a Corefile are files that it names.
  return {
    ...base,
    type: 'ConfigMap',
    data: data['Corefile'] === undefined ? data : scalarsOf(fields),
    misspeltCorefile: base.metadata.name === 'coredns' && data['Corefile'] === undefined ? misspeltCorefile(fields) : none,
    texts: textsOf(fields, base),
  };
}

function misspeltCorefile(fields: Fields): readonly string[] {
  return [...fields.entries('data')].flatMap(({ name }) => (editDistance(name.toLowerCase(), 'corefile', 1) <= 1 ? [name] : []));
}

/** Every text of the data as it stands: `{{ .Name }}` in a Corefile is its own language, no placeholder of the manifest. */
function scalarsOf(fields: Fields): Record<string, string> {
  const data: Record<string, string> = {};
  for (const { name, field } of fields.entries('data')) if (field.node?.type === 'scalar') data[name] = field.node.text;
  return data;
}

/** Scripts and dashboards in other keys may hold any text, placeholders too. */
const configurationKeys = ['Corefile', 'cni_network_config', 'ClusterConfiguration'];

/** Most ConfigMaps are read by their heading alone; then the text of their data is looked through as it stands. */
function textsOf(fields: Fields, { document, root }: ResourceBase): readonly NamingText[] {
  const texts: NamingText[] = [];
  if (!fields.at('data').exists && root.length === 0) texts.push(...namingTextsBelow(document, 'data'));
  for (const { name, field } of fields.entries('data')) if (!configurationKeys.includes(name)) texts.push(...namingTexts(field, name));
  return texts.length === 0 ? none : texts;
}

const none: readonly never[] = [];

/** A placeholder is no address; that there is one is noted (`unknownFields`). */
function known(text: string | undefined): string | undefined {
  return text === undefined || holdsPlaceholder(text) ? undefined : text;
}

export function readService(fields: Fields, base: ResourceBase): ServiceResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'Service',
    serviceType: spec.string('type') ?? 'ClusterIP',
    selector: selectorOf(spec),
    ports: spec
      .maps('ports')
      .map((port) => ({
        name: port.string('name'),
        protocol: port.string('protocol') ?? 'TCP',
        port: port.integer('port') ?? 0,
        targetPort: port.integerOrString('targetPort'),
        nodePort: port.integer('nodePort'),
        appProtocol: port.string('appProtocol'),
      })),
    clusterIP: known(spec.text('clusterIP')),
    clusterIPs: spec.optionalStrings('clusterIPs')?.filter((text) => known(text) !== undefined),
    externalIPs: spec.strings('externalIPs'),
    externalName: spec.string('externalName'),
    ipFamilies: spec.optionalStrings('ipFamilies'),
    ipFamilyPolicy: spec.string('ipFamilyPolicy'),
    loadBalancerIP: known(spec.text('loadBalancerIP')),
    loadBalancerClass: spec.string('loadBalancerClass'),
    loadBalancerSourceRanges: spec.texts('loadBalancerSourceRanges'),
    allocateLoadBalancerNodePorts: spec.boolean('allocateLoadBalancerNodePorts'),
    externalTrafficPolicy: spec.string('externalTrafficPolicy'),
    internalTrafficPolicy: spec.string('internalTrafficPolicy'),
    healthCheckNodePort: spec.integer('healthCheckNodePort'),
    publishNotReadyAddresses: spec.boolean('publishNotReadyAddresses') ?? false,
    sessionAffinity: spec.string('sessionAffinity'),
    sessionAffinityTimeoutSeconds: spec.map('sessionAffinityConfig').map('clientIP').integer('timeoutSeconds'),
    trafficDistribution: spec.string('trafficDistribution'),
    statusIPs: fields
      .map('status')
      .map('loadBalancer')
      .maps('ingress')
      .map((ingress) => ingress.text('ip'))
      .filter((ip) => ip !== undefined),
  };
}

/** With the `matchLabels` of other selectors, which a Service does not have, what was meant. */
function selectorOf(spec: Fields): StringMap | undefined {
  const selector = spec.at('selector');
  const matchLabels = selector.at('matchLabels');
  if (matchLabels.node?.type !== 'map') return spec.optionalStringMap('selector');
  spec.context.report({
    code: 'resource/wrong-type',
    message: message('The selector of a Service has its labels right below it, without {0}.', 'matchLabels'),
    place: { ...matchLabels.place, part: 'key' },
  });
  return selector.optionalStringMap('matchLabels');
}

export function readEndpoints(fields: Fields, base: ResourceBase): EndpointsResource {
  return {
    ...base,
    type: 'Endpoints',
    subsets: fields
      .maps('subsets')
      .map((subset) => ({
        addresses: subset.maps('addresses').map(readAddress),
        notReadyAddresses: subset.maps('notReadyAddresses').map(readAddress),
        ports: subset.maps('ports').map(readPort),
      })),
  };
}

function readAddress(fields: Fields): EndpointAddress {
  return {
    ip: fields.text('ip') ?? '',
    hostname: fields.string('hostname'),
    nodeName: fields.string('nodeName'),
    targetRef: readReference(fields.map('targetRef')),
  };
}

function readReference(fields: Fields): ObjectReference | undefined {
  return fields.exists
    ? { kind: fields.string('kind') ?? '', namespace: fields.string('namespace'), name: fields.string('name') ?? '' }
    : undefined;
}

function readPort(fields: Fields): EndpointPort {
  return {
    name: fields.string('name'),
    protocol: fields.string('protocol') ?? 'TCP',
    port: fields.integer('port'),
    appProtocol: fields.string('appProtocol'),
  };
}

export function readEndpointSlice(fields: Fields, base: ResourceBase): EndpointSliceResource {
  return {
    ...base,
    type: 'EndpointSlice',
    serviceName: base.metadata.labels['kubernetes.io/service-name'],
    addressType: fields.string('addressType') ?? '',
    endpoints: fields.maps('endpoints').map((endpoint) => {
      const conditions = endpoint.map('conditions');
      return {
        addresses: endpoint.strings('addresses'),
        ready: conditions.boolean('ready'),
        serving: conditions.boolean('serving'),
        terminating: conditions.boolean('terminating'),
        hintZones: endpoint
          .map('hints')
          .maps('forZones')
          .map((hint) => hint.string('name') ?? ''),
        hintNodes: endpoint
          .map('hints')
          .maps('forNodes')
          .map((hint) => hint.string('name') ?? ''),
        hostname: endpoint.string('hostname'),
        nodeName: endpoint.string('nodeName'),
        zone: endpoint.string('zone'),
        targetRef: readReference(endpoint.map('targetRef')),
      };
    }),
    ports: fields.maps('ports').map(readPort),
  };
}
