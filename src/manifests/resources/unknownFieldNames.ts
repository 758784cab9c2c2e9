import { nearestOf } from '../../base/nearest.ts';
import { list, message } from '../../base/message.ts';
import type { Fields } from '../fields.ts';
import { parseYaml } from '../parseYaml.ts';
import { holdsPlaceholder } from '../placeholder.ts';
import type { DistributionConfigurationResource } from './distribution.ts';
import { configurationKeyOf } from './distributionFiles.ts';
import {
  amounts,
  computeNetwork,
  container,
  containerPort,
  edgeNetwork,
  metadata,
  podSpec,
  probe,
  selector,
  service,
  servicePort,
  top,
  variable,
  words,
  workloads,
  type Names,
} from './fieldNames.ts';
import type { Resource } from './kinds.ts';
import { reportOtherFields } from './otherFieldNames.ts';
import { reportRarerFields } from './rarerFieldNames.ts';
import { reportMisplaced, type Level } from './misplacedFields.ts';

/** Of the kinds whose fields are all known; of workloads and pods as of services. */
const documentLevels: Partial<Record<Resource['type'], Level>> = {
  Workload: 'documentOfWorkload',
  Pod: 'documentOfPod',
  Service: 'documentOfService',
  NetworkPolicy: 'documentOfPolicy',
  Ingress: 'documentOfIngress',
  IPAddressPool: 'documentOfPool',
  L2Advertisement: 'documentOfAdvertisement',
  BGPAdvertisement: 'documentOfAdvertisement',
  IPPool: 'documentOfCalicoPool',
};

/** Fields that there are not and that would change what becomes of the manifest: in our own format every one, in others those that are a slip of one that counts. */
export function reportUnknownFields(fields: Fields, resource: Resource): void {
  const spec = fields.at('spec');
  const level = resource.type === 'Workload' && resource.controller === 'Other' ? undefined : documentLevels[resource.type];
  // A policy of Cilium may hold several rules. cilium pkg/k8s/apis/cilium.io/v2 CiliumNetworkPolicy
  near(fields, resource.type === 'ForeignPolicy' ? [...top, 'specs'] : top, level);
  near(fields.at('metadata'), metadata, level && 'metadata');
  switch (resource.type) {
    case 'EdgeNetwork':
      own(fields, words('apiVersion kind metadata spec status'));
      own(spec, edgeNetwork, { name: 'computeNetwork', fields: computeNetwork });
      own(spec.at('computeNetwork'), computeNetwork);
      for (const node of listed(spec, 'nodes')) own(node, words('name role labels ips'));
      for (const network of spec.at('externalNetworks').node?.type === 'sequence' ? spec.list('externalNetworks') : [])
        own(network, words('name subnet'));
      return;
    case 'Workload': {
      const known = workloads[resource.controller];
      if (known === undefined) return;
      near(spec, known, resource.controller === 'CronJob' ? 'cronJob' : 'workload');
      const job = resource.controller === 'CronJob' ? spec.at('jobTemplate', 'spec') : spec;
      if (job !== spec) near(job, workloads['Job'] ?? [], 'workload');
      if (resource.controller !== 'ReplicationController') near(job.at('selector'), selector, 'selector');
      near(job.at('template'), words('metadata spec'), 'template');
      near(job.at('template', 'metadata'), metadata, 'metadata');
      // kubernetes pkg/apis/apps/validation, pkg/apis/batch/validation
      pod(job.at('template', 'spec'), resource.controller === 'Job' || job !== spec ? 'OnFailure Never' : 'Always');
      oneOf(spec.at('strategy'), 'type', words('Recreate RollingUpdate'));
      oneOf(spec.at('updateStrategy'), 'type', words('OnDelete RollingUpdate'));
      oneOf(spec, 'podManagementPolicy', words('OrderedReady Parallel'));
      oneOf(spec, 'concurrencyPolicy', words('Allow Forbid Replace'));
      oneOf(job, 'completionMode', words('NonIndexed Indexed'));
      return;
    }
    case 'Pod':
      pod(spec, 'Always OnFailure Never');
      return;
    case 'Service':
      near(spec, service, 'service');
      for (const port of listed(spec, 'ports')) near(port, servicePort, 'servicePort');
      return;
    case 'NetworkPolicy':
      near(spec, words('podSelector policyTypes ingress egress'), 'policy');
      near(spec.at('podSelector'), selector, 'selector');
      for (const [direction, side] of [
        ['ingress', 'from'],
        ['egress', 'to'],
      ] as const) {
        if (spec.at(direction).node?.type !== 'sequence') continue;
        for (const rule of spec.list(direction)) {
          near(rule, [side, 'ports'], `${direction}Rule`);
          for (const peer of listed(rule, side)) {
            near(peer, words('podSelector namespaceSelector ipBlock'), 'peer');
            near(peer.at('ipBlock'), words('cidr except'));
            for (const field of ['podSelector', 'namespaceSelector']) near(peer.at(field), selector, 'selector');
          }
          for (const port of listed(rule, 'ports')) near(port, words('port protocol endPort'));
        }
      }
      return;
    case 'Ingress':
      near(spec, words('ingressClassName defaultBackend rules tls backend'), 'ingress');
      const isOld = resource.apiVersion !== 'networking.k8s.io/v1';
      for (const rule of listed(spec, 'rules')) {
        near(rule, words('host http'), 'rule');
        near(rule.at('http'), ['paths']);
        for (const path of listed(rule.at('http'), 'paths')) {
          near(path, words('path pathType backend'), 'path');
          oneOf(path, 'pathType', words('Prefix Exact ImplementationSpecific'));
          near(path.at('backend'), isOld ? words('service resource serviceName servicePort') : words('service resource'), 'backend');
          near(path.at('backend', 'service'), words('name port'));
          near(path.at('backend', 'service', 'port'), words('name number'));
        }
      }
      return;
    case 'DistributionConfiguration':
      ofDistribution(resource.embeddedText === undefined ? fields : containedConfiguration(fields, resource), resource.kind);
      return;
    case 'Autoscaler':
      if (resource.kind === 'HorizontalPodAutoscaler') near(spec.at('scaleTargetRef'), words('apiVersion kind name'), undefined, []);
      return;
    case 'DisruptionBudget':
      near(spec.at('selector'), selector, 'selector');
      return;
    case 'IPAddressPool':
      near(spec, words('addresses autoAssign avoidBuggyIPs serviceAllocation'), 'pool');
      near(spec.at('serviceAllocation'), words('priority namespaces namespaceSelectors serviceSelectors'));
      for (const key of ['namespaceSelectors', 'serviceSelectors'])
        for (const each of listed(spec.at('serviceAllocation'), key)) near(each, selector, 'selector');
      return;
    case 'L2Advertisement':
      near(
        spec,
        words('ipAddressPools ipAddressPoolSelectors nodeSelectors interfaces serviceSelectors preferredNodeSelectors'),
        'advertisement',
      );
      selectorsOf(spec);
      return;
    case 'BGPAdvertisement':
      near(
        spec,
        words(
          'aggregationLength aggregationLengthV6 localPref communities ipAddressPools ipAddressPoolSelectors nodeSelectors peers serviceSelectors',
        ),
        'advertisement',
      );
      selectorsOf(spec);
      return;
    case 'IPPool':
      near(
        spec,
        words(
          'cidr vxlanMode ipipMode natOutgoing disabled disableBGPExport blockSize nodeSelector namespaceSelector allowedUses assignmentMode',
        ),
        'calicoPool',
      );
      return;
    default:
      if (rarer.has(resource.type)) reportRarerFields(fields, resource, { near, oneOf, listed });
      else if (isNamed.test(resource.kind)) reportOtherFields(fields, resource, { near, oneOf, listed });
  }
}

function ofDistribution(fields: Fields, kind: string): void {
  switch (kind === 'ConfigMap' ? fields.text('kind') : kind) {
    case 'KubeProxyConfiguration':
      slips(fields.at('ipvs'), ['strictARP']);
      for (const key of ['strictARP', 'strictArp']) if (fields.at(key).exists) reportMisplaced(fields, key, 'documentOfProxy', top);
      return;
    case 'ClusterConfiguration':
      slips(fields.at('networking'), ofNetworking, otherWords);
      for (const key of ofNetworking) if (fields.at(key).exists) reportMisplaced(fields, key, 'documentOfConfiguration', top);
      return;
    case 'InitConfiguration':
    case 'JoinConfiguration':
      for (const key of ['networking', ...ofNetworking]) if (fields.at(key).exists) reportElsewhere(fields, key);
      return;
    default:
  }
}

/** What stands in the text of a ConfigMap. */
function containedConfiguration(fields: Fields, { embeddedText = '', ...base }: DistributionConfigurationResource): Fields {
  return fields.at('data', configurationKeyOf(fields, base) ?? '').contained(parseYaml(embeddedText).root);
}

/** Kinds that `reportRarerFields` knows. */
const rarer: ReadonlySet<Resource['type']> = new Set([
  'CalicoNetworkPolicy',
  'Monitor',
  'BGPPeer',
  'Gateway',
  'ListenerSet',
  'Route',
  'EndpointSlice',
]);

/** Kinds that `reportOtherFields` knows, of whatever group. */
const isNamed = /^(BGPPeer|BGPConfiguration|Installation|CiliumL2AnnouncementPolicy|CiliumLoadBalancerIPPool|Certificate)$/;

function selectorsOf(spec: Fields): void {
  for (const key of ['ipAddressPoolSelectors', 'nodeSelectors']) for (const each of listed(spec, key)) near(each, selector, 'selector');
}

function pod(spec: Fields, restartPolicies: string): void {
  near(spec, podSpec, 'pod');
  oneOf(spec, 'restartPolicy', words(restartPolicies));
  for (const toleration of listed(spec, 'tolerations')) {
    oneOf(toleration, 'operator', words('Exists Equal Lt Gt'));
    oneOf(toleration, 'effect', words('NoSchedule PreferNoSchedule NoExecute'));
  }
  for (const constraint of listed(spec, 'topologySpreadConstraints'))
    oneOf(constraint, 'whenUnsatisfiable', words('DoNotSchedule ScheduleAnyway'));
  oneOf(spec, 'dnsPolicy', words('ClusterFirst ClusterFirstWithHostNet Default None'));
  for (const key of ['containers', 'initContainers']) {
    if (spec.at(key).node?.type !== 'sequence') continue;
    for (const each of spec.list(key)) {
      near(each, container, 'container');
      oneOf(each, 'imagePullPolicy', words('Always IfNotPresent Never'));
      for (const port of listed(each, 'ports')) near(port, containerPort, 'containerPort');
      for (const entry of listed(each, 'env')) near(entry, variable, 'variable');
      const resources = each.at('resources');
      near(resources, words('requests limits claims'));
      for (const bound of ['requests', 'limits']) near(resources.at(bound), amounts);
      for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
        near(each.at(name), probe);
        near(each.at(name, 'httpGet'), words('path port host scheme httpHeaders'));
        oneOf(each.at(name, 'httpGet'), 'scheme', words('HTTP HTTPS'));
        near(each.at(name, 'tcpSocket'), words('port host'));
        near(each.at(name, 'grpc'), words('port service'));
      }
    }
  }
}

/** The text of a field that is written with a slip in its name, which is reported; absent where none is that. `isIt`: whether a text may stand in it. */
export function slipOf(fields: Fields, name: string, isIt: (text: string) => boolean): string | undefined {
  const { node } = fields;
  if (node?.type !== 'map' || fields.at(name).exists) return undefined;
  for (const { key } of node.entries) {
    const text = fields.at(key).node;
    if (key.length < 3 || text?.type !== 'scalar' || nearestOf(key, [name]) === undefined || !isIt(text.text)) continue;
    reportSlip(fields, key, name);
    return text.text;
  }
  return undefined;
}

function listed(fields: Fields, key: string): readonly Fields[] {
  return fields.at(key).node?.type === 'sequence' ? fields.list(key) : [];
}

const ofNetworking = words('podSubnet serviceSubnet dnsDomain');

/** What the flags of the programs, and other products, call these. */
const otherWords: readonly (readonly [isIt: RegExp, name: string])[] = [
  [/^(pod|cluster)-?_?(network-?)?cidrs?$/i, 'podSubnet'],
  [/^(service|svc)-?_?(cluster-?)?(ip-?range|cidrs?)$/i, 'serviceSubnet'],
  [/^(cluster|service)-?_?(dns-?)?domain$/i, 'dnsDomain'],
];

/** What kubeadm has in the configuration of the whole cluster. */
function reportElsewhere(fields: Fields, key: string): void {
  fields.context.report({
    code: 'resource/unknown-field',
    message: message('The field {0} belongs to a {1}, and is not read here.', key, 'ClusterConfiguration'),
    place: { ...fields.at(key).place, part: 'key' as const },
  });
}

/** k3s-io/docs docs/cli/server.md: those that are read. Each key is a flag of the program, which does not start with one that it does not know. */
const ofServer = words('cluster-cidr service-cidr cluster-dns cluster-domain service-node-port-range flannel-backend disable node-ip');

/** Of `config.yaml` of K3s and RKE2. */
export function reportServerSlips(fields: Fields): void {
  slips(fields, ofServer);
}

/** Of a machine configuration of Talos, which refuses a field that it does not know. siderolabs/talos pkg/machinery/config/types/v1alpha1/v1alpha1_types.go */
export function reportTalosSlips(fields: Fields): void {
  slips(fields.at('cluster', 'proxy'), words('disabled image mode extraArgs'));
  slips(fields.at('cluster', 'network'), words('cni dnsDomain podSubnets serviceSubnets'));
}

/** Of files that no kubectl reads. */
function slips(fields: Fields, known: Names, others: typeof otherWords = []): void {
  const { node } = fields;
  if (node?.type !== 'map') return;
  for (const { key } of node.entries) {
    const name = key.replace(/\+$/, '');
    const meant = known.includes(name) ? undefined : (others.find(([isIt]) => isIt.test(name))?.[1] ?? nearestOf(name, known));
    if (meant === undefined || fields.at(meant).exists) continue;
    const place = { ...fields.at(key).place, part: 'key' as const };
    fields.context.report({
      code: 'resource/unknown-field',
      message: message('There is no field {0} here, so that it is not read. Nearest is {1}.', key, meant),
      place,
      corrections: [{ title: message('Write {0}', meant), place, replaces: key, text: meant }],
    });
  }
}

/** A value of an enumeration. */
function oneOf(fields: Fields, key: string, values: Names): void {
  const field = fields.at(key);
  const { node } = field;
  if (node?.type !== 'scalar' || node.value === null || node.text === '' || values.includes(node.text) || holdsPlaceholder(node.text))
    return;
  const meant = nearestOf(node.text, values) ?? values.find((value) => value.toLowerCase() === node.text.toLowerCase());
  fields.context.report({
    code: 'resource/wrong-type',
    message: message('The API server takes {0} for {1}, not {2}.', list(values), key, node.text),
    place: field.place,
    corrections: meant === undefined ? [] : [{ title: message('Write {0}', meant), place: field.place, replaces: node.text, text: meant }],
  });
}

/** A slip of a name that is known and not written beside it; and, in a map that has a `level`, what belongs elsewhere. `reported`: slips of these have been told of where they would keep the whole from being read. */
function near(fields: Fields, known: Names, level?: Level, reported: Names = top.slice(0, 2)): void {
  const { node } = fields;
  if (node?.type !== 'map') return;
  for (const { key } of node.entries) {
    if (known.includes(key) || key.length < 3 || key === 'status') continue;
    const meant = nearestOf(key, known) ?? known.find((name) => lettersOf(name) === lettersOf(key));
    if (meant === undefined) {
      if (level !== undefined) reportMisplaced(fields, key, level, known);
    } else if (!reported.includes(meant) && !node.entries.some((entry) => entry.key === meant)) reportSlip(fields, key, meant);
  }
}

/** `peer-asn` for `peerASN`, `Replicas` for `replicas`. */
function lettersOf(name: string): string {
  return name.replace(/[-_]/g, '').toLowerCase();
}

function reportSlip(fields: Fields, key: string, meant: string): void {
  const place = { ...fields.at(key).place, part: 'key' as const };
  fields.context.report({
    code: 'resource/unknown-field',
    message: message('There is no field {0} here: kubectl refuses it, and other tools pass over it. Nearest is {1}.', key, meant),
    place,
    corrections: [{ title: message('Write {0}', meant), place, replaces: key, text: meant }],
  });
}

/** Any name that is not known: nobody else reads this format. One of the fields of `below` is only one step too high. */
function own(fields: Fields, known: Names, below?: { readonly name: string; readonly fields: Names }): void {
  const { node } = fields;
  if (node?.type !== 'map') return;
  for (const { key } of node.entries) {
    if (known.includes(key) || key.startsWith('x-')) continue;
    if (below?.fields.includes(key) === true) {
      fields.context.report({
        code: 'resource/unknown-field',
        severity: 'information',
        message: message('The field {0} belongs below {1}, and is not read here.', key, below.name),
        place: { ...fields.at(key).place, part: 'key' as const },
      });
      continue;
    }
    const meant = nearestOf(
      key,
      known.filter((name) => !node.entries.some((entry) => entry.key === name)),
    );
    const place = { ...fields.at(key).place, part: 'key' as const };
    fields.context.report({
      code: 'resource/unknown-field',
      message:
        meant === undefined
          ? message('There is no field {0} here, so that it is not read. The fields are {1}.', key, list(known))
          : message('There is no field {0} here, so that it is not read. Nearest is {1}.', key, meant),
      place,
      ...(meant === undefined ? {} : { corrections: [{ title: message('Write {0}', meant), place, replaces: key, text: meant }] }),
    });
  }
}
