import type {OtherObject} from '../../../../cluster/cluster.ts'
import {referenceTo} from '../../../../cluster/identity.ts'
import type {Path, WireObject} from '../../../../cluster/object.ts'
import type {Service} from '../../../../cluster/service.ts'
import {clusterIPRangesOf} from '../../../../network/cluster-ips.ts'
import type {Edit} from '../../../../report.ts'
import {inside, isLive, targetOf} from '../../../resolve/change.ts'
import {isMeantWhole} from '../../incomplete-services.ts'
import type {Found, Rule} from '../../rule.ts'
import {type ApiProblem, fieldName} from '../../service-validation/api-problem.ts'
import {serviceProblems} from '../../service-validation/service-problems.ts'

export const apiRejects: Rule = {
  id: 'routing/api-rejects',
  severity: 'error',
  title: 'a Service that the API server refuses',
  why: 'The API server looks at a Service before it keeps it: names, numbers, values, and which fields go together. One that it refuses is never created, and one that exists stays as it was.',
  fix: 'Mend the field that the server names. What it says is quoted in its own words; kubectl apply --dry-run=server asks it.',
  references: [
    'https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/',
    'https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports:
    - port: 80
    - port: 443
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports:
    - name: http
      port: 80
    - name: https
      port: 443
`,
  check: ({cluster, special, incomplete, isInScope}) => {
    const ranges = clusterIPRangesOf(cluster)
    const found: Found[] = []
    for (const service of special) {
      // The server has taken what has a uid.
      if (service.uid !== undefined) continue
      for (const problem of serviceProblems(service.object, ranges)) found.push(...foundOf(service, problem))
    }
    for (const service of incomplete) {
      const problems = serviceProblems(service.object, ranges).flatMap((problem) => foundOf(service, problem))
      found.push(...(isMeantWhole(service.object) ? problems : problems.map((one) => ({...one, settledBy: UNLESS_PATCH}))))
    }
    for (const other of cluster.others) if (isInScope(other.namespace)) found.push(...misnamed(other))
    return found
  },
}

const UNLESS_PATCH = 'name it as a patch in a kustomization, or state its ports'

function foundOf(service: Pick<Service, keyof OtherObject>, {path, reason, fix, change}: ApiProblem): readonly Found[] {
  const {object, origin} = service
  const stated = statedPath(object, path)
  const value = path.reduce<unknown>(inside, object)
  if (isFilledInLater(path, value)) return []
  const place = origin && {origin, path: stated}
  const edits: Edit[] = []
  if (place && change && stated.length === path.length && !isLive(targetOf(service, origin))) {
    if (change.kind === 'set') edits.push({kind: 'replace', place, from: String(value), to: change.to})
    else edits.push(change.kind === 'quote' ? {kind: 'quote', place} : {kind: 'rename', place, to: change.to})
  }
  const named = /^(unknown field|no kind) /.test(reason) ? reason : `${fieldName(path)}: ${reason}`
  return [
    {
      message: `the API server refuses it: ${named}`,
      object: service.name === '' ? null : referenceTo(service),
      place,
      fix: {description: fix, ...(edits.length > 0 && {edits})},
    },
  ]
}

/** As far as there is something: what is missing has no place. */
function statedPath(object: WireObject, path: Path): Path {
  const missing = path.findIndex((_, index) => path.slice(0, index + 1).reduce<unknown>(inside, object) === undefined)
  return missing < 0 ? path : path.slice(0, missing)
}

/** What something else fills in before the server sees it: envsubst, a template, a reader of documentation, the controller that owns it. */
function isFilledInLater(path: Path, value: unknown): boolean {
  const last = path.at(-1)
  if (last === 'uid' && (value === '' || value === null)) return true
  const isWord = last !== 'name' && typeof value === 'string' && /^[A-Z][A-Z\d]*(_[A-Z\d]+)+$/.test(value)
  return isWord || [value, ...path].some(isPlaceholder)
}

function isPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && /^\.{3}$|\{\{|\$\{|\$\(|^\$\w|^<.*>$|^__\w+__$|^%\w+%$|^@\w+@$/.test(value)
}

/** Only v1 has Services, and Service is what they are called. Other groups have kinds of that name too (Knative). */
function misnamed(other: OtherObject): readonly Found[] {
  const {group, kind, object} = other
  const isBuiltIn = ['apps', 'batch', 'extensions', 'networking.k8s.io', 'discovery.k8s.io'].includes(group)
  const isKind = group === '' && kind !== 'Service' && /^services?$/i.test(kind)
  if (!isKind && !(isBuiltIn && kind === 'Service')) return []
  const problem: ApiProblem = {
    path: [isKind ? 'kind' : 'apiVersion'],
    reason: `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(object['apiVersion'])}`,
    fix: isKind ? 'write kind: Service' : 'write apiVersion: v1',
    change: {kind: 'set', to: isKind ? 'Service' : 'v1'},
  }
  return foundOf(other, problem)
}
