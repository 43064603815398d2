import {fieldsOf} from '../../../../src/cluster/fields.ts'
import {referenceTo} from '../../../../src/cluster/identity.ts'
import type {Service} from '../../../../src/cluster/service.ts'
import {policiesOf} from '../../../../src/network/policy/policy-set.ts'
import type {SaidFacts} from '../../../../src/questions/exposure/said-facts.ts'
import {pick} from '../chance.ts'
import type {FaultKind, Site} from '../fault.ts'
import type {Project} from '../planted.ts'
import {below, insertEntry, replaceScalar} from '../text-edit.ts'

/** Definitions of Services in clean files, with where they stand. */
function servicesIn({cluster, isClean}: Project, holds: (service: Service) => boolean) {
  return cluster.services.flatMap((service) =>
    service.origin && isClean(service.origin) && holds(service)
      ? [{service, at: {origin: service.origin, path: []}, file: service.origin.file}]
      : [],
  )
}

const AZURE: SaidFacts = {cloud: {name: 'azure', evidence: 'said by --cloud'}}

const INTERNAL = 'service.beta.kubernetes.io/azure-load-balancer-internal'

/** Azure takes "true" and nothing else. */
const annotationValue: FaultKind = {
  name: 'annotation value',
  rules: ['exposure/annotation-value'],
  consequences: {
    'exposure/public-without-need': 'it is called internal, and is public now',
  },
  said: AZURE,
  sitesIn: (project) =>
    servicesIn(project, ({type}) => type === 'LoadBalancer').map(
      ({service, at, file}): Site => ({
        identity: service,
        plant: (chance) => {
          const value = pick(['True', 'TRUE', 'yes', '1', 'on'], chance) ?? ''
          const before = project.textOf(file)
          const annotations = below(at, 'metadata', 'annotations')
          const place = below(annotations, INTERNAL)
          const text = replaceScalar(before, place, value) ?? insertEntry(before, annotations, INTERNAL, JSON.stringify(value))
          return text === undefined
            ? undefined
            : {what: `azure-load-balancer-internal ${value}`, file, text, object: referenceTo(service), places: [place]}
        },
      }),
    ),
}

/** A source range that restricts nothing or has bits after its prefix, and blocks of policies that have. */
const range: FaultKind = {
  name: 'range',
  rules: ['exposure/open-source-range', 'exposure/source-range-host-bits', 'routing/api-rejects', 'policy/invalid'],
  consequences: {
    'policy/no-default-deny': 'it is told of one Service of a namespace: now of a variant that lets in more',
    'exposure/host-port-beside-service': 'the ports of nodes are past the ranges',
    'policy/invalid': 'what was excepted is not within the block any more',
    'exposure/sensitive-port': 'the load balancer lets in fewer now: how it is open is told of its node port',
  },
  said: AZURE,
  sitesIn: (project) => [
    ...servicesIn(project, ({type, object}) => type === 'LoadBalancer' && !('loadBalancerSourceRanges' in fieldsOf(object['spec']))).map(
      ({service, at, file}): Site => ({
        identity: service,
        plant: (chance) => {
          const value = pick(['0.0.0.0/0', '10.1.2.3/16', '203.0.113.77/24'], chance) ?? ''
          const text = insertEntry(project.textOf(file), below(at, 'spec'), 'loadBalancerSourceRanges', `["10.20.0.0/16", "${value}"]`)
          const places = [below(at, 'spec', 'loadBalancerSourceRanges', 1)]
          return text === undefined ? undefined : {what: `source range ${value}`, file, text, object: referenceTo(service), places}
        },
      }),
    ),
    ...blocksIn(project),
  ],
}

function blocksIn(project: Project): readonly Site[] {
  return policiesOf(project.cluster).all.flatMap(({identity, origin, reference, tier, ingress = [], egress = []}) => {
    if (tier !== 'namespace' || !origin || !project.isClean(origin)) return []
    const rules = [...ingress.map((rule) => ({rule, key: 'from'})), ...egress.map((rule) => ({rule, key: 'to'}))]
    return rules.flatMap(({rule: {peers, path}, key}) =>
      (peers === 'anyone' ? [] : peers).flatMap((peer, index): readonly Site[] => {
        if (peer.kind !== 'ip-block' || peer.block.family !== 'IPv4' || peer.block.range.prefixLength === 32) return []
        const plant: Site['plant'] = (chance) => {
          const [address = '', length = ''] = peer.block.text.split('/')
          const value = pick([`${address.replace(/\d+$/, '5')}/${length === '0' ? 8 : length}`, `${address}/33`], chance) ?? ''
          const place = {origin, path: [...path, key, index, 'ipBlock', 'cidr']}
          const text = replaceScalar(project.textOf(origin.file), place, value)
          return text === undefined
            ? undefined
            : {what: `block ${value} for ${peer.block.text}`, file: origin.file, text, object: reference, places: [place]}
        }
        return [{identity, plant}]
      }),
    )
  })
}

/** Ports of databases, stores and queues that answer whoever comes, or whoever knows a password. */
const GUARDED = new Set([5432, 3306, 1433, 1521, 6379, 27017, 9200, 11211, 5672, 15672, 9042, 2379, 8500, 5984, 9092, 2181, 5601])

/** A database that the whole internet can come to, or a headless one that no API server takes any more. */
const type: FaultKind = {
  name: 'type',
  rules: ['exposure/sensitive-port', 'routing/api-rejects'],
  consequences: {
    'exposure/balancer-beside-ingress': 'an Ingress publishes it, too',
    'exposure/no-source-ranges': 'its load balancer is public',
    'policy/no-default-deny': 'it is published, and its namespace is open',
    'routing/publish-not-ready': 'clients from outside reach it now',
  },
  said: AZURE,
  sitesIn: (project) => {
    const {cluster} = project
    const policies = policiesOf(cluster).all
    // A policy may keep clients out, and one that states no namespace may be anywhere.
    const isPoliced = ({namespace, namespaceStated}: Service) =>
      policies.some((policy) => policy.namespace === namespace || !policy.namespaceStated || !namespaceStated)
    const isDatabase = (service: Service) =>
      (service.type === 'ClusterIP' || service.headless) &&
      service.selector !== undefined &&
      service.ports.some(({port, protocol}) => GUARDED.has(port ?? 0) && protocol === 'TCP') &&
      !isPoliced(service)
    return servicesIn(project, isDatabase).map(
      ({service, at, file}): Site => ({
        identity: service,
        plant: () => {
          const before = project.textOf(file)
          const place = below(at, 'spec', 'type')
          const text = replaceScalar(before, place, 'LoadBalancer') ?? insertEntry(before, below(at, 'spec'), 'type', 'LoadBalancer')
          const ports = service.ports.flatMap(({port, index}) =>
            GUARDED.has(port ?? 0) ? [below(at, 'spec', 'ports', index, 'port')] : [],
          )
          return text === undefined
            ? undefined
            : {
                what: 'type LoadBalancer',
                file,
                text,
                object: referenceTo(service),
                places: [place, ...(service.headless ? [below(at, 'spec', 'clusterIP')] : ports)],
              }
        },
      }),
    )
  },
}

export const exposureFaults: readonly FaultKind[] = [annotationValue, range, type]
