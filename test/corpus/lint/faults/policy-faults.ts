import {containerPortsOf} from '../../../../src/cluster/container-port.ts'
import type {Path} from '../../../../src/cluster/object.ts'
import type {Pod} from '../../../../src/cluster/pod.ts'
import type {Policy, PolicyPort} from '../../../../src/network/policy/policy.ts'
import {policiesOf} from '../../../../src/network/policy/policy-set.ts'
import {misspell} from '../chance.ts'
import type {FaultKind, Site} from '../fault.ts'
import type {Project} from '../planted.ts'
import {replaceScalar} from '../text-edit.ts'

/** The only port that a policy lets anybody come to, which is one that all pods declare that it is for. */
interface OnlyPort {
  readonly policy: Policy
  readonly entry: PolicyPort & {readonly kind: 'range' | 'named'}
  readonly path: Path
  readonly pods: readonly Pod[]
}

function onlyPorts({cluster, isClean}: Project): readonly OnlyPort[] {
  return policiesOf(cluster).all.flatMap((policy): readonly OnlyPort[] => {
    const {namespace, subject, ingress = [], tier, origin, problems} = policy
    if (tier !== 'namespace' || namespace === null || !subject.pods?.length || problems.length > 0 || !isClean(origin)) return []
    const pods = cluster.pods.select(subject.pods, namespace)
    const stated = ingress.flatMap(({ports, path}) =>
      ports === 'any' ? [undefined] : ports.map((entry, index) => ({entry, path: [...path, 'ports', index]})),
    )
    const [only, ...others] = stated
    if (!only || others.length > 0 || pods.length === 0) return []
    const {entry, path} = only
    if (entry.kind !== 'named' && !(entry.kind === 'range' && entry.first === entry.last)) return []
    const isDeclared = pods.every(
      ({spec, opaque}) =>
        !opaque &&
        containerPortsOf(spec).some(
          (port) =>
            port.protocol === (entry.protocol ?? 'TCP') &&
            (entry.kind === 'named' ? port.name === entry.name : port.containerPort === entry.first),
        ),
    )
    return isDeclared ? [{policy, entry, path, pods}] : []
  })
}

/** What a person would write in its place by mistake: the Service's port, a number that no container has, a name with a slip. */
function mistakesFor({cluster}: Project, {entry, pods}: OnlyPort): readonly (number | string)[] {
  if (entry.kind === 'named') return ['']
  const numbers = new Set(pods.flatMap(({spec}) => containerPortsOf(spec).map(({containerPort}) => containerPort)))
  const ofServices = cluster.services
    .filter(({selector, namespace}) => selector && pods.every((pod) => cluster.pods.select(selector, namespace).includes(pod)))
    .flatMap(({ports}) =>
      ports.filter(({targetPort, port}) => targetPort === entry.first && port !== entry.first).map(({port}) => port ?? 0),
    )
  return [...new Set([...ofServices, entry.first + 1])].filter((number) => !numbers.has(number))
}

const policyPort: FaultKind = {
  name: 'policy port',
  rules: ['policy/service-port', 'policy/named-port-missing', 'policy/undeclared-port'],
  consequences: {
    'policy/forbids-client': 'who names the Service behind it cannot connect any more',
    'policy/forbids-own-service': 'nobody can connect to the Service any more',
  },
  sitesIn: (project) =>
    onlyPorts(project).flatMap((only) =>
      mistakesFor(project, only).map((mistake): Site => {
        const {policy, entry, path} = only
        return {
          identity: policy.identity,
          plant: (chance) => {
            const {origin, reference} = policy
            const wrong = entry.kind === 'named' ? (misspell(entry.name, chance) ?? `${entry.name}s`) : mistake
            if (!origin) return undefined
            const place = {origin, path: [...path, 'port']}
            const text = replaceScalar(project.textOf(origin.file), place, wrong)
            const right = entry.kind === 'named' ? entry.name : entry.first
            return text === undefined
              ? undefined
              : {what: `port ${wrong} for ${right}`, file: origin.file, text, object: reference, places: [place]}
          },
        }
      }),
    ),
}

export const policyFaults: readonly FaultKind[] = [policyPort]
