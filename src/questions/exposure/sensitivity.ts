/** 1: tells strangers much. 2: guards data or control with a login, as a rule. 3: hands them over, for nobody has to log in unless somebody saw to it. */
export type SensitivityLevel = 1 | 2 | 3

/** What had better not be open, and by what it is known. */
export interface Sensitivity {
  /** A few words, to stand in a table. */
  readonly what: string
  readonly level: SensitivityLevel
  /** Ports that hardly anything else uses. */
  readonly ports: readonly number[]
  /** How charts name the ports. */
  readonly portNames: readonly string[]
  /** The last part of an image's name, without tag; and of what the labels of its pods call it. */
  readonly names: readonly string[]
  /** Where the port, and who may use it by default, is written down. */
  readonly source: string
}

type Row = Partial<Pick<Sensitivity, 'ports' | 'portNames' | 'names'>>

function row(what: string, level: SensitivityLevel, source: string, {ports = [], portNames = [], names = []}: Row): Sensitivity {
  return {what, level, ports, portNames, names, source}
}

const CONTROL_PLANE: readonly Sensitivity[] = [
  row('etcd', 3, 'https://kubernetes.io/docs/reference/networking/ports-and-protocols/', {
    ports: [2379, 2380],
    portNames: ['etcd-client', 'etcd-peer'],
    names: ['etcd'],
  }),
  row('kubelet', 3, 'https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/', {
    ports: [10_250, 10_255],
    portNames: ['kubelet', 'https-kubelet'],
  }),
  row('control plane', 2, 'https://kubernetes.io/docs/reference/networking/ports-and-protocols/', {
    ports: [6443, 10_257, 10_259],
    names: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'],
  }),
  row('Docker API', 3, 'https://docs.docker.com/engine/security/protect-access/', {ports: [2375, 2376], names: ['docker-dind']}),
]

const REMOTE_ACCESS: readonly Sensitivity[] = [
  row('SSH', 2, 'https://www.iana.org/assignments/service-names-port-numbers', {
    ports: [22],
    portNames: ['ssh'],
    names: ['openssh-server', 'sshd'],
  }),
  row('RDP', 2, 'https://learn.microsoft.com/troubleshoot/windows-server/networking/service-overview-and-network-port-requirements', {
    ports: [3389],
    portNames: ['rdp'],
  }),
  row('VNC', 2, 'https://www.rfc-editor.org/rfc/rfc6143', {ports: [5900, 5901], portNames: ['vnc']}),
  row('Telnet', 3, 'https://www.rfc-editor.org/rfc/rfc854', {ports: [23], portNames: ['telnet']}),
]

const DATABASES: readonly Sensitivity[] = [
  row('database', 2, 'https://dev.mysql.com/doc/mysql-port-reference/en/', {
    ports: [3306, 33_060],
    portNames: ['mysql', 'mysqlx', 'mariadb'],
    names: ['mysql', 'mysql-server', 'mariadb', 'percona', 'percona-server', 'percona-xtradb-cluster'],
  }),
  row('database', 2, 'https://www.postgresql.org/docs/current/runtime-config-connection.html', {
    ports: [5432],
    portNames: ['postgres', 'postgresql', 'tcp-postgresql', 'pgsql'],
    names: ['postgres', 'postgresql', 'postgis', 'timescaledb', 'pgbouncer', 'pgpool', 'spilo-15', 'spilo-16', 'spilo-17'],
  }),
  row('database', 2, 'https://learn.microsoft.com/sql/sql-server/install/configure-the-windows-firewall-to-allow-sql-server-access', {
    ports: [1433, 1434],
    portNames: ['mssql'],
    names: ['mssql', 'server-linux'],
  }),
  row('database', 2, 'https://docs.oracle.com/en/database/oracle/oracle-database/', {ports: [1521], names: ['oracle-xe', 'oracle-free']}),
  // It asks for no password until somebody enables access control.
  row('database', 3, 'https://www.mongodb.com/docs/manual/administration/security-checklist/', {
    ports: [27_017, 27_018, 27_019],
    portNames: ['mongo', 'mongodb'],
    names: ['mongo', 'mongodb', 'mongodb-community-server', 'percona-server-mongodb'],
  }),
  row('database', 3, 'https://cassandra.apache.org/doc/latest/cassandra/managing/operating/security.html', {
    ports: [9042, 9160, 7199],
    portNames: ['cql', 'cassandra'],
    names: ['cassandra', 'scylla', 'scylladb'],
  }),
  row('database', 2, 'https://www.cockroachlabs.com/docs/stable/recommended-production-settings', {
    ports: [26_257],
    names: ['cockroach', 'cockroachdb'],
  }),
  row('database', 3, 'https://clickhouse.com/docs/guides/sre/network-ports', {
    ports: [9440],
    portNames: ['clickhouse'],
    names: ['clickhouse', 'clickhouse-server'],
  }),
  row('database', 2, 'https://docs.couchdb.org/en/stable/setup/single-node.html', {ports: [5984], names: ['couchdb']}),
  row('database', 2, 'https://docs.influxdata.com/influxdb/', {ports: [8086], names: ['influxdb']}),
  row('database', 2, 'https://neo4j.com/docs/operations-manual/current/configuration/ports/', {ports: [7474, 7687], names: ['neo4j']}),
  row('search index', 3, 'https://www.elastic.co/docs/reference/elasticsearch/configuration-reference/networking-settings', {
    ports: [9200, 9300],
    portNames: ['elasticsearch', 'opensearch', 'es-http'],
    names: ['elasticsearch', 'opensearch', 'solr'],
  }),
  row('vector database', 3, 'https://qdrant.tech/documentation/guides/security/', {
    ports: [6333, 6334, 19_530],
    names: ['qdrant', 'milvus', 'weaviate', 'chroma', 'chromadb'],
  }),
  row('object store', 2, 'https://docs.min.io/', {names: ['minio']}),
]

const CACHES_AND_BROKERS: readonly Sensitivity[] = [
  // "Redis is designed to be accessed by trusted clients inside trusted environments."
  row('cache', 3, 'https://redis.io/docs/latest/operate/oss_and_stack/management/security/', {
    ports: [6379, 26_379],
    portNames: ['redis', 'tcp-redis', 'valkey'],
    names: ['redis', 'valkey', 'keydb', 'dragonfly', 'redis-stack', 'redis-stack-server', 'redis-sentinel', 'redis-cluster'],
  }),
  row('cache', 3, 'https://docs.memcached.org/serverguide/configuring/', {
    ports: [11_211],
    portNames: ['memcache', 'memcached'],
    names: ['memcached'],
  }),
  row('cache', 3, 'https://docs.hazelcast.com/', {ports: [5701], names: ['hazelcast']}),
  row('message broker', 2, 'https://www.rabbitmq.com/docs/networking', {
    ports: [5671, 5672, 25_672],
    portNames: ['amqp', 'amqps'],
    names: ['rabbitmq', 'rabbitmq-server'],
  }),
  row('message broker', 3, 'https://kafka.apache.org/documentation/#security', {
    ports: [9092],
    portNames: ['kafka', 'tcp-kafka'],
    names: ['kafka', 'cp-kafka', 'redpanda'],
  }),
  row('message broker', 3, 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats', {
    ports: [4222, 6222],
    portNames: ['nats'],
    names: ['nats', 'nats-server'],
  }),
  row('message broker', 2, 'https://activemq.apache.org/components/classic/documentation/', {
    ports: [61_616],
    names: ['activemq', 'activemq-artemis', 'activemq-classic'],
  }),
  row('message broker', 2, 'https://docs.oasis-open.org/mqtt/mqtt/v5.0/mqtt-v5.0.html', {
    ports: [1883],
    portNames: ['mqtt'],
    names: ['eclipse-mosquitto', 'mosquitto', 'emqx', 'vernemq'],
  }),
  row('message broker', 2, 'https://pulsar.apache.org/docs/next/reference-configuration/', {ports: [6650], names: ['pulsar']}),
  row('ZooKeeper', 3, 'https://zookeeper.apache.org/doc/current/zookeeperAdmin.html', {
    ports: [2181],
    portNames: ['zookeeper'],
    names: ['zookeeper', 'cp-zookeeper'],
  }),
  row('secret store', 2, 'https://developer.hashicorp.com/vault/docs/configuration/listener/tcp', {
    ports: [8200],
    names: ['vault', 'openbao'],
  }),
  row('Consul', 3, 'https://developer.hashicorp.com/consul/docs/reference/architecture/ports', {ports: [8500], names: ['consul']}),
  row('LDAP', 2, 'https://www.rfc-editor.org/rfc/rfc4511', {ports: [389], portNames: ['ldap'], names: ['openldap']}),
  row('NFS', 3, 'https://www.rfc-editor.org/rfc/rfc7530', {ports: [2049], portNames: ['nfs'], names: ['nfs-server']}),
]

const CONSOLES: readonly Sensitivity[] = [
  row('admin console', 2, 'https://kubernetes.io/docs/tasks/access-application-cluster/web-ui-dashboard/', {
    names: ['kubernetes-dashboard', 'dashboard-web', 'headlamp', 'rancher', 'portainer', 'portainer-ce'],
    portNames: ['admin', 'http-admin', 'admin-http', 'management', 'console', 'mgmt'],
  }),
  row('admin console', 2, 'https://argo-cd.readthedocs.io/en/stable/operator-manual/security/', {
    names: ['argocd', 'argocd-server', 'jenkins', 'gitlab-ce', 'gitlab-ee', 'keycloak', 'awx', 'spinnaker-gate', 'atlantis'],
  }),
  row('admin console', 2, 'https://www.phpmyadmin.net/', {
    names: ['phpmyadmin', 'adminer', 'pgadmin4', 'mongo-express', 'redis-commander', 'redisinsight', 'kafka-ui', 'cloudbeaver'],
  }),
  row('admin console', 2, 'https://www.rabbitmq.com/docs/management', {ports: [15_672]}),
  row('workflow console', 3, 'https://airflow.apache.org/docs/apache-airflow/stable/security/', {
    names: ['argocli', 'airflow', 'flower', 'prefect'],
  }),
  row('cluster scheduler', 3, 'https://hadoop.apache.org/docs/stable/hadoop-yarn/hadoop-yarn-site/ResourceManagerRest.html', {
    ports: [50_070, 9870],
    names: ['hadoop', 'flink', 'spark'],
  }),
  row('dashboard', 1, 'https://grafana.com/docs/grafana/latest/setup-grafana/configure-security/', {
    names: ['grafana', 'kiali', 'jaeger', 'jaeger-query', 'hubble-ui', 'traefik-dashboard', 'linkerd-web', 'goldpinger'],
    portNames: ['dashboard'],
  }),
  row('dashboard', 2, 'https://www.elastic.co/docs/reference/kibana/configuration-reference', {
    ports: [5601],
    names: ['kibana', 'opensearch-dashboards'],
  }),
]

const METRICS: readonly Sensitivity[] = [
  row('metrics', 1, 'https://prometheus.io/docs/operating/security/', {
    ports: [9100, 9104, 9121, 9187],
    portNames: ['metrics', 'http-metrics', 'https-metrics', 'prometheus', 'http-prom', 'exporter', 'tcp-prometheus'],
    names: ['prometheus', 'alertmanager', 'pushgateway', 'node-exporter', 'kube-state-metrics', 'thanos', 'victoria-metrics', 'loki'],
  }),
  // Heap dumps among them.
  row('profiler or debugger', 3, 'https://pkg.go.dev/net/http/pprof', {
    ports: [5005],
    portNames: ['pprof', 'debug', 'jdwp', 'jmx', 'debugger'],
  }),
]

const MODEL_SERVERS: readonly Sensitivity[] = [
  // Whoever reaches its API may use it: it knows no login.
  row('model server', 3, 'https://docs.ollama.com/api/authentication', {ports: [11_434], names: ['ollama']}),
  row('model server', 3, 'https://docs.vllm.ai/en/latest/usage/security.html', {
    names: ['vllm-openai', 'vllm', 'text-generation-inference', 'llama.cpp', 'sglang', 'tritonserver', 'localai', 'tgi', 'lmdeploy'],
  }),
  row('notebook', 3, 'https://jupyter-server.readthedocs.io/en/latest/operators/security.html', {
    portNames: ['jupyter', 'notebook'],
    names: ['jupyter', 'notebook', 'jupyterlab', 'base-notebook', 'minimal-notebook', 'scipy-notebook', 'tensorflow-notebook'],
  }),
  row('experiment tracker', 3, 'https://mlflow.org/docs/latest/ml/auth/', {names: ['mlflow', 'tensorboard']}),
  row('job console', 3, 'https://docs.ray.io/en/latest/ray-security/index.html', {
    ports: [8265],
    names: ['ray', 'ray-ml', 'ray-llm'],
  }),
]

/** Of two rows that fit, the first counts. */
export const SENSITIVITIES: readonly Sensitivity[] = [
  ...CONTROL_PLANE,
  ...REMOTE_ACCESS,
  ...DATABASES,
  ...CACHES_AND_BROKERS,
  ...CONSOLES,
  ...METRICS,
  ...MODEL_SERVERS,
]
