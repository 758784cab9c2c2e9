/** The fields that a map may have, as they are written. */
export type Names = readonly string[];

/** The words of a text with single blanks between them. */
export const words = (text: string): Names => text.split(' ');

// kubernetes staging/src/k8s.io/apimachinery/pkg/apis/meta/v1, staging/src/k8s.io/api/core/v1
export const metadata = words(
  'name generateName namespace labels annotations finalizers ownerReferences uid resourceVersion generation creationTimestamp deletionTimestamp deletionGracePeriodSeconds managedFields selfLink clusterName',
);
export const top = words('apiVersion kind metadata spec');
export const selector = words('matchLabels matchExpressions');
export const podSpec = words(
  'volumes initContainers containers ephemeralContainers restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName serviceAccount automountServiceAccountToken nodeName hostNetwork hostPID hostIPC hostUsers shareProcessNamespace securityContext imagePullSecrets hostname hostnameOverride subdomain affinity schedulerName tolerations hostAliases priorityClassName priority dnsConfig readinessGates runtimeClassName enableServiceLinks preemptionPolicy overhead topologySpreadConstraints setHostnameAsFQDN os schedulingGates resourceClaims resources workloadRef',
);
export const container = words(
  'name image command args workingDir ports envFrom env resources resizePolicy restartPolicy restartPolicyRules volumeMounts volumeDevices livenessProbe readinessProbe startupProbe lifecycle terminationMessagePath terminationMessagePolicy imagePullPolicy securityContext stdin stdinOnce tty',
);
export const containerPort = words('name hostPort containerPort protocol hostIP');
export const variable = words('name value valueFrom');
export const amounts = words('cpu memory ephemeral-storage');
export const probe = words(
  'httpGet tcpSocket grpc exec initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold terminationGracePeriodSeconds',
);

/** kubernetes staging/src/k8s.io/api: apps/v1, batch/v1, core/v1 */
export const workloads: Readonly<Record<string, Names>> = {
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

export const service = words(
  'ports selector clusterIP clusterIPs type externalIPs sessionAffinity loadBalancerIP loadBalancerSourceRanges externalName externalTrafficPolicy healthCheckNodePort publishNotReadyAddresses sessionAffinityConfig ipFamily ipFamilies ipFamilyPolicy allocateLoadBalancerNodePorts loadBalancerClass internalTrafficPolicy trafficDistribution topologyKeys',
);
export const servicePort = words('name protocol appProtocol port targetPort nodePort');

// Our own: schemas/edge-network.schema.json
export const edgeNetwork = words(
  'profile computeNetwork kubernetesNodeIPs kubernetesServiceIPs podSubnet serviceSubnet dnsDomain clusterDNS nodes externalNetworks manifests serviceNodePortRange loadBalancerClass podNetwork',
);
export const computeNetwork = words('subnet gateway dhcpRanges reservedIPs');
