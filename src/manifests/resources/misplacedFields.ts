import { list, message, type Message } from '../../base/message.ts';
import type { Fields } from '../fields.ts';
import type { FieldPath } from '../place.ts';
import { container, podSpec, selector, service, servicePort, words, type Names } from './fieldNames.ts';

/**
 * What a field was to be that its map does not have and that is no slip of the spelling.
 * `below`: where it belongs, from the map that it stands in after `up` steps out of it. `instead`: what the map calls it. `beside`: a step too deep below that.
 */
interface Stray {
  readonly names?: Names;
  readonly isIt?: (key: string, isText: boolean) => boolean;
  readonly up?: number;
  readonly below?: string;
  readonly beside?: string;
  readonly instead?: string;
}

const metadataFields: Stray = { names: words('name namespace labels annotations'), below: 'metadata' };
const specOf = (names: Names): Stray => ({ names, below: 'spec' });
const ofPod: Names = podSpec.filter((name) => !container.includes(name));
const ofContainer: Names = container.filter((name) => !podSpec.includes(name) && name !== 'name');
const ofWorkload = words('replicas selector strategy updateStrategy serviceName volumeClaimTemplates minReadySeconds revisionHistoryLimit');
const ofPort: Names = servicePort.filter((name) => name !== 'name');
const ofService: Names = service.filter((name) => name !== 'ports');
const expressions: Stray = { names: selector, below: 'selector' };
const ofAllocation = words('priority namespaces namespaceSelectors serviceSelectors');
const peerFields = words('podSelector namespaceSelector ipBlock');
const addressWords = words('range ranges cidr cidrs ips subnet ipRange');
const annotationOf = /^(metallb\.(io|universe\.tf)|cni\.projectcalico\.org|kube-vip\.io|[\w-]+\.ingress\.kubernetes\.io|edgenetwork)\//;

/** kubernetes staging/src/k8s.io/api, metallb api, calico api: the fields that beginners put a step too high or too low, or take from a sibling kind. */
const levels = {
  metadata: [
    { names: words('spec template'), beside: 'metadata' },
    { isIt: (key) => annotationOf.test(key), below: 'annotations' },
    { isIt: (key, isText) => isText && /^(app|tier|role|k8s-app|component|app\.kubernetes\.io\/.*)$/.test(key), below: 'labels' },
  ],
  workload: [
    { names: words('labels annotations'), below: 'template.metadata' },
    { names: words('spec metadata'), below: 'template' },
    expressions,
    { names: [...ofPod, ...ofContainer], below: 'template.spec' },
  ],
  cronJob: [
    {
      names: words('template parallelism completions backoffLimit activeDeadlineSeconds ttlSecondsAfterFinished'),
      below: 'jobTemplate.spec',
    },
    { names: [...ofPod, ...ofContainer], below: 'jobTemplate.spec.template.spec' },
  ],
  template: [
    { ...metadataFields, names: words('labels annotations') },
    { names: [...ofPod, ...ofContainer], below: 'spec' },
  ],
  pod: [
    { names: ofContainer, below: 'containers' },
    { names: words('labels annotations'), up: 1, below: 'metadata' },
    { names: ofWorkload, up: 2, below: '' },
  ],
  container: [
    { names: ofPod, up: 2, below: '' },
    { names: words('containerPort hostPort protocol'), below: 'ports' },
    { names: words('requests limits'), below: 'resources' },
    { names: ofWorkload, up: 4, below: '' },
  ],
  containerPort: [{ names: words('port targetPort'), instead: 'containerPort' }],
  service: [
    { names: ofPort, below: 'ports' },
    { names: words('labels annotations name namespace'), up: 1, below: 'metadata' },
    expressions,
    { names: ['app'], below: 'selector' },
  ],
  servicePort: [
    { names: words('containerPort podPort'), instead: 'targetPort' },
    { names: ['hostPort'], instead: 'nodePort' },
    { names: ofService, up: 2, below: '' },
  ],
  selector: [{ isIt: (_, isText) => isText, below: 'matchLabels' }],
  policy: [
    { names: ['selector'], instead: 'podSelector' },
    { names: ['types'], instead: 'policyTypes' },
    { names: ['from'], below: 'ingress' },
    { names: ['to'], below: 'egress' },
    { names: selector, below: 'podSelector' },
    { names: words('namespaceSelector ipBlock'), below: 'ingress.from' },
  ],
  ingressRule: [
    { names: ['to'], instead: 'from' },
    { names: peerFields, below: 'from' },
  ],
  egressRule: [
    { names: ['from'], instead: 'to' },
    { names: peerFields, below: 'to' },
  ],
  peer: [
    { names: words('ports port'), up: 3, below: '' },
    { names: selector, below: 'podSelector' },
    { names: ['selector'], instead: 'podSelector' },
    { names: words('cidr except'), below: 'ipBlock' },
  ],
  calicoPolicy: [
    { names: ['podSelector'], instead: 'selector' },
    { names: ['policyTypes'], instead: 'types' },
  ],
  calicoRule: [
    { names: ['from'], instead: 'source' },
    { names: ['to'], instead: 'destination' },
    { names: ['ports'], below: 'destination' },
  ],
  calicoPeer: [
    { names: words('podSelector labels'), instead: 'selector' },
    { names: words('net cidr cidrs ipBlock'), instead: 'nets' },
  ],
  ingress: [
    { names: words('host http paths'), below: 'rules' },
    { names: words('className class ingressClass'), instead: 'ingressClassName' },
    { names: words('annotations labels'), up: 1, below: 'metadata' },
  ],
  rule: [{ names: words('paths path backend'), below: 'http' }],
  path: [{ names: words('service serviceName servicePort'), below: 'backend' }],
  backend: [
    { names: ['serviceName'], instead: 'service.name' },
    { names: ['servicePort'], instead: 'service.port.number' },
    { names: words('name port number'), below: 'service' },
  ],
  pool: [
    { names: addressWords, instead: 'addresses' },
    { names: ofAllocation, below: 'serviceAllocation' },
  ],
  advertisement: [{ names: words('pool pools addressPool addressPools'), instead: 'ipAddressPools' }],
  calicoPool: [
    { names: words('encapsulation vxlan'), instead: 'vxlanMode' },
    { names: ['ipip'], instead: 'ipipMode' },
  ],
  calicoBGPPeer: [
    { names: words('asn as_number peerAS peerASN peerAsNumber remoteAS'), instead: 'asNumber' },
    { names: words('address peerAddress peer-ip peerAddr'), instead: 'peerIP' },
  ],
  calicoBGPConfiguration: [
    { names: words('nodeToNodeMesh nodeMesh meshEnabled nodeMeshEnabled'), instead: 'nodeToNodeMeshEnabled' },
    { names: words('asn localASNumber'), instead: 'asNumber' },
  ],
  metallbPeer: [
    { names: words('asn asNumber peer-as remoteASN'), instead: 'peerASN' },
    { names: words('address peerIP peerAddr'), instead: 'peerAddress' },
  ],
  ciliumL2Policy: [{ names: words('selector serviceSelectors'), instead: 'serviceSelector' }],
  ciliumPool: [
    { names: words('addresses ranges cidr'), instead: 'blocks' },
    { names: words('selector serviceSelectors'), instead: 'serviceSelector' },
  ],
  networking: [],
  variable: [],
  documentOfWorkload: [metadataFields, specOf([...ofWorkload, 'template'])],
  documentOfPod: [metadataFields, specOf([...ofPod])],
  documentOfService: [metadataFields, specOf(service)],
  documentOfPolicy: [metadataFields, specOf(words('podSelector policyTypes ingress egress'))],
  documentOfIngress: [metadataFields, specOf(words('ingressClassName rules tls defaultBackend'))],
  documentOfPool: [metadataFields, specOf(words('addresses autoAssign avoidBuggyIPs serviceAllocation'))],
  documentOfAdvertisement: [
    metadataFields,
    specOf(words('ipAddressPools ipAddressPoolSelectors nodeSelectors interfaces peers communities localPref aggregationLength')),
  ],
  documentOfCalicoPool: [metadataFields, specOf(words('cidr blockSize nodeSelector natOutgoing ipipMode vxlanMode'))],
  documentOfProxy: [{ names: words('strictARP strictArp'), below: 'ipvs' }],
  documentOfConfiguration: [{ names: words('podSubnet serviceSubnet dnsDomain'), below: 'networking' }],
} satisfies Readonly<Record<string, readonly Stray[]>>;

/** Where in a manifest a map stands whose fields are known. */
export type Level = keyof typeof levels;

/** Maps that have had the same fields for years: what they do not have is none of theirs. */
const whole: ReadonlySet<string> = new Set(['variable', 'peer', 'ingressRule', 'egressRule', 'backend']);

/** Fields of sibling kinds, for which there is no place. */
const ofSiblings: Readonly<Record<string, Names>> = {
  workload: words('replicas serviceName volumeClaimTemplates'),
  pool: words('protocol nodeSelectors interfaces ipAddressPools peers communities aggregationLength localPref'),
  advertisement: words('protocol addresses interfaces peers communities aggregationLength localPref'),
};

/** Reports a field that its map does not have where it is known what it was to be. `known`: the fields of the map. */
export function reportMisplaced(fields: Fields, key: string, level: Level, known: Names): void {
  const field = fields.at(key);
  const place = { ...field.place, part: 'key' as const };
  const report = (text: Message, meant?: string) => {
    fields.context.report({
      code: 'resource/unknown-field',
      message: text,
      place,
      ...(meant === undefined ? {} : { corrections: [{ title: message('Write {0}', meant), place, replaces: key, text: meant }] }),
    });
  };
  const squashed = inOneWord(key);
  const sameWord = known.find((name) => inOneWord(name) === squashed);
  if (sameWord !== undefined && !fields.at(sameWord).exists) {
    report(
      message('There is no field {0} here: kubectl refuses it, and other tools pass over it. Nearest is {1}.', key, sameWord),
      sameWord,
    );
    return;
  }
  const isText = field.node?.type === 'scalar';
  const strays: readonly Stray[] = levels[level];
  // A Pod has no workload around it.
  const stray = strays.find(
    ({ names, isIt, up = 0 }) => (names?.includes(key) === true || isIt?.(key, isText) === true) && fields.path.length >= up,
  );
  if (stray?.instead !== undefined && !fields.at(stray.instead).exists)
    report(
      message('There is no field {0} here: kubectl refuses it, and other tools pass over it. Nearest is {1}.', key, stray.instead),
      isText && !stray.instead.includes('.') && stray.instead !== 'podSelector' ? stray.instead : undefined,
    );
  else if (stray?.below !== undefined)
    report(message('The field {0} belongs below {1}, and is not read here.', key, pathText(fields.path, stray.up ?? 0, stray.below)));
  else if (stray?.beside !== undefined) report(message('The field {0} belongs beside {1}, and is not read here.', key, stray.beside));
  else if (whole.has(level) || ofSiblings[level]?.includes(key) === true)
    report(message('There is no field {0} here, so that it is not read. The fields are {1}.', key, list(known)));
}

/** Without what some write and others do not: capitals, hyphens and underscores. */
function inOneWord(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}

/** As `kubectl explain` names a field: without the positions in lists. */
function pathText(path: FieldPath, up: number, below: string): string {
  const [first, second] = path;
  const own = first === 'items' && typeof second === 'number' ? path.slice(2) : path;
  return [...own.slice(0, own.length - up), ...(below === '' ? [] : [below])].filter((step) => typeof step === 'string').join('.');
}
