import type {Read} from '../../cluster/read.ts'
import {controllerReads} from '../reads/controller-reads.ts'
import {readsOfDns} from '../reads/dns-reads.ts'
import {readsOfKubeProxy} from '../reads/kube-proxy-reads.ts'
import {meshReads} from '../reads/mesh-reads.ts'
import type {Needs} from '../reads/needs.ts'
import {policyReads} from '../reads/policy-reads.ts'
import {readsOfScope} from '../reads/scope-reads.ts'
import {wayInReads} from '../reads/way-in-reads.ts'

/** Everything that any question reads, of one namespace or of all; what belongs to no namespace, and how DNS and kube-proxy are set up, in any case. */
export function snapshotNeeds(namespace: string | undefined): Needs {
  const beside: readonly Read[] = [
    {kind: 'Namespace'},
    ...policyReads(namespace === undefined ? undefined : [namespace]).filter(({kind}) => kind !== 'Namespace'),
    ...wayInReads(namespace),
    {kind: 'ServiceCIDR'},
    {kind: 'IPAddress'},
    {kind: 'Endpoints', namespace},
    {kind: 'Event', namespace, fields: 'involvedObject.kind=Service'},
  ]
  // What comes near a selector is in the pods that are read anyway.
  const scope = {namespace, selector: undefined, search: false}
  return (soFar) => [
    ...readsOfScope(soFar, scope),
    ...beside,
    ...readsOfKubeProxy(soFar),
    ...readsOfDns(soFar),
    ...controllerReads(soFar),
    ...meshReads(soFar),
  ]
}
