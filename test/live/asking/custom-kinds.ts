import type {WireObject} from '../../../src/cluster/object.ts'
import {kindOf, placesOf, READABLE, type ReadableKindName} from '../../../src/cluster/read.ts'
import {type Api, until} from '../harness/api.ts'

/** As small as a definition can be: whatever is in its objects is kept. */
function definitionOf(name: ReadableKindName): WireObject {
  const {resource, namespaced} = READABLE[name]
  const [{group, version}] = placesOf(name)
  const kind = kindOf(name)
  const schema = {openAPIV3Schema: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}}
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${resource}.${group}`,
      // Groups of Kubernetes are for those alone who say something here.
      annotations: {'api-approved.kubernetes.io': 'unapproved, a test'},
    },
    spec: {
      group,
      scope: namespaced ? 'Namespaced' : 'Cluster',
      names: {plural: resource, singular: kind.toLowerCase(), kind, listKind: `${kind}List`},
      versions: [{name: version, served: true, storage: true, schema}],
    },
  }
}

/** Has the API server serve kinds that Kubernetes does not bring, each in the version that is asked for first. */
export async function installKinds(api: Api, kinds: readonly ReadableKindName[]): Promise<void> {
  const at = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
  for (const kind of kinds) {
    const {status, body} = await api.request('POST', at, definitionOf(kind))
    if (status >= 300) throw new Error(`POST ${at}: ${status} ${JSON.stringify(body)}`)
  }
  for (const kind of kinds) {
    const [{group, version}] = placesOf(kind)
    const path = `/apis/${group}/${version}`
    await until(kind, async () => (await api.request('GET', `${path}/${READABLE[kind].resource}`)).status === 200)
    // It serves them a moment before it says so.
    await until(`${kind} in ${path}`, async () => JSON.stringify(await api.get(path)).includes(`"${READABLE[kind].resource}"`))
    await until(`group ${group}`, async () => JSON.stringify(await api.get('/apis')).includes(`"${group}/${version}"`))
  }
}
