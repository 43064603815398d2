/**
 * The labels that operators put on the pods that they make for their custom resources, from the operators' own sources and from listings of
 * their pods (November 2026). A pattern is a value; `<n>` stands for the resource's name, `<ns>` for its namespace, `a|b` for either,
 * `x*` for anything that starts so, `*` for anything.
 */
export interface OperatorRow {
  readonly group: string
  readonly kinds: readonly string[]
  readonly labels: Readonly<Record<string, string>>
}

/** The four recommended labels, as most operators use them. */
function recommended(
  labels: Readonly<Record<'name' | 'instance' | 'component' | 'managed-by' | 'part-of' | 'version', string> | Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [`app.kubernetes.io/${key}`, value]))
}

/** The same prefix before every key. */
function under(prefix: string, labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [`${prefix}/${key}`, value]))
}

const CEPH = {
  rook_cluster: '<ns>',
  ceph_daemon_type: '*',
  ceph_daemon_id: '*',
  instance: '*',
  ...recommended({name: 'ceph-*', instance: '*', component: '*', 'part-of': '*', 'managed-by': 'rook-ceph-operator', 'created-by': '*'}),
}
const STRIMZI = {
  ...under('strimzi.io', {
    cluster: '<n>',
    kind: '*',
    name: '<n>-*',
    'component-type': '*',
    'pool-name': '*',
    'broker-role': '*',
    'controller-role': '*',
    controller: 'strimzipodset',
    'controller-name': '*',
    'pod-name': '*',
  }),
  ...recommended({name: '*', instance: '<n>', 'managed-by': 'strimzi-cluster-operator', 'part-of': 'strimzi-<n>'}),
}
const TELEMETRY = {'part-of': 'opentelemetry', instance: '<ns>.<n>', 'managed-by': 'opentelemetry-operator', version: '*'}

export const OPERATOR_TABLE: readonly OperatorRow[] = [
  {
    group: 'monitoring.coreos.com',
    kinds: ['Prometheus'],
    labels: {
      prometheus: '<n>',
      ...recommended({name: 'prometheus', instance: '<n>', 'managed-by': 'prometheus-operator', version: '*'}),
      ...under('operator.prometheus.io', {name: '<n>', shard: '*'}),
    },
  },
  {
    group: 'monitoring.coreos.com',
    kinds: ['PrometheusAgent'],
    labels: {
      ...recommended({name: 'prometheus-agent', instance: '<n>', 'managed-by': 'prometheus-operator'}),
      ...under('operator.prometheus.io', {name: '<n>', mode: 'agent', shard: '*'}),
    },
  },
  {
    group: 'monitoring.coreos.com',
    kinds: ['Alertmanager'],
    labels: {
      alertmanager: '<n>',
      ...recommended({name: 'alertmanager', instance: '<n>', 'managed-by': 'prometheus-operator', version: '*'}),
    },
  },
  {
    group: 'monitoring.coreos.com',
    kinds: ['ThanosRuler'],
    labels: {'thanos-ruler': '<n>', ...recommended({name: 'thanos-ruler', instance: '<n>', 'managed-by': 'prometheus-operator'})},
  },
  {
    group: 'ceph.rook.io',
    kinds: ['CephCluster'],
    labels: {
      ...CEPH,
      app: 'rook-ceph-mon|rook-ceph-mgr|rook-ceph-osd|rook-ceph-exporter|rook-ceph-crashcollector',
      mgr_role: '*',
      mgr: '*',
      mon: '*',
      osd: '*',
    },
  },
  {group: 'ceph.rook.io', kinds: ['CephObjectStore'], labels: {...CEPH, app: 'rook-ceph-rgw', rook_object_store: '<n>', rgw: '<n>'}},
  {group: 'ceph.rook.io', kinds: ['CephNFS'], labels: {...CEPH, app: 'rook-ceph-nfs', ceph_nfs: '<n>', nfs: '<n>-*'}},
  {group: 'ceph.rook.io', kinds: ['CephFilesystem'], labels: {...CEPH, app: 'rook-ceph-mds', rook_file_system: '<n>'}},
  {
    group: 'ceph.rook.io',
    kinds: ['CephRBDMirror', 'CephFilesystemMirror', 'CephNVMeOFGateway'],
    labels: {...CEPH, app: 'rook-ceph-rbd-mirror|rook-ceph-fs-mirror|rook-ceph-nvmeof'},
  },
  {
    group: 'rabbitmq.com',
    kinds: ['RabbitmqCluster'],
    labels: recommended({name: '<n>', component: 'rabbitmq', 'part-of': 'rabbitmq|pivotal-rabbitmq'}),
  },
  {group: 'kafka.strimzi.io', kinds: ['Kafka', 'KafkaConnect', 'KafkaMirrorMaker2', 'KafkaBridge'], labels: STRIMZI},
  {
    group: 'elasticsearch.k8s.elastic.co',
    kinds: ['Elasticsearch'],
    labels: {
      'common.k8s.elastic.co/type': 'elasticsearch',
      ...under('elasticsearch.k8s.elastic.co', {
        'cluster-name': '<n>',
        'statefulset-name': '<n>-*',
        version: '*',
        'http-scheme': '*',
        'node-master': '*',
        'node-data': '*',
        'node-ingest': '*',
      }),
    },
  },
  {
    group: 'kibana.k8s.elastic.co',
    kinds: ['Kibana'],
    labels: {'common.k8s.elastic.co/type': 'kibana', 'kibana.k8s.elastic.co/name': '<n>'},
  },
  {
    group: 'postgresql.cnpg.io',
    kinds: ['Cluster'],
    labels: {
      ...under('cnpg.io', {cluster: '<n>', instanceName: '<n>-*', instanceRole: 'primary|replica', podRole: 'instance'}),
      role: 'primary|replica',
    },
  },
  {group: 'postgresql.cnpg.io', kinds: ['Pooler'], labels: under('cnpg.io', {poolerName: '<n>', podRole: 'pooler'})},
  {
    group: 'acid.zalan.do',
    kinds: ['postgresql'],
    labels: {application: 'spilo', 'cluster-name': '<n>', 'spilo-role': 'master|replica', team: '*'},
  },
  {
    group: 'postgres-operator.crunchydata.com',
    kinds: ['PostgresCluster'],
    labels: under('postgres-operator.crunchydata.com', {cluster: '<n>', instance: '*', 'instance-set': '*', data: 'postgres', role: '*'}),
  },
  {
    group: 'pxc.percona.com',
    kinds: ['PerconaXtraDBCluster'],
    labels: recommended({
      name: 'percona-xtradb-cluster',
      instance: '<n>',
      component: 'pxc|haproxy|proxysql',
      'managed-by': 'percona-xtradb-cluster-operator',
      'part-of': 'percona-xtradb-cluster',
    }),
  },
  {
    group: 'psmdb.percona.com',
    kinds: ['PerconaServerMongoDB'],
    labels: recommended({name: 'percona-server-mongodb', instance: '<n>', component: '*', replset: '*', 'managed-by': '*', 'part-of': '*'}),
  },
  {group: 'mongodbcommunity.mongodb.com', kinds: ['MongoDBCommunity'], labels: {app: '<n>-svc'}},
  {
    group: 'mysql.oracle.com',
    kinds: ['InnoDBCluster'],
    labels: {component: 'mysqld|mysqlrouter', tier: 'mysql', ...under('mysql.oracle.com', {cluster: '<n>', 'cluster-role': '*'})},
  },
  {
    group: 'k8s.mariadb.com',
    kinds: ['MariaDB', 'MaxScale'],
    labels: {
      ...recommended({name: 'mariadb|maxscale', instance: '<n>'}),
      'k8s.mariadb.com/role': '*',
      'statefulset.kubernetes.io/pod-name': '<n>-*',
    },
  },
  {
    group: 'cassandra.datastax.com',
    kinds: ['CassandraDatacenter'],
    labels: {
      ...under('cassandra.datastax.com', {cluster: '*', datacenter: '<n>', rack: '*', 'node-state': '*', 'seed-node': '*'}),
      ...recommended({name: 'cassandra', instance: 'cassandra-*', 'managed-by': 'cass-operator'}),
    },
  },
  {
    group: 'scylla.scylladb.com',
    kinds: ['ScyllaCluster'],
    labels: {
      app: 'scylla',
      ...under('scylla', {cluster: '<n>', datacenter: '*', rack: '*'}),
      ...recommended({name: 'scylla', 'managed-by': 'scylla-operator'}),
    },
  },
  {
    group: 'clickhouse.altinity.com',
    kinds: ['ClickHouseInstallation'],
    labels: under('clickhouse.altinity.com', {
      chi: '<n>',
      app: 'chop',
      namespace: '<ns>',
      cluster: '*',
      shard: '*',
      replica: '*',
      ready: '*',
    }),
  },
  {group: 'minio.min.io', kinds: ['Tenant'], labels: under('v1.min.io', {tenant: '<n>', pool: '*', kes: '<n>-kes'})},
  {
    group: 'k8s.keycloak.org',
    kinds: ['Keycloak'],
    labels: {app: 'keycloak', ...recommended({'managed-by': 'keycloak-operator', instance: '<n>', component: 'server'})},
  },
  {
    group: 'redis.redis.opstreelabs.in',
    kinds: ['Redis', 'RedisCluster', 'RedisReplication', 'RedisSentinel'],
    labels: {app: '<n>*', redis_setup_type: '*', role: '*', 'redis-role': '*'},
  },
  {
    group: 'databases.spotahome.com',
    kinds: ['RedisFailover'],
    labels: {
      ...recommended({name: '<n>', component: 'redis|sentinel', 'part-of': 'redis-failover'}),
      'redisfailovers.databases.spotahome.com/name': '<n>',
      'redisfailovers-role': '*',
    },
  },
  {
    group: 'pingcap.com',
    kinds: ['TidbCluster'],
    labels: recommended({name: 'tidb-cluster', instance: '<n>', component: '*', 'managed-by': 'tidb-operator'}),
  },
  {
    group: 'planetscale.com',
    kinds: ['VitessCluster'],
    labels: under('planetscale.com', {cluster: '<n>', component: '*', cell: '*', keyspace: '*', shard: '*', 'tablet-type': '*'}),
  },
  {
    group: 'opentelemetry.io',
    kinds: ['OpenTelemetryCollector'],
    labels: recommended({
      ...TELEMETRY,
      name: '<n>-collector|<n>-targetallocator',
      component: 'opentelemetry-collector|opentelemetry-targetallocator',
    }),
  },
  {
    group: 'opentelemetry.io',
    kinds: ['TargetAllocator'],
    labels: recommended({...TELEMETRY, name: '<n>-targetallocator', component: 'opentelemetry-targetallocator'}),
  },
  {
    group: 'opentelemetry.io',
    kinds: ['OpAMPBridge'],
    labels: recommended({...TELEMETRY, name: '<n>-opamp-bridge', component: 'opentelemetry-opamp-bridge'}),
  },
  {
    group: 'jaegertracing.io',
    kinds: ['Jaeger'],
    labels: {
      app: 'jaeger',
      ...recommended({name: '<n>*', instance: '<n>', component: '*', 'part-of': 'jaeger', 'managed-by': 'jaeger-operator'}),
    },
  },
  {group: 'grafana.integreatly.org', kinds: ['Grafana'], labels: {app: '<n>', 'app.kubernetes.io/managed-by': 'grafana-operator'}},
  {
    group: 'operator.victoriametrics.com',
    kinds: ['VMSingle', 'VMCluster', 'VMAgent', 'VMAlert', 'VMAlertmanager', 'VMAuth'],
    labels: recommended({name: 'vm*', instance: '<n>', component: 'monitoring', 'managed-by': 'vm-operator'}),
  },
  {
    group: 'serving.knative.dev',
    kinds: ['Service', 'Configuration', 'Revision'],
    labels: {...under('serving.knative.dev', {service: '<n>', configuration: '<n>', revision: '<n>-*', revisionUID: '*'}), app: '<n>-*'},
  },
  {
    group: 'serving.kserve.io',
    kinds: ['InferenceService'],
    labels: {'serving.kserve.io/inferenceservice': '<n>', component: 'predictor|transformer|explainer', app: 'isvc.<n>-*'},
  },
  {
    group: 'ray.io',
    kinds: ['RayCluster'],
    labels: {
      ...under('ray.io', {cluster: '<n>', 'node-type': 'head|worker', group: '*', identifier: '<n>-*', 'is-ray-node': 'yes'}),
      ...recommended({name: 'kuberay', 'created-by': 'kuberay-operator'}),
    },
  },
  {
    group: 'ray.io',
    kinds: ['RayService', 'RayJob'],
    labels: under('ray.io', {
      cluster: '<n>-*',
      'node-type': 'head|worker',
      serve: '*',
      group: '*',
      identifier: '<n>-*',
      'is-ray-node': 'yes',
    }),
  },
  {
    group: 'sparkoperator.k8s.io',
    kinds: ['SparkApplication', 'ScheduledSparkApplication'],
    labels: {
      'spark-role': 'driver|executor',
      'spark-app-name': '*',
      'spark-app-selector': '*',
      ...under('sparkoperator.k8s.io', {'app-name': '<n>*', 'launched-by-spark-operator': 'true', 'submission-id': '*'}),
    },
  },
  {group: 'flink.apache.org', kinds: ['FlinkDeployment'], labels: {app: '<n>', component: 'jobmanager|taskmanager', type: 'flink-*'}},
  {group: 'kubeflow.org', kinds: ['Notebook'], labels: {'notebook-name': '<n>', statefulset: '<n>'}},
  {
    group: 'kubeflow.org',
    kinds: ['PyTorchJob', 'TFJob', 'MPIJob', 'XGBoostJob', 'PaddleJob'],
    labels: under('training.kubeflow.org', {
      'job-name': '<n>',
      'replica-type': '*',
      'replica-index': '*',
      'job-role': '*',
      'operator-name': '*',
    }),
  },
  {
    group: 'kubevirt.io',
    kinds: ['VirtualMachine', 'VirtualMachineInstance', 'VirtualMachineInstanceReplicaSet'],
    labels: {'kubevirt.io': 'virt-launcher', 'vm.kubevirt.io/name': '<n>', ...under('kubevirt.io', {'created-by': '*', nodeName: '*'})},
  },
  {
    group: 'jobset.x-k8s.io',
    kinds: ['JobSet'],
    labels: under('jobset.sigs.k8s.io', {
      'jobset-name': '<n>',
      'replicatedjob-name': '*',
      'job-index': '*',
      'job-key': '*',
      'restart-attempt': '*',
      'global-replica-index': '*',
    }),
  },
  {
    group: 'leaderworkerset.x-k8s.io',
    kinds: ['LeaderWorkerSet'],
    labels: under('leaderworkerset.sigs.k8s.io', {
      name: '<n>',
      'group-index': '*',
      'worker-index': '*',
      'group-key': '*',
      'template-revision-hash': '*',
    }),
  },
  {group: 'argoproj.io', kinds: ['Workflow', 'CronWorkflow'], labels: under('workflows.argoproj.io', {workflow: '<n>*', completed: '*'})},
  {
    group: 'argoproj.io',
    kinds: ['EventSource'],
    labels: {controller: 'eventsource-controller', 'eventsource-name': '<n>', 'owner-name': '<n>'},
  },
  {group: 'argoproj.io', kinds: ['ArgoCD'], labels: recommended({name: '<n>-*', 'part-of': 'argocd'})},
  {
    group: 'tekton.dev',
    kinds: ['TaskRun', 'PipelineRun'],
    labels: under('tekton.dev', {taskRun: '<n>', pipelineRun: '<n>', task: '*', pipeline: '*'}),
  },
  {
    group: 'triggers.tekton.dev',
    kinds: ['EventListener'],
    labels: {eventlistener: '<n>', ...recommended({'managed-by': 'EventListener', 'part-of': 'Triggers'})},
  },
  {
    group: 'pkg.crossplane.io',
    kinds: ['Provider', 'Function'],
    labels: under('pkg.crossplane.io', {provider: '<n>', function: '<n>', revision: '<n>-*'}),
  },
  {group: 'kaito.sh', kinds: ['Workspace', 'RAGEngine'], labels: under('kaito.sh', {workspace: '<n>', workspacenamespace: '<ns>'})},
  {group: 'core.humio.com', kinds: ['HumioCluster'], labels: recommended({name: 'humio', instance: '<n>', 'managed-by': 'humio-operator'})},
  {group: 'core.spinkube.dev', kinds: ['SpinApp'], labels: {'core.spinkube.dev/app-name': '<n>'}},
  {group: 'agones.dev', kinds: ['GameServer', 'Fleet'], labels: under('agones.dev', {role: 'gameserver', gameserver: '<n>', fleet: '<n>'})},
  {
    group: 'batch.volcano.sh',
    kinds: ['Job'],
    labels: under('volcano.sh', {'job-name': '<n>', 'task-spec': '*', 'queue-name': '*', 'job-namespace': '<ns>'}),
  },
  {
    group: 'install.istio.io',
    kinds: ['IstioOperator'],
    labels: {app: 'istiod|istio-ingressgateway|istio-egressgateway', istio: '*', 'istio.io/rev': '*'},
  },
  {
    group: 'gateway.networking.k8s.io',
    kinds: ['Gateway'],
    labels: {
      ...under('gateway.networking.k8s.io', {'gateway-name': '<n>', 'gateway-class-name': '*'}),
      'istio.io/gateway-name': '<n>',
      ...under('service.istio.io', {'canonical-name': '<n>-*', 'canonical-revision': 'latest'}),
      'gateway.istio.io/managed': '*',
      'app.kubernetes.io/name': '<n>*',
    },
  },
]

/** Labels that only a running controller sets on pods, whatever made them, by key. */
export const CONTROLLER_LABELS: Readonly<Record<string, string>> = {
  'statefulset.kubernetes.io/pod-name': 'the StatefulSet controller',
  'apps.kubernetes.io/pod-index': 'the StatefulSet controller',
  'longhorn.io/admission-webhook': 'longhorn-manager',
  'longhorn.io/recovery-backend': 'longhorn-manager',
  'longhorn.io/conversion-webhook': 'longhorn-manager',
  'longhorn.io/component': 'longhorn-manager',
  'longhorn.io/managed-by': 'longhorn-manager',
  'longhorn.io/share-manager': 'longhorn-manager',
  'security.istio.io/tlsMode': "Istio's sidecar injector",
  'service.istio.io/canonical-name': "Istio's sidecar injector",
  'service.istio.io/canonical-revision': "Istio's sidecar injector",
  'linkerd.io/control-plane-ns': "Linkerd's proxy injector",
  'linkerd.io/workload-ns': "Linkerd's proxy injector",
  'gateway.envoyproxy.io/owning-gateway-name': 'Envoy Gateway',
  'gateway.envoyproxy.io/owning-gateway-namespace': 'Envoy Gateway',
  'acme.cert-manager.io/http01-solver': 'cert-manager',
}

/** Resources that bring whole applications with them, with labels that nobody can tell from here. */
export const DELIVERY_KINDS: ReadonlySet<string> = new Set([
  'argoproj.io/Application',
  'argoproj.io/ApplicationSet',
  'helm.toolkit.fluxcd.io/HelmRelease',
  'kustomize.toolkit.fluxcd.io/Kustomization',
  'helm.cattle.io/HelmChart',
  'operators.coreos.com/Subscription',
])
