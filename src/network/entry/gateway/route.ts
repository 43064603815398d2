import type {OtherObject} from '../../../cluster/cluster.ts'
import {type Fields, fieldsOf, integerOf, itemsOf, textOf} from '../../../cluster/fields.ts'
import type {Path} from '../../../cluster/object.ts'
import type {Fault} from './broken.ts'
import {GATEWAY_GROUP} from './gateway-objects.ts'
import {hostnameProblem} from './hostname.ts'

/** One of a route's parentRefs, with the defaults that the API server fills in. */
export interface ParentReference {
  readonly group: string
  readonly kind: string
  readonly namespace: string
  readonly namespaceStated: boolean
  readonly name: string
  readonly sectionName: string | undefined
  readonly port: number | undefined
  readonly path: Path
}

export interface Route {
  readonly object: OtherObject
  readonly parents: readonly ParentReference[]
  /** Valid ones only; [] is any, undefined that all that are stated are impossible. */
  readonly hostnames: readonly string[] | undefined
  readonly rules: readonly RouteRule[]
  /** Whether it asks for default Gateways (experimental). */
  readonly wantsDefault: boolean
  readonly faults: readonly Fault[]
}

export interface RouteRule {
  readonly fields: Fields
  /** What it takes of a URL's path; undefined is all. At least one. */
  readonly paths: readonly (string | undefined)[]
  readonly path: Path
}

/** A route of any kind: they differ in whether they have host names, and in how their rules match. */
export function readRoute(object: OtherObject): Route {
  const spec = fieldsOf(object.object['spec'])
  const stated = hasHostnames(object.kind) ? itemsOf(spec['hostnames']) : []
  const problems = stated.map((hostname) => (typeof hostname === 'string' ? hostnameProblem(hostname) : 'it is no text'))
  const hostnames = stated.filter((_, index) => problems[index] === undefined).filter((hostname) => typeof hostname === 'string')
  return {
    object,
    parents: itemsOf(spec['parentRefs']).map((item, index) => readParent(object, fieldsOf(item), ['spec', 'parentRefs', index])),
    hostnames: stated.length > 0 && hostnames.length === 0 ? undefined : hostnames,
    rules: readRules(object.kind, spec),
    wantsDefault: spec['useDefaultGateways'] === 'All',
    faults: problems.flatMap((problem, index) =>
      problem === undefined
        ? []
        : [
            {
              reason: 'invalid-hostname',
              message: `${JSON.stringify(stated[index])} is no host name: ${problem}`,
              path: ['spec', 'hostnames', index],
            },
          ],
    ),
  }
}

/** TCPRoute and UDPRoute know none. */
export function hasHostnames(kind: string): boolean {
  return kind === 'HTTPRoute' || kind === 'GRPCRoute' || kind === 'TLSRoute'
}

function readParent(route: OtherObject, fields: Fields, path: Path): ParentReference {
  const namespace = textOf(fields['namespace'])
  const group = fields['group']
  return {
    // "To set the core API group (such as for a Service kind referent), Group must be explicitly set to the empty string."
    group: typeof group === 'string' ? group : GATEWAY_GROUP,
    kind: textOf(fields['kind']) ?? 'Gateway',
    namespace: namespace ?? route.namespace,
    namespaceStated: namespace !== undefined || route.namespaceStated,
    name: textOf(fields['name']) ?? '',
    sectionName: textOf(fields['sectionName']),
    port: integerOf(fields['port']),
    path,
  }
}

function readRules(kind: string, spec: Fields): readonly RouteRule[] {
  const stated = spec['rules']
  // An HTTPRoute without rules gets one that matches everything and has no backend; the other kinds are taken the same way.
  if (stated === undefined || stated === null) return [{fields: {}, paths: [undefined], path: ['spec']}]
  return itemsOf(stated).map((item, index) => {
    const fields = fieldsOf(item)
    return {fields, paths: pathsOf(kind, itemsOf(fields['matches'])), path: ['spec', 'rules', index]}
  })
}

/** Of matches of which any one will do; that of everything makes the others idle. */
function pathsOf(kind: string, matches: readonly unknown[]): readonly (string | undefined)[] {
  const paths = matches.map((match) => (kind === 'GRPCRoute' ? pathOfMethod(fieldsOf(match)) : pathOfMatch(fieldsOf(match))))
  return paths.length === 0 || paths.includes(undefined) ? [undefined] : [...new Set(paths)]
}

function pathOfMatch(match: Fields): string | undefined {
  const {type, value} = fieldsOf(match['path'])
  const text = textOf(value)
  return text === '/' && type !== 'Exact' && type !== 'RegularExpression' ? undefined : text
}

/** gRPC calls are requests for `/package.Service/Method`. */
function pathOfMethod(match: Fields): string | undefined {
  const {service, method} = fieldsOf(match['method'])
  const name = textOf(service)
  if (name === undefined) return undefined
  return textOf(method) === undefined ? `/${name}` : `/${name}/${textOf(method)}`
}
