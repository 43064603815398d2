import {generateKeyPairSync} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {type Api, connectApi, until} from './api.ts'
import {programs} from './programs.ts'
import {openSandbox, type Sandbox} from './sandbox.ts'

/** A real etcd, kube-apiserver and kube-controller-manager in a sandbox of their own. */
export interface ControlPlane {
  readonly api: Api
  readonly sandbox: Sandbox
  /** A kubeconfig for programs inside the sandbox. */
  readonly kubeconfig: string
  readonly close: () => Promise<void>
}

/** The bridge that joins the control plane, the nodes and the outside; its own addresses are the control plane's. */
export const FABRIC = {bridge: 'fabric', ipv4: '192.168.77.1', ipv6: 'fd77::1', prefix4: 24, prefix6: 64} as const
const SERVICE_RANGES = '10.0.0.0/16,fd00:10::/112'

const TOKEN = 'administrator'
const PORT = 6443
/** Without the node lifecycle controller: the nodes have no kubelet, and would be tainted. */
const CONTROLLERS = [
  'endpointslice-controller',
  'endpoints-controller',
  'endpointslice-mirroring-controller',
  'namespace-controller',
  'serviceaccount-controller',
  'deployment-controller',
  'replicaset-controller',
  'statefulset-controller',
  'daemonset-controller',
]

/** Starts a control plane; ready when the API server answers and its controllers run. */
export async function startControlPlane(): Promise<ControlPlane> {
  const paths = await programs('etcd', 'kube-apiserver', 'kube-controller-manager')
  const sandbox = await openSandbox()
  try {
    await joinFabric(sandbox)
    await startEtcd(sandbox, paths.etcd)
    await startApiServer(sandbox, paths['kube-apiserver'])
    const api = connectApi(await sandbox.forward('api.sock', `127.0.0.1:${PORT}`), TOKEN)
    await until('the API server', async () => (await api.request('GET', '/readyz')).status === 200)
    const kubeconfig = writeKubeconfig(sandbox)
    await startControllers(sandbox, paths['kube-controller-manager'], kubeconfig)
    // Its first act; until then nobody mirrors or slices.
    await until(
      'the controllers',
      async () => (await api.request('GET', '/api/v1/namespaces/default/serviceaccounts/default')).status === 200,
    )
    return {
      api,
      sandbox,
      kubeconfig,
      close: async () => {
        api.close()
        await sandbox.close()
      },
    }
  } catch (error) {
    await sandbox.close()
    throw error
  }
}

/** The API server wants a default route before it finds an address of its own. */
async function joinFabric(sandbox: Sandbox): Promise<void> {
  const {bridge, ipv4, ipv6, prefix4, prefix6} = FABRIC
  const commands = [
    `link add ${bridge} type bridge`,
    `link set ${bridge} up`,
    `addr add ${ipv4}/${prefix4} dev ${bridge}`,
    `addr add ${ipv6}/${prefix6} dev ${bridge} nodad`,
    `route add default via 192.168.77.254`,
  ]
  await sandbox.exec(['ip', '-batch', '-'], {input: commands.join('\n')})
}

async function startEtcd(sandbox: Sandbox, path: string): Promise<void> {
  const client = 'http://127.0.0.1:2379'
  await sandbox.start('etcd', [
    path,
    '--unsafe-no-fsync',
    `--data-dir=${sandbox.inside('etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    '--listen-peer-urls=http://127.0.0.1:2380',
  ])
}

async function startApiServer(sandbox: Sandbox, path: string): Promise<void> {
  const {privateKey, publicKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'})
  writeFileSync(sandbox.file('accounts.key'), privateKey.export({type: 'pkcs8', format: 'pem'}))
  writeFileSync(sandbox.file('accounts.pub'), publicKey.export({type: 'spki', format: 'pem'}))
  writeFileSync(sandbox.file('tokens.csv'), `${TOKEN},administrator,administrator,system:masters\n`)
  await sandbox.start('kube-apiserver', [
    path,
    '--etcd-servers=http://127.0.0.1:2379',
    `--secure-port=${PORT}`,
    `--advertise-address=${FABRIC.ipv4}`,
    `--cert-dir=${sandbox.inside('certificates')}`,
    `--token-auth-file=${sandbox.inside('tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--disable-admission-plugins=ServiceAccount',
    `--service-cluster-ip-range=${SERVICE_RANGES}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${sandbox.inside('accounts.pub')}`,
    `--service-account-signing-key-file=${sandbox.inside('accounts.key')}`,
    // Thousands of objects are written at once.
    '--max-requests-inflight=0',
    '--max-mutating-requests-inflight=0',
    '--enable-priority-and-fairness=false',
  ])
}

async function startControllers(sandbox: Sandbox, path: string, kubeconfig: string): Promise<void> {
  await sandbox.start('kube-controller-manager', [
    path,
    `--kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--secure-port=0',
    `--controllers=${CONTROLLERS.join(',')}`,
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
    '--concurrent-service-endpoint-syncs=20',
  ])
}

function writeKubeconfig(sandbox: Sandbox): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{name: 'live', cluster: {server: `https://${FABRIC.ipv4}:${PORT}`, 'insecure-skip-tls-verify': true}}],
    users: [{name: 'administrator', user: {token: TOKEN}}],
    contexts: [{name: 'live', context: {cluster: 'live', user: 'administrator'}}],
    'current-context': 'live',
  }
  writeFileSync(sandbox.file('kubeconfig'), JSON.stringify(config))
  return sandbox.inside('kubeconfig')
}
