import { nearestOf } from '../../base/nearest.ts';
import { list, message } from '../../base/message.ts';
import type { Fields } from '../fields.ts';
import { holdsPlaceholder } from '../placeholder.ts';
import type { Resource } from './kinds.ts';

type Names = readonly string[];
const words = (text: string): Names => text.split(' ');

const metadata = words(
  'name generateName namespace labels annotations finalizers ownerReferences uid resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds managedFields selfLink clusterName',
);
const top = words('apiVersion kind metadata spec');
const selector = words('matchLabels matchExpressions');
const podSpec = words(
  'volumes initContainers containers ephemeralContainers restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName serviceAccount automountServiceAccountToken nodeName hostNetwork hostPID hostIPC hostUsers shareProcessNamespace securityContext imagePullSecrets hostname hostnameOverride subdomain affinity schedulerName tolerations hostAliases priorityClassName priority dnsConfig readinessGates runtimeClassName enableServiceLinks preemptionPolicy overhead topologySpreadConstraints setHostnameAsFQDN os schedulingGates resourceClaims resources workloadRef',
);
const container = words(
  'name image command args workingDir ports envFrom env resources resizePolicy restartPolicy restartPolicyRules volumeMounts volumeDevices livenessProbe readinessProbe startupProbe lifecycle terminationMessagePath terminationMessagePolicy imagePullPolicy securityContext stdin stdinOnce tty',
);
const containerPort = words('name hostPort containerPort protocol hostIP');
const variable = words('name value valueFrom');
const amounts = words('cpu memory ephemeral-storage');
const probe = words(
  'httpGet tcpSocket grpc exec initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold terminationGracePeriodSeconds',
);

/** kubernetes staging/src/k8s.io/api: apps/v1, batch/v1, core/v1 */
const workloads: Readonly<Record<string, Names>> = {
  Deployment: words('replicas selector template strategy minReadySeconds revisionHistoryLimit paused progressDeadlineSeconds rollbackTo'),
  ReplicaSet: words('replicas selector template minReadySeconds'),
  ReplicationController: words('replicas selector template minReadySeconds'),
  StatefulSet: words(
    'replicas selector template volumeClaimTemplates serviceName podManagementPolicy updateStrategy revisionHistoryLimit minReadySeconds persistentVolumeClaimRetentionPolicy ordinals',
  ),
  DaemonSet: words('selector template updateStrategy minReadySeconds revisionHistoryLimit templateGeneration'),
  Job: words(
    'parallelism completions activeDeadlineSeconds podFailurePolicy successPolicy backoffLimit backoffLimitPerIndex maxFailedIndexes selector manualSelector template ttlSecondsAfterFinished completionMode suspend podReplacementPolicy managedBy',
  ),
  CronJob: words(
    'schedule timeZone startingDeadlineSeconds concurrencyPolicy suspend jobTemplate successfulJobsHistoryLimit failedJobsHistoryLimit',
  ),
};

const service = words(
  'ports selector clusterIP clusterIPs type externalIPs sessionAffinity loadBalancerIP loadBalancerSourceRanges externalName externalTrafficPolicy healthCheckNodePort publishNotReadyAddresses sessionAffinityConfig ipFamily ipFamilies ipFamilyPolicy allocateLoadBalancerNodePorts loadBalancerClass internalTrafficPolicy trafficDistribution topologyKeys',
);
const servicePort = words('name protocol appProtocol port targetPort nodePort');
const edgeNetwork = words(
  'profile computeNetwork kubernetesNodeIPs kubernetesServiceIPs podSubnet serviceSubnet dnsDomain clusterDNS nodes externalNetworks manifests serviceNodePortRange loadBalancerClass podNetwork',
);

const computeNetwork = words('subnet gateway dhcpRanges reservedIPs');

/** Fields that there are not and that would change what becomes of the manifest: in our own format every one, in others those that are a slip of one that counts. */
export function reportUnknownFields(fields: Fields, resource: Resource): void {
  const spec = fields.at('spec');
  near(fields, top);
  near(fields.at('metadata'), metadata);
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
      near(spec, known);
      const job = resource.controller === 'CronJob' ? spec.at('jobTemplate', 'spec') : spec;
      if (job !== spec) near(job, workloads['Job'] ?? []);
      if (resource.controller !== 'ReplicationController') near(job.at('selector'), selector);
      near(job.at('template'), words('metadata spec'));
      near(job.at('template', 'metadata'), metadata);
      pod(job.at('template', 'spec'));
      return;
    }
    case 'Pod':
      pod(spec);
      return;
    case 'Service':
      near(spec, service);
      for (const port of listed(spec, 'ports')) near(port, servicePort);
      return;
    case 'NetworkPolicy':
      near(spec, words('podSelector policyTypes ingress egress'));
      near(spec.at('podSelector'), selector);
      for (const [direction, side] of [
        ['ingress', 'from'],
        ['egress', 'to'],
      ] as const) {
        if (spec.at(direction).node?.type !== 'sequence') continue;
        for (const rule of spec.list(direction)) {
          near(rule, [side, 'ports']);
          if (rule.at(side).node?.type === 'sequence')
            for (const peer of rule.list(side)) near(peer, words('podSelector namespaceSelector ipBlock'));
          for (const port of listed(rule, 'ports')) near(port, words('port protocol endPort'));
        }
      }
      return;
    case 'Ingress':
      near(spec, words('ingressClassName defaultBackend rules tls backend'));
      for (const rule of listed(spec, 'rules')) {
        near(rule, words('host http'));
        near(rule.at('http'), ['paths']);
        for (const path of listed(rule.at('http'), 'paths')) {
          near(path, words('path pathType backend'));
          oneOf(path, 'pathType', words('Prefix Exact ImplementationSpecific'));
          near(path.at('backend'), words('service resource serviceName servicePort'));
          near(path.at('backend', 'service'), words('name port'));
          near(path.at('backend', 'service', 'port'), words('name number'));
        }
      }
      return;
    case 'Autoscaler':
      if (resource.kind === 'HorizontalPodAutoscaler') near(spec.at('scaleTargetRef'), words('apiVersion kind name'), []);
      return;
    case 'Monitor':
      near(spec, words('selector namespaceSelector endpoints podMetricsEndpoints jobLabel targetLabels'));
      return;
    case 'IPAddressPool':
      near(spec, words('addresses autoAssign avoidBuggyIPs serviceAllocation'));
      return;
    case 'L2Advertisement':
      near(spec, words('ipAddressPools ipAddressPoolSelectors nodeSelectors interfaces serviceSelectors preferredNodeSelectors'));
      return;
    case 'BGPAdvertisement':
      near(
        spec,
        words(
          'aggregationLength aggregationLengthV6 localPref communities ipAddressPools ipAddressPoolSelectors nodeSelectors peers serviceSelectors',
        ),
      );
      return;
    case 'IPPool':
      near(
        spec,
        words(
          'cidr vxlanMode ipipMode natOutgoing nat-outgoing disabled disableBGPExport blockSize nodeSelector namespaceSelector allowedUses assignmentMode ipip',
        ),
      );
      return;
    default:
  }
}

function pod(spec: Fields): void {
  near(spec, podSpec);
  oneOf(spec, 'restartPolicy', words('Always OnFailure Never'));
  oneOf(spec, 'dnsPolicy', words('ClusterFirst ClusterFirstWithHostNet Default None'));
  for (const key of ['containers', 'initContainers']) {
    if (spec.at(key).node?.type !== 'sequence') continue;
    for (const each of spec.list(key)) {
      near(each, container);
      for (const port of listed(each, 'ports')) near(port, containerPort);
      for (const entry of listed(each, 'env')) near(entry, variable);
      const resources = each.at('resources');
      near(resources, words('requests limits claims'));
      for (const bound of ['requests', 'limits']) near(resources.at(bound), amounts);
      for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
        near(each.at(name), probe);
        near(each.at(name, 'httpGet'), words('path port host scheme httpHeaders'));
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

/** A slip of a name that is known and not written beside it. `reported`: slips of these have been told of where they would keep the whole from being read. */
function near(fields: Fields, known: Names, reported: Names = top.slice(0, 2)): void {
  const { node } = fields;
  if (node?.type !== 'map') return;
  for (const { key } of node.entries) {
    if (known.includes(key) || key.length < 3) continue;
    const meant = nearestOf(key, known);
    if (meant === undefined || reported.includes(meant) || node.entries.some((entry) => entry.key === meant)) continue;
    reportSlip(fields, key, meant);
  }
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
