import type {Identity} from '../../../cluster/identity.ts'

/** What the input leaves open, asked so that the answer's place stands in it. */
export interface OpenQuestion {
  readonly question: string
}

/** Whether something is let in; the third value is the question that would settle it. */
export type Permission = boolean | OpenQuestion

export function isOpen(permission: Permission): permission is OpenQuestion {
  return typeof permission === 'object'
}

/** The questions of several permissions that all must hold, each once. */
export function questionsOf(...permissions: readonly Permission[]): readonly string[] {
  return [...new Set(permissions.flatMap((permission) => (isOpen(permission) ? [permission.question] : [])))]
}

/** Whether two objects are in one namespace: a manifest that names none may be meant for any. */
export function isInNamespaceOf(one: Identity, other: Identity): Permission {
  return isInNamespace(one, other.namespace, other)
}

/** Whether an object is in a namespace that `reader` names, or, where it names none, is in itself. */
export function isInNamespace(one: Identity, namespace: string, reader: Pick<Identity, 'kind' | 'name' | 'namespaceStated'>): Permission {
  if (one.namespace === namespace) return true
  if (!one.namespaceStated) return askForNamespace(one, namespace)
  return reader.namespaceStated ? false : askForNamespace(reader, one.namespace)
}

function askForNamespace({kind, name}: Pick<Identity, 'kind' | 'name'>, namespace: string): OpenQuestion {
  return {question: `is ${kind} ${name} in namespace ${namespace}? its manifest names none: say so with -n`}
}
