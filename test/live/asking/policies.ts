import type {WireObject} from '../../../src/cluster/object.ts'
import {type Api, until} from '../harness/api.ts'

const select = (app: string) => ({podSelector: {matchLabels: {app}}})
const named = (namespace: string) => ({matchLabels: {'kubernetes.io/metadata.name': namespace}})

function networkPolicy(namespace: string, name: string, spec: WireObject): WireObject {
  return {apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: {name, namespace}, spec}
}

/** For the scenarios `basics` and `headless`: who may be reached by some, who may call nobody, DNS included, and who is let in by an address. */
export const NETWORK_POLICIES: readonly WireObject[] = [
  networkPolicy('basics', 'web', {
    ...select('web'),
    policyTypes: ['Ingress'],
    ingress: [{from: [select('api'), {namespaceSelector: named('headless')}], ports: [{port: 'http'}]}],
  }),
  networkPolicy('basics', 'api', {
    ...select('api'),
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{from: [{ipBlock: {cidr: '192.168.77.0/24', except: ['192.168.77.128/25']}}]}],
    egress: [{to: [select('web')]}],
  }),
  networkPolicy('headless', 'closed', {podSelector: {}, policyTypes: ['Egress']}),
]

const GROUP = 'policy.networking.k8s.io'
const VERSION = 'v1alpha1'

/** As small as a definition can be: whatever is in its objects is kept. */
const DEFINITION: WireObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: {
    name: `adminnetworkpolicies.${GROUP}`,
    // Groups of Kubernetes are for those alone who say something here.
    annotations: {'api-approved.kubernetes.io': 'unapproved, a test'},
  },
  spec: {
    group: GROUP,
    scope: 'Cluster',
    names: {plural: 'adminnetworkpolicies', singular: 'adminnetworkpolicy', kind: 'AdminNetworkPolicy', listKind: 'AdminNetworkPolicyList'},
    versions: [
      {
        name: VERSION,
        served: true,
        storage: true,
        schema: {openAPIV3Schema: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}},
      },
    ],
  },
}

/** Before any NetworkPolicy is asked, `basics` is reached neither from namespace `load-balancers` nor by its own second version of web. */
const ADMIN_POLICY: WireObject = {
  apiVersion: `${GROUP}/${VERSION}`,
  kind: 'AdminNetworkPolicy',
  metadata: {name: 'apart'},
  spec: {
    priority: 10,
    subject: {namespaces: named('basics')},
    ingress: [
      {action: 'Deny', from: [{namespaces: named('load-balancers')}]},
      {action: 'Deny', from: [{pods: {namespaceSelector: named('basics'), podSelector: {matchLabels: {version: 'v2'}}}}]},
    ],
  },
}

/** Has the API server serve AdminNetworkPolicies, and makes one. */
export async function installAdminPolicy(api: Api): Promise<void> {
  await create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', DEFINITION)
  const path = `/apis/${GROUP}/${VERSION}/adminnetworkpolicies`
  await until('AdminNetworkPolicies', async () => (await api.request('GET', path)).status === 200)
  await create(path, ADMIN_POLICY)
  // It serves them a moment before it says so.
  await until('their group', async () => JSON.stringify(await api.get('/apis')).includes(`"${GROUP}/${VERSION}"`))

  async function create(at: string, object: WireObject): Promise<void> {
    const {status, body} = await api.request('POST', at, object)
    if (status >= 300) throw new Error(`POST ${at}: ${status} ${JSON.stringify(body)}`)
  }
}
