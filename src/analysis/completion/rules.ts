import type { FieldPath } from '../../manifests/place.ts';
import { freeAddresses, freeRanges } from './addresses.ts';
import { annotationOffers } from './annotations.ts';
import type { Offer } from './candidate.ts';
import { calicoEndpoints, calicoNamespaces, calicoPods } from './calicoLabels.ts';
import { labelOffers, nodeLabels, pairsOf, type LabelOffers, type Labels } from './labels.ts';
import {
  gatewaySections,
  hosts,
  loadBalancerPools,
  namesOf,
  namespaces,
  nodes,
  ownPorts,
  servicePorts,
  services,
  targetPorts,
  wholeNames,
} from './names.ts';
import { edgeNetworkSchema, offersOf } from './schema.ts';
import { snippets } from './snippets.ts';

/** What a place in a manifest asks for. */
export interface Rule {
  /** Absent: whatever the kind. */
  readonly kinds?: readonly string[];
  /** Steps with dots between: `*` is any one, `#` an index, `**` at the beginning any number. */
  readonly at: readonly string[];
  /** Of the map there; absent: nothing is known of its keys. */
  readonly keys?: Offer;
  /** Of the value there. */
  readonly values?: Offer;
  /** All of it stands in our schemas. */
  readonly ofSchema?: true;
  /** Whose labels the text there speaks of, in Calico's own selector language. */
  readonly selects?: Labels;
}

const value = (at: string, values: Offer, kinds?: readonly string[]): Rule => ({ at: at.split('.'), values, ...(kinds && { kinds }) });

/** A map of labels at a path, and its pairs. */
function pairs(at: string, { keys, values }: LabelOffers, kinds?: readonly string[]): readonly Rule[] {
  const steps = at.split('.');
  return [
    { at: steps, keys, ...(kinds && { kinds }) },
    { at: [...steps, '*'], values, ...(kinds && { kinds }) },
  ];
}

/** `matchLabels` and `matchExpressions` of a selector at a path. */
function selector(at: string, offers: LabelOffers, kinds?: readonly string[]): readonly Rule[] {
  return [
    ...pairs(`${at}.matchLabels`, offers, kinds),
    value(`${at}.matchExpressions.#.key`, offers.keys, kinds),
    value(`${at}.matchExpressions.#.values.#`, offers.values, kinds),
  ];
}

function nodeTerms(at: string): readonly Rule[] {
  return [
    value(`${at}.matchExpressions.#.key`, labelOffers.nodes.keys),
    value(`${at}.matchExpressions.#.values.#`, labelOffers.nodes.values),
  ];
}

const up = (path: FieldPath, steps: number, ...more: FieldPath): FieldPath => [...path.slice(0, -steps), ...more];

const workloads = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'];
const advertisements = ['L2Advertisement', 'BGPAdvertisement'];
const routes = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'];
const policy = ['NetworkPolicy'];

const peers = ['spec.ingress.#.from.#', 'spec.egress.#.to.#'].flatMap((at) => [
  ...selector(`${at}.podSelector`, labelOffers.podsAnywhere, policy),
  ...selector(`${at}.namespaceSelector`, labelOffers.namespaces, policy),
]);

const edgeNetwork = offersOf(edgeNetworkSchema);
/** Every map of the format, which is not deep. */
const edgeNetworkPaths = ['', '*', '*.*', '*.*.*', '*.*.*.*', '*.*.*.*.*'];

const ofServices: readonly Rule[] = [
  ...pairs('spec.selector', labelOffers.pods, ['Service']),
  value('spec.ports.#.targetPort', targetPorts, ['Service']),
  value('spec.externalName', wholeNames, ['Service']),
  value('spec.loadBalancerIP', freeAddresses, ['Service']),
  ...pairs('metadata.annotations', annotationOffers.service, ['Service']),
];

const ofWorkloads: readonly Rule[] = [
  ...pairs('spec.selector.matchLabels', pairsOf('spec', 'template', 'metadata', 'labels'), workloads),
  ...pairs('spec.template.metadata.labels', pairsOf('spec', 'selector', 'matchLabels'), workloads),
  value('spec.serviceName', services({ headlessFirst: true }), ['StatefulSet']),
  ...pairs('**.template.metadata.annotations', annotationOffers.template),
  ...pairs('metadata.annotations', annotationOffers.template, ['Pod']),
  ...pairs('metadata.annotations', annotationOffers.namespace, ['Namespace']),
  ...pairs('**.spec.nodeSelector', labelOffers.nodes),
  ...nodeTerms('**.nodeSelectorTerms.#'),
  ...nodeTerms('**.preference'),
  ...selector('**.labelSelector', labelOffers.podsAnywhere),
  value('**.spec.nodeName', nodes),
  value('**.env.#.value', hosts),
  ...['httpGet', 'tcpSocket', 'grpc'].map((probe) => value(`**.${probe}.port`, ownPorts)),
  ...(
    [
      ['configMapKeyRef.name', 'ConfigMap'],
      ['configMapRef.name', 'ConfigMap'],
      ['configMap.name', 'ConfigMap'],
      ['secretKeyRef.name', 'Secret'],
      ['secretRef.name', 'Secret'],
      ['secret.secretName', 'Secret'],
      ['tls.#.secretName', 'Secret'],
      ['imagePullSecrets.#.name', 'Secret'],
      ['passwordSecret.name', 'Secret'],
      ['persistentVolumeClaim.claimName', 'PersistentVolumeClaim'],
      ['serviceAccountName', 'ServiceAccount'],
      ['priorityClassName', 'PriorityClass'],
      ['storageClassName', 'StorageClass'],
    ] as const
  ).map(([at, kind]) => value(`**.${at}`, namesOf(kind))),
];

const ofPolicies: readonly Rule[] = [
  ...selector('spec.podSelector', labelOffers.pods, policy),
  ...peers,
  ...selector('spec.selector', labelOffers.pods, ['PodDisruptionBudget', 'PodMonitor']),
  ...selector('spec.selector', labelOffers.services, ['ServiceMonitor']),
];

const ofMetalLB: readonly Rule[] = [
  value('spec.addresses.#', freeRanges, ['IPAddressPool']),
  value('spec.serviceAllocation.namespaces.#', namespaces, ['IPAddressPool']),
  ...selector('spec.serviceAllocation.namespaceSelectors.#', labelOffers.namespaces, ['IPAddressPool']),
  ...selector('spec.serviceAllocation.serviceSelectors.#', labelOffers.servicesAnywhere, ['IPAddressPool']),
  value('spec.ipAddressPools.#', loadBalancerPools, advertisements),
  ...selector('spec.ipAddressPoolSelectors.#', labelOffers.pools, advertisements),
  ...selector('spec.nodeSelectors.#', labelOffers.nodes, [...advertisements, 'BGPPeer']),
  ...selector('spec.serviceSelectors.#', labelOffers.servicesAnywhere, advertisements),
  value('spec.peers.#', namesOf('BGPPeer'), ['BGPAdvertisement']),
  value('spec.bfdProfile', namesOf('BFDProfile'), ['BGPPeer']),
];

const backendService = (path: FieldPath): FieldPath => up(path, 2, 'name');

const ofRoutes: readonly Rule[] = [
  value('spec.ingressClassName', namesOf('IngressClass'), ['Ingress']),
  value('**.backend.service.name', services(), ['Ingress']),
  value('spec.defaultBackend.service.name', services(), ['Ingress']),
  value('**.service.port.number', servicePorts('number', backendService), ['Ingress']),
  value('**.service.port.name', servicePorts('name', backendService), ['Ingress']),
  value('spec.gatewayClassName', namesOf('GatewayClass'), ['Gateway']),
  value('spec.parentRefs.#.name', namesOf('Gateway', 'namespace'), routes),
  value('spec.parentRef.name', namesOf('Gateway', 'namespace'), ['ListenerSet', 'XListenerSet']),
  value('spec.parentRefs.#.sectionName', gatewaySections, routes),
  value('spec.rules.#.backendRefs.#.name', services({ namespaceAt: 'namespace' }), routes),
  value(
    'spec.rules.#.backendRefs.#.port',
    servicePorts(
      'number',
      (path) => up(path, 1, 'name'),
      (path) => up(path, 1, 'namespace'),
    ),
    routes,
  ),
  value('**.namespace', namespaces),
];

const ofSites: readonly Rule[] = [
  ...['kubernetesNodeIPs', 'kubernetesServiceIPs'].map((key) => value(`spec.${key}`, freeRanges, ['EdgeNetwork'])),
  value('spec.computeNetwork.dhcpRanges.#', freeRanges, ['EdgeNetwork']),
  ...pairs('metadata.annotations', annotationOffers.edgeNetwork, ['EdgeNetwork']),
  ...edgeNetworkPaths.map((at): Rule => ({ kinds: ['EdgeNetwork'], at: at === '' ? [] : at.split('.'), ofSchema: true, ...edgeNetwork })),
];

const calicoPolicies = ['NetworkPolicy', 'GlobalNetworkPolicy', 'StagedNetworkPolicy', 'StagedGlobalNetworkPolicy'];
const calicoEntities = ['ingress', 'egress'].flatMap((direction) => ['source', 'destination'].map((side) => `spec.${direction}.#.${side}`));

const inCalico = (at: string, selects: Labels, kinds: readonly string[]): Rule => ({ at: at.split('.'), selects, kinds });

const ofCalico: readonly Rule[] = [
  inCalico('spec.selector', calicoPods, calicoPolicies),
  inCalico('spec.namespaceSelector', calicoNamespaces, calicoPolicies),
  ...calicoEntities.flatMap((at) => [
    inCalico(`${at}.selector`, calicoEndpoints, calicoPolicies),
    inCalico(`${at}.notSelector`, calicoEndpoints, calicoPolicies),
    inCalico(`${at}.namespaceSelector`, calicoNamespaces, calicoPolicies),
  ]),
  inCalico('spec.nodeSelector', nodeLabels, ['IPPool', 'BGPPeer']),
  inCalico('spec.peerSelector', nodeLabels, ['BGPPeer']),
  inCalico('spec.namespaceSelector', calicoNamespaces, ['IPPool']),
  inCalico('spec.calicoNetwork.ipPools.#.nodeSelector', nodeLabels, ['Installation']),
];

/** Every place that something is known of. Of several that fit, all count. */
export const rules: readonly Rule[] = [
  { at: [], keys: snippets },
  ...ofSites,
  ...ofServices,
  ...ofWorkloads,
  ...ofPolicies,
  ...ofMetalLB,
  ...ofRoutes,
  ...ofCalico,
];

export function fits({ kinds, at }: Rule, kind: string, path: FieldPath): boolean {
  if (kinds !== undefined && !kinds.includes(kind)) return false;
  const steps = at[0] === '**' ? at.slice(1) : at;
  if (at[0] === '**' ? path.length < steps.length : path.length !== steps.length) return false;
  const start = path.length - steps.length;
  return steps.every((step, index) => {
    const actual = path[start + index];
    return step === '*' ? true : step === '#' ? typeof actual === 'number' : step === actual;
  });
}
