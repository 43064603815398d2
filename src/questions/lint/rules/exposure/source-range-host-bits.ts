import {referenceTo} from '../../../../cluster/identity.ts'
import type {Path} from '../../../../cluster/object.ts'
import type {Service} from '../../../../cluster/service.ts'
import {SOURCE_RANGES} from '../../../../network/entry/balancers/sources.ts'
import {cloudsOfAnnotations} from '../../../../network/entry/balancers.ts'
import {fixWith, targetOf} from '../../../resolve/change.ts'
import type {Graph} from '../../graph.ts'
import type {Found, Rule} from '../../rule.ts'
import {networkBehind, type StatedRange, statedRangesOf} from '../../source-ranges.ts'

export const sourceRangeHostBits: Rule = {
  id: 'exposure/source-range-host-bits',
  severity: 'warning',
  title: 'a source range whose address has bits beyond its prefix',
  why: 'In spec.loadBalancerSourceRanges the API server refuses `10.0.0.5/24` since Kubernetes 1.36 (routing/api-rejects). Where it stands from before, or in an annotation that the server does not read, most controllers let in all of 10.0.0.0/24, where one address may have been meant. Azure calls such a range invalid: it lets nobody in, and whom no other range names is denied.',
  fix: 'Write the network (`10.0.0.0/24`), or the one address that is meant (`10.0.0.5/32`).',
  references: [
    'https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/',
    'https://kubernetes-sigs.github.io/cloud-provider-azure/topics/loadbalancer/',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    service.beta.kubernetes.io/azure-allowed-ip-ranges: 203.0.113.7/24
spec:
  type: LoadBalancer
  selector: {app: web}
  ports: [{port: 443}]
`,
  good: `
apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    service.beta.kubernetes.io/azure-allowed-ip-ranges: 203.0.113.7/32
spec:
  type: LoadBalancer
  selector: {app: web}
  ports: [{port: 443}]
`,
  check: (graph) =>
    graph.special.flatMap((service) =>
      service.type === 'LoadBalancer'
        ? statedRangesOf('Service', service)
            .flat()
            .filter((one) => !isJudgedByServer(service, one))
            .flatMap((one) => findHostBits(graph, service, one))
        : [],
    ),
}

/** The API server refuses it, which routing/api-rejects says. What has a uid was taken before it did. */
function isJudgedByServer({uid}: Service, {path}: StatedRange): boolean {
  return uid === undefined && (path[0] === 'spec' || path.at(-1) === SOURCE_RANGES)
}

function findHostBits({facts}: Graph, service: Service, one: StatedRange): readonly Found[] {
  const network = networkBehind(one)
  if (network === undefined) return []
  const clouds = facts.cloud ? [facts.cloud.name] : cloudsOfAnnotations(service)
  const isAzure = clouds.length === 1 && clouds[0] === 'azure'
  const comes = isAzure ? 'Azure calls it invalid, and denies all whom no other range lets in' : `all of ${network} is let in`
  const {path, text} = one
  return [
    {
      message: `${text} is no network: ${comes}`,
      object: referenceTo(service),
      place: service.origin && {origin: service.origin, path},
      aside: `the network is ${network}`,
      fix: fixWith(`write ${network}, or the one address that is meant`, changesOf(service, path, text, network)),
    },
  ]
}

/** An annotation has all ranges in one value, which is not rewritten. */
function changesOf(service: Service, path: Path, from: string, to: string): Parameters<typeof fixWith>[1] {
  const isInSpec = path[0] === 'spec'
  return isInSpec ? [{kind: 'set', target: targetOf(service, service.origin), path, from, to}] : []
}
