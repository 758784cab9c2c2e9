import { groupOf, type StringMap } from '../../manifests/metadata.ts';
import type { Resource } from '../../manifests/resource.ts';
import { fitsWildcard } from '../../manifests/wildcard.ts';

/** What the operator of a kind makes for a resource of it. `*` stands for any text, `{name}` for the name of the resource. */
export interface Making {
  /** Labels of the pods, as `key=value`; a key that ends with `/*` is any of that prefix. Absent: whatever the resource says, which is not read here. */
  readonly pods: readonly string[] | undefined;
  /** Names of the Services. */
  readonly services: readonly string[];
  /** Where they are; absent: in the namespace of the resource. */
  readonly namespaces?: readonly string[];
}

/** The kinds of an API group, and what is made for each. */
type Group = Readonly<Record<string, Making>>;

const making = (pods: readonly string[] | undefined, ...services: readonly string[]): Making => ({ pods, services });
/** The kind describes work of other objects: no pod comes of it. */
const nothing = making([]);

const app = (name: string) => `app.kubernetes.io/name=${name}`;
const instance = (name: string) => `app.kubernetes.io/instance=${name}`;
const managedBy = (name: string) => `app.kubernetes.io/managed-by=${name}`;
const managed = (name: string) => [managedBy(name), `app.kubernetes.io/part-of=${name}`];

/** pkg/prometheus/server/statefulset.go, pkg/alertmanager/statefulset.go, pkg/thanos/statefulset.go of prometheus-operator/prometheus-operator */
const prometheus: Group = Object.fromEntries(
  [
    ['Prometheus', 'prometheus', 'prometheus-operated'],
    ['PrometheusAgent', 'prometheus', 'prometheus-agent-operated'],
    ['Alertmanager', 'alertmanager', 'alertmanager-operated'],
    ['ThanosRuler', 'thanos-ruler', 'thanos-ruler-operated'],
  ].map(([kind = '', word = '', service = '']) => [
    kind,
    making(
      [`${word}={name}`, app(word), `app=${word}`, instance('{name}'), managedBy('prometheus-operator'), 'operator.prometheus.io/*=*'],
      service,
    ),
  ]),
);

/** cluster-operator/src/main/java/io/strimzi/operator/cluster/model/Labels.java of strimzi/strimzi-kafka-operator */
const strimzi = making(
  [
    'strimzi.io/*=*',
    instance('{name}'),
    ...managed('strimzi'),
    managedBy('strimzi-cluster-operator'),
    'app.kubernetes.io/part-of=strimzi-{name}',
  ],
  '{name}-*',
);

/** pkg/controller/common/labels of elastic/cloud-on-k8s */
const elastic = (service: string) => making(['common.k8s.elastic.co/*=*', '*.k8s.elastic.co/*=*'], service);

/** internal/controller/operator/factory of VictoriaMetrics/operator */
const victoria = (kind: string) => making([app(kind), instance('{name}'), managedBy('vm-operator')], `${kind}-{name}`, `${kind}-{name}-*`);

/**
 * Kinds of operators of which it is known what pods and Services come of them, each with the source that it was read from.
 * A kind that is not here may make pods of any labels in its own namespace. Labels are those that tell these pods apart; a selector that asks for none of them means other pods.
 */
const groups: Readonly<Record<string, Group>> = {
  'monitoring.coreos.com': prometheus,
  // pkg/specs/pods.go, pkg/utils/labels_annotations.go of cloudnative-pg/cloudnative-pg
  'postgresql.cnpg.io': {
    Cluster: making(
      [
        'cnpg.io/*=*',
        'postgresql={name}',
        'role=primary',
        'role=replica',
        app('postgresql'),
        instance('{name}'),
        managedBy('cloudnative-pg'),
      ],
      '{name}-rw',
      '{name}-ro',
      '{name}-r',
      '{name}-any',
    ),
    Pooler: making(['cnpg.io/*=*'], '{name}'),
    Backup: nothing,
    ScheduledBackup: nothing,
    Database: nothing,
  },
  // pkg/cluster/k8sres.go, docs/reference/operator_parameters.md of zalando/postgres-operator
  'acid.zalan.do': {
    postgresql: making(
      ['application=spilo', 'application=db-connection-pooler', 'cluster-name={name}', 'spilo-role=*', 'team=*', 'connection-pooler=*'],
      '{name}',
      '{name}-*',
    ),
  },
  // internal/naming/labels.go of CrunchyData/postgres-operator
  'postgres-operator.crunchydata.com': { PostgresCluster: making(['postgres-operator.crunchydata.com/*=*'], '{name}-*') },
  'kafka.strimzi.io': {
    Kafka: strimzi,
    KafkaNodePool: strimzi,
    KafkaConnect: strimzi,
    KafkaMirrorMaker: strimzi,
    KafkaMirrorMaker2: strimzi,
    KafkaBridge: strimzi,
    KafkaTopic: nothing,
    KafkaUser: nothing,
    KafkaConnector: nothing,
    KafkaRebalance: nothing,
  },
  'elasticsearch.k8s.elastic.co': { Elasticsearch: elastic('{name}-es-*') },
  'kibana.k8s.elastic.co': { Kibana: elastic('{name}-kb-http') },
  'apm.k8s.elastic.co': { ApmServer: elastic('{name}-apm-http') },
  'logstash.k8s.elastic.co': { Logstash: elastic('{name}-ls-*') },
  'beat.k8s.elastic.co': { Beat: elastic('{name}-beat-*') },
  'agent.k8s.elastic.co': { Agent: elastic('{name}-agent-http') },
  // internal/metadata/label.go, internal/resource/client_service.go of rabbitmq/cluster-operator
  'rabbitmq.com': {
    RabbitmqCluster: making(
      [app('{name}'), 'app.kubernetes.io/component=rabbitmq', 'app.kubernetes.io/part-of=rabbitmq'],
      '{name}',
      '{name}-nodes',
    ),
    Queue: nothing,
    Exchange: nothing,
    Binding: nothing,
    User: nothing,
    Vhost: nothing,
    Policy: nothing,
    Permission: nothing,
  },
  // operator/redisfailover/service/constants.go, generator.go of spotahome/redis-operator
  'databases.spotahome.com': {
    RedisFailover: making(
      [
        app('{name}'),
        'app.kubernetes.io/part-of=redis-failover',
        managedBy('redis-operator'),
        'redisfailovers*=*',
        'app=rfs-{name}',
        'app=rfr-{name}',
      ],
      'rfs-{name}',
      'rfr-{name}',
      'rfrm-{name}',
      'rfrs-{name}',
    ),
  },
  // pkg/k8sutils/labels.go of OT-CONTAINER-KIT/redis-operator
  'redis.redis.opstreelabs.in': Object.fromEntries(
    ['Redis', 'RedisCluster', 'RedisReplication', 'RedisSentinel'].map((kind) => [
      kind,
      making(['app={name}', 'app={name}-*', 'redis_setup_type=*', 'role=*'], '{name}', '{name}-*'),
    ]),
  ),
  // workflow/common/common.go of argoproj/argo-workflows; pkg/shared of argoproj/argo-events
  'argoproj.io': {
    Workflow: making(['workflows.argoproj.io/*=*']),
    CronWorkflow: making(['workflows.argoproj.io/*=*']),
    WorkflowTemplate: nothing,
    ClusterWorkflowTemplate: nothing,
    EventSource: making(['eventsource-name={name}', 'controller=eventsource-controller', 'owner-name={name}'], '{name}-eventsource-svc'),
    Sensor: making(['sensor-name={name}', 'controller=sensor-controller', 'owner-name={name}']),
    EventBus: making(['eventbus-name={name}', 'controller=eventbus-controller', 'owner-name={name}'], 'eventbus-{name}-*'),
    Experiment: making(['rollouts-pod-template-hash=*']),
    AnalysisRun: nothing,
    // What these apply is rendered; what of it is not here is an unknown of its own.
    Application: nothing,
    ApplicationSet: nothing,
    AppProject: nothing,
  },
  'helm.cattle.io': { HelmChart: nothing, HelmChartConfig: nothing },
  'fleet.cattle.io': { GitRepo: nothing, Cluster: nothing, ClusterGroup: nothing },
  // staging/src/kubevirt.io/api/core/v1/types.go of kubevirt/kubevirt: pods have the labels of the machine's template
  'kubevirt.io': {
    VirtualMachine: making(undefined),
    VirtualMachineInstance: making(undefined),
    VirtualMachineInstanceReplicaSet: making(undefined),
  },
  // pkg/apis/serving/register.go, pkg/reconciler/revision/resources/meta.go of knative/serving
  'serving.knative.dev': Object.fromEntries(
    ['Service', 'Configuration', 'Revision', 'Route'].map((kind) => [
      kind,
      making(['serving.knative.dev/*=*', 'app={name}*'], '{name}', '{name}-*'),
    ]),
  ),
  // pkg/constants/constants.go (PredictorServiceName, DefaultPredictorServiceName) of kserve/kserve
  'serving.kserve.io': {
    InferenceService: making(
      ['serving.kserve.io/*=*', 'serving.knative.dev/*=*', 'app=isvc.{name}-*', 'component=predictor', 'component=transformer'],
      '{name}',
      ...['predictor', 'transformer', 'explainer'].flatMap((part) => [`{name}-${part}`, `{name}-${part}-default`]),
    ),
    InferenceGraph: making(['serving.kserve.io/*=*', 'serving.knative.dev/*=*'], '{name}'),
    ServingRuntime: nothing,
    ClusterServingRuntime: nothing,
    ClusterStorageContainer: nothing,
    TrainedModel: nothing,
  },
  // pkg/apis/minio.min.io/v2/labels.go of minio/operator
  'minio.min.io': { Tenant: making(['v1.min.io/*=*'], 'minio', '{name}-hl', '{name}-console') },
  // pkg/apis/psmdb/v1/psmdb_types.go, pkg/naming of percona/percona-server-mongodb-operator and its kin
  'psmdb.percona.com': { PerconaServerMongoDB: making([app('percona-server-mongodb'), instance('{name}')], '{name}-*') },
  'pxc.percona.com': { PerconaXtraDBCluster: making([app('percona-xtradb-cluster'), instance('{name}')], '{name}-*') },
  // controllers/construct of mongodb/mongodb-kubernetes-operator
  'mongodbcommunity.mongodb.com': { MongoDBCommunity: making(['app={name}-svc'], '{name}-svc') },
  // pkg/util/constants.go of mysql/mysql-operator (mysqloperator/controller)
  'mysql.oracle.com': {
    InnoDBCluster: making(['mysql.oracle.com/cluster={name}', 'component=mysqld', 'component=mysqlrouter'], '{name}', '{name}-*'),
  },
  // pkg/builder/labels of mariadb-operator/mariadb-operator
  'k8s.mariadb.com': {
    MariaDB: making([app('mariadb'), instance('{name}')], '{name}', '{name}-*'),
    MaxScale: making([app('maxscale'), instance('{name}')], '{name}', '{name}-*'),
    Database: nothing,
    User: nothing,
    Grant: nothing,
  },
  // pkg/apis/clickhouse.altinity.com of Altinity/clickhouse-operator
  'clickhouse.altinity.com': { ClickHouseInstallation: making(['clickhouse.altinity.com/*=*'], 'clickhouse-{name}', 'chi-{name}-*') },
  // pkg/operator/ceph/controller/label.go of rook/rook
  'ceph.rook.io': Object.fromEntries(
    ['CephCluster', 'CephFilesystem', 'CephObjectStore', 'CephNFS', 'CephRBDMirror'].map((kind) => [
      kind,
      making(
        [
          'app=rook-ceph-*',
          'rook_cluster=*',
          'ceph_daemon_type=*',
          'ceph_daemon_id=*',
          'rook_object_store={name}',
          'rook_file_system={name}',
          'rook.io/*=*',
        ],
        'rook-ceph-*',
      ),
    ]),
  ),
  // pkg/deployment, pkg/util/labels.go of jaegertracing/jaeger-operator
  'jaegertracing.io': { Jaeger: making(['app=jaeger', instance('{name}'), 'app.kubernetes.io/part-of=jaeger'], '{name}-*') },
  // internal/manifests/manifestutils/labels.go of open-telemetry/opentelemetry-operator
  'opentelemetry.io': {
    OpenTelemetryCollector: making(
      [app('{name}-collector'), instance('*.{name}'), managedBy('opentelemetry-operator')],
      '{name}-collector*',
    ),
    Instrumentation: nothing,
  },
  'operator.victoriametrics.com': Object.fromEntries(
    ['VMSingle', 'VMAgent', 'VMAlert', 'VMAlertmanager', 'VMAuth', 'VLSingle', 'VMSelect', 'VMInsert', 'VMStorage'].map((kind) => [
      kind,
      victoria(kind.toLowerCase()),
    ]),
  ),
  // controllers/model of grafana/grafana-operator
  'grafana.integreatly.org': {
    Grafana: making(['app={name}'], '{name}-service', '{name}-alerting'),
    GrafanaDashboard: nothing,
    GrafanaDatasource: nothing,
    GrafanaFolder: nothing,
  },
  // ray-operator/controllers/ray/utils/constant.go of ray-project/kuberay
  'ray.io': Object.fromEntries(['RayCluster', 'RayJob', 'RayService'].map((kind) => [kind, making(['ray.io/*=*'], '{name}-*')])),
  // pilot/pkg/config/kube/gateway/deploymentcontroller.go of istio/istio; internal/infrastructure/kubernetes/proxy of envoyproxy/gateway
  'gateway.networking.k8s.io': {
    Gateway: making(['gateway.networking.k8s.io/*=*', 'istio.io/gateway-name={name}', 'gateway.envoyproxy.io/*=*'], '{name}', '{name}-*'),
  },
  // manifests/charts of istio/istio
  'install.istio.io': { IstioOperator: { ...making(['istio=*', 'app=istio*'], 'istio*'), namespaces: ['istio-system'] } },
  // pkg/render/*.go of tigera/operator
  'operator.tigera.io': Object.fromEntries(
    ['Installation', 'APIServer', 'LogCollector', 'Monitor', 'Goldmane', 'Whisker', 'ManagementClusterConnection'].map((kind) => [
      kind,
      {
        ...making(['k8s-app=*', 'app.kubernetes.io/name=*', 'apiserver=*'], '*'),
        namespaces: ['calico-system', 'calico-apiserver', 'tigera-operator', 'tigera-*'],
      },
    ]),
  ),
  // pkg/canary/deployment_controller.go of fluxcd/flagger: a copy of the Deployment, its label with -primary behind
  'flagger.app': {
    Canary: making(['app=*-primary', 'name=*-primary', 'app.kubernetes.io/name=*-primary'], '*-primary', '*-canary'),
    MetricTemplate: nothing,
    AlertProvider: nothing,
  },
  // pkg/reconciler/eventlistener/resources of tektoncd/triggers; pkg/apis/pipeline of tektoncd/pipeline
  'triggers.tekton.dev': {
    EventListener: making(['eventlistener={name}'], 'el-{name}'),
    TriggerBinding: nothing,
    TriggerTemplate: nothing,
  },
  'tekton.dev': { PipelineRun: making(['tekton.dev/*=*']), TaskRun: making(['tekton.dev/*=*']), Pipeline: nothing, Task: nothing },
  // controllers/actions.summerwind.net of actions/actions-runner-controller
  'actions.summerwind.dev': Object.fromEntries(
    ['Runner', 'RunnerDeployment', 'RunnerSet', 'RunnerReplicaSet'].map((kind) => [
      kind,
      making(['runner-deployment-name={name}', 'runner-template-hash=*', 'runner-name=*']),
    ]),
  ),
  // internal/resources/const.go of dragonflydb/dragonfly-operator
  'dragonflydb.io': {
    Dragonfly: making(
      [
        'app={name}',
        ...['name', 'component', 'part-of'].map((key) => `app.kubernetes.io/${key}=dragonfly`),
        instance('{name}'),
        managedBy('dragonfly-operator'),
        'role=master',
        'role=replica',
        'master-ip=*',
      ],
      '{name}',
    ),
  },
  // internal/controller/utils/labels.go of backube/volsync
  'volsync.backube': Object.fromEntries(
    ['ReplicationSource', 'ReplicationDestination'].map((kind) => [
      kind,
      making(['app.kubernetes.io/created-by=volsync', 'app.kubernetes.io/part-of=volsync', 'volsync.backube/*=*'], 'volsync-*'),
    ]),
  ),
  // Jobs and proxies that bear their operator's labels.
  'k8up.io': {},
  'upgrade.cattle.io': {},
  'tailscale.com': {},
  'keda.sh': { ScaledJob: making(['scaledjob.keda.sh/name={name}']) },
  // operator/pkg/resources of bank-vaults/vault-operator
  'vault.banzaicloud.com': { Vault: making([app('vault'), 'vault_cr={name}', 'global=*'], '{name}', '{name}-*') },
};

/** Groups whose kinds are configuration that no pod comes of. */
const withoutPods = [
  'rbac.authorization.k8s.io',
  'networking.k8s.io',
  'storage.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'admissionregistration.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'certificates.k8s.io',
  'node.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'resource.k8s.io',
  'policy.networking.k8s.io',
  'snapshot.storage.k8s.io',
  'k8s.cni.cncf.io',
  'metrics.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'kustomize.config.k8s.io',
  'kubeadm.k8s.io',
  'kubelet.config.k8s.io',
  'kubeproxy.config.k8s.io',
  'apiserver.config.k8s.io',
  'audit.k8s.io',
  'kind.x-k8s.io',
  'x-k8s.io',
  'autoscaling.k8s.io',
  'metallb.io',
  'projectcalico.org',
  'edgenetwork',
  'networking.istio.io',
  'security.istio.io',
  'telemetry.istio.io',
  'extensions.istio.io',
  'cert-manager.io',
  'cilium.io',
  'traefik.io',
  'traefik.containo.us',
  'konghq.com',
  'getambassador.io',
  'projectcontour.io',
  'k8s.nginx.org',
  'external-secrets.io',
  // Secrets out of other stores.
  'onepassword.com',
  'isindir.github.com',
  'secrets.hashicorp.com',
  'secrets.infisical.com',
  'k8s.bitwarden.com',
  'objectbucket.io',
  'talos.dev',
  'barmancloud.cnpg.io',
  'externaldns.k8s.io',
  'observability.giantswarm.io',
  'sloth.slok.dev',
  'policy.linkerd.io',
  'instancetype.kubevirt.io',
  'nfd.k8s-sigs.io',
  'backstage.io',
  'k3d.io',
  'image.openshift.io',
  'user.openshift.io',
  'bitnami.com',
  'secrets-store.csi.x-k8s.io',
  'keda.sh',
  'kyverno.io',
  'gatekeeper.sh',
  'wgpolicyk8s.io',
  'cloud.google.com',
  'networking.gke.io',
  'monitoring.googleapis.com',
  'azmonitoring.coreos.com',
  'spire.spiffe.io',
  'gateway.envoyproxy.io',
  'gateway.nginx.org',
  'config.openshift.io',
  'route.openshift.io',
  'security.openshift.io',
  'kustomize.toolkit.fluxcd.io',
  'helm.toolkit.fluxcd.io',
  'source.toolkit.fluxcd.io',
  'source.extensions.fluxcd.io',
  'fluxcd.controlplane.io',
  'image.toolkit.fluxcd.io',
  'notification.toolkit.fluxcd.io',
  'velero.io',
  'longhorn.io',
  'karpenter.sh',
  'crossplane.io',
  'upbound.io',
  'dapr.io',
  'skaffold',
  '',
  'apps',
  'batch',
  'autoscaling',
  'policy',
  'extensions',
];

/** What operators of whom something is known make for a further kind of theirs, as they nearly all do: labels of their domain, or that hold the name of the resource. */
function usual(group: string): Making {
  return making([`*${group}/*=*`, '*={name}', '*={name}-*', '*=*-{name}'], '{name}', '{name}-*', '*-{name}');
}

const podless: ReadonlySet<string> = new Set(withoutPods);

/** What comes of a resource of a kind that is not Kubernetes' own; undefined: nobody here knows, it may be anything in its namespace. */
export function makingOf({ apiVersion, kind }: Pick<Resource, 'apiVersion' | 'kind'>): Making | undefined {
  const group = groupOf(apiVersion);
  const known = groups[group];
  if (known !== undefined) return known[kind] ?? usual(group);
  // Also of a group below one of these: `acme.cert-manager.io`.
  for (let part = group; ; part = part.slice(part.indexOf('.') + 1)) {
    if (podless.has(part)) return nothing;
    if (!part.includes('.')) return undefined;
  }
}

/** Whether a Making has pods with one of the labels: the pods of such a selector are these. */
export function hasLabelOf({ pods }: Making, name: string, labels: StringMap): boolean {
  return pods?.some((pair) => Object.entries(labels).some(([key, value]) => fits(pair, name, `${key}=${value}`))) === true;
}

/** Whether a Making surely has a Service of this name: it is called after the resource and nothing else. */
export function hasServiceFor({ services }: Making, name: string, service: string): boolean {
  return services.some((pattern) => pattern.includes('{name}') && !pattern.includes('*') && pattern.replaceAll('{name}', name) === service);
}

/** Whether a Making has a Service of this name. */
export function hasServiceOf({ services }: Making, name: string, service: string): boolean {
  return services.some((pattern) => fits(pattern, name, service));
}

/** Whether what is made may be in a namespace; an unknown one is any. */
export function isMadeIn({ namespaces }: Making, own: string | undefined, namespace: string | undefined): boolean {
  if (namespace === undefined) return true;
  return namespaces === undefined ? own === undefined || own === namespace : namespaces.some((pattern) => fits(pattern, '', namespace));
}

function fits(pattern: string, name: string, text: string): boolean {
  return fitsWildcard(pattern.replaceAll('{name}', name), text);
}
