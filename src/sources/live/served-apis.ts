import {fieldsOf, itemsOf, textOf} from '../../cluster/fields.ts'
import type {Answer, ApiClient} from './api-client.ts'

/**
 * Which APIs a server has, by what it says itself. Whoever may not read a kind is refused before anybody looks whether there is one, but which APIs there
 * are is told to everybody who is authenticated (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles). Each question is put
 * once for all who have it.
 */
export interface ServedApis {
  /** Whether there is a version of a group, `cilium.io/v2`; undefined where the server does not say. */
  readonly hasVersion: (apiVersion: string, isPatient?: boolean) => Promise<boolean | undefined>
  /** Whether that has a resource, `ciliumnetworkpolicies`; undefined where the server does not say. */
  readonly hasResource: (apiVersion: string, resource: string, isPatient?: boolean) => Promise<boolean | undefined>
}

interface Options {
  readonly client: ApiClient
  /** Ends what is asked here for all. */
  readonly signal: AbortSignal
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds after which an answer is old, and is asked for again; what was said last stands where that fails. */
  readonly keptFor: number
}

interface Asked {
  readonly at: number
  readonly names: Promise<ReadonlySet<string> | undefined>
}

/** Where every API server has its groups. */
const ALL = '/apis'

export function discoverApis({client, signal, now, keptFor}: Options): ServedApis {
  const asked = new Map<string, Asked>()

  function ask(path: string, isPatient: boolean | undefined): Promise<ReadonlySet<string> | undefined> {
    const before = asked.get(path)
    if (before && now() - before.at < keptFor) return before.names
    const names = client
      .get(path, {}, {accept: 'application/json', signal, isPatient})
      .then(async (answer) => namesIn(answer, path) ?? (await before?.names))
    asked.set(path, {at: now(), names})
    return names
  }

  return {
    hasVersion: async (apiVersion, isPatient) => (await ask(ALL, isPatient))?.has(apiVersion),
    hasResource: async (apiVersion, resource, isPatient) => (await ask(`${ALL}/${apiVersion}`, isPatient))?.has(resource),
  }
}

/** The versions of an APIGroupList, or the resources of an APIResourceList; undefined for any other answer, as a login page gives. */
function namesIn(answer: Answer, path: string): ReadonlySet<string> | undefined {
  if (answer.kind === 'failure') return undefined
  if (answer.status === 404 && path !== ALL) return new Set()
  if (answer.status !== 200) return undefined
  const {groups, resources} = parse(answer.body)
  if (!Array.isArray(groups) && !Array.isArray(resources)) return undefined
  const versions = itemsOf(groups).flatMap((group) => itemsOf(fieldsOf(group)['versions']))
  return new Set([
    ...versions.flatMap((version) => textOf(fieldsOf(version)['groupVersion']) ?? []),
    ...itemsOf(resources).flatMap((resource) => textOf(fieldsOf(resource)['name']) ?? []),
  ])
}

function parse(body: Buffer): ReturnType<typeof fieldsOf> {
  try {
    return fieldsOf(JSON.parse(body.toString('utf8')))
  } catch {
    return {}
  }
}
