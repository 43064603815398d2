import {fieldsOf, integerOf, itemsOf, textOf} from '../../../../src/cluster/fields.ts'
import {referenceTo} from '../../../../src/cluster/identity.ts'
import type {Path} from '../../../../src/cluster/object.ts'
import type {Service} from '../../../../src/cluster/service.ts'
import {ingressesOf} from '../../../../src/network/entry/ingress/ingress.ts'
import {misspell} from '../chance.ts'
import type {FaultKind, Site} from '../fault.ts'
import type {Project} from '../planted.ts'
import {replaceScalar} from '../text-edit.ts'

/** A reference to a port of a Service that has it, in an Ingress or a route. */
interface Reference {
  readonly of: Project['cluster']['others'][number]
  readonly service: Service
  readonly port: number | string
  readonly path: Path
}

function referencesIn({cluster}: Project): readonly Reference[] {
  const named = new Map<string, Service[]>()
  for (const service of cluster.services) {
    const key = `${service.namespace}/${service.name}`
    named.set(key, [...(named.get(key) ?? []), service])
  }
  const toPort = (of: Reference['of'], namespace: string, name: string, port: number | string | undefined, path: Path): Reference[] => {
    const [service, ...others] = named.get(`${namespace}/${name}`) ?? []
    const has = service?.ports.some((one) => one.port === port || one.name === port)
    return service && others.length === 0 && port !== undefined && has ? [{of, service, port, path}] : []
  }
  const ofIngresses = ingressesOf(cluster).flatMap((ingress) => {
    const of = cluster.others.find(({origin}) => origin === ingress.origin)
    const backends = [...ingress.routes.map(({backend}) => backend), ...(ingress.defaultBackend ? [ingress.defaultBackend.backend] : [])]
    return backends.flatMap((backend) =>
      of && backend.kind === 'service' ? toPort(of, ingress.namespace, backend.name, backend.port, backend.portPath) : [],
    )
  })
  const routes = cluster.others.filter(({kind, group}) => /^(HTTP|GRPC)Route$/.test(kind) && group === 'gateway.networking.k8s.io')
  const ofRoutes = routes.flatMap((of) =>
    itemsOf(fieldsOf(of.object['spec'])['rules']).flatMap((rule, index) =>
      itemsOf(fieldsOf(rule)['backendRefs']).flatMap((backend, at) => {
        const {kind = 'Service', name, namespace, port} = fieldsOf(backend)
        const path = ['spec', 'rules', index, 'backendRefs', at, 'port']
        return kind === 'Service' ? toPort(of, textOf(namespace) ?? of.namespace, textOf(name) ?? '', integerOf(port), path) : []
      }),
    ),
  )
  return [...ofIngresses, ...ofRoutes]
}

/** A port that the Service does not have: a slip in the name, or the number after. */
const ingressPort: FaultKind = {
  name: 'ingress port',
  rules: ['routing/no-such-port'],
  consequences: {
    'policy/no-default-deny': 'it is told of one published Service of a namespace: this one is not published any more',
  },
  sitesIn: (project) =>
    referencesIn(project).flatMap(({of, service, port, path}): readonly Site[] => {
      const {origin} = of
      if (!origin || !project.isClean(origin)) return []
      const plant: Site['plant'] = (chance) => {
        const wrong = typeof port === 'string' ? (misspell(port, chance) ?? `${port}s`) : port + 1
        if (service.ports.some((one) => one.port === wrong || one.name === wrong)) return undefined
        const place = {origin, path}
        const text = replaceScalar(project.textOf(origin.file), place, wrong)
        return text === undefined
          ? undefined
          : {what: `port ${wrong} for ${port} of ${service.name}`, file: origin.file, text, object: referenceTo(of), places: [place]}
      }
      return [{identity: of, plant}]
    }),
}

export const wayFaults: readonly FaultKind[] = [ingressPort]
