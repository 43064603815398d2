import {writeFileSync} from 'node:fs'
import {fieldsOf} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {kubeconfigFor, type ServedCluster} from './served-cluster.ts'

/** A kubeconfig of a new ServiceAccount that this ClusterRole is bound to, in all namespaces. */
export async function kubeconfigWith({api, front, file}: ServedCluster, role: WireObject): Promise<string> {
  const name = String(fieldsOf(role['metadata'])['name'])
  const rbac = '/apis/rbac.authorization.k8s.io/v1'
  const subject = {kind: 'ServiceAccount', name, namespace: 'default'}
  const binding = {metadata: {name}, roleRef: {apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name}, subjects: [subject]}
  await post(`/api/v1/namespaces/default/serviceaccounts`, {metadata: {name}})
  await post(`${rbac}/clusterroles`, role)
  await post(`${rbac}/clusterrolebindings`, binding)
  const {status} = await post(`/api/v1/namespaces/default/serviceaccounts/${name}/token`, {spec: {expirationSeconds: 3600}})
  writeFileSync(file(name), JSON.stringify(kubeconfigFor(front.url, file('ca.crt'), {token: status.token})))
  return file(name)

  async function post(path: string, body: WireObject) {
    const answer = await api.request('POST', path, body)
    if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
}
