import {fieldsOf, itemsOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {WireObject} from '../../cluster/object.ts'
import {isCustom, kindOf, READABLE, type Read, type ReadResult, type UnreadReason} from '../../cluster/read.ts'
import {type Answer, type ApiClient, parseBody} from './api-client.ts'
import type {Connection} from './connection.ts'
import {messageOf, noApiServer} from './connection-error.ts'
import {type ResourcePath, resourcePaths} from './resource-path.ts'
import type {ServedApis} from './served-apis.ts'

export interface Asking {
  readonly client: ApiClient
  readonly connection: Connection
  readonly apis: ServedApis
  readonly signal: AbortSignal
  /** Whether a server that cannot be reached has only failed to answer. */
  readonly isPatient?: boolean
  /** Called for each page, with the number of its objects. */
  readonly onPage: (read: Read, objects: number) => void
}

/** kubectl's own chunk size. */
const PAGE = 500
/** A list that outlives its continue token is begun again so often. */
const MAX_BEGINNINGS = 3

type Outcome = Objects | {readonly kind: 'unread'; readonly reason: UnreadReason; readonly message: string}

interface Objects {
  readonly kind: 'objects'
  readonly objects: readonly WireObject[]
  /** Where they were found. */
  readonly at: ResourcePath
  /** The state of the cluster that a list shows, and that changes are told from; undefined for one object. */
  readonly resourceVersion: string | undefined
}

/**
 * Reads one thing from an API server. Objects are as on the wire, with apiVersion and kind (which items of lists lack) and without managedFields.
 * @throws UserError where the server cannot be asked at all
 */
export async function readResource(read: Read, asking: Asking): Promise<ReadResult> {
  const outcome = await tryPaths(read, asking, (at) => (read.name === undefined ? readList(read, at, asking) : readOne(read, at, asking)))
  if (outcome.kind === 'objects') return {kind: 'read', read, objects: outcome.objects}
  const {reason, message} = outcome
  return {kind: 'unread', read, reason, message}
}

/**
 * Lists what a read is about as it was at one moment, for changes to be told from there. One object is listed by its name: where there is none now,
 * there may be later.
 * @throws UserError where the server cannot be asked at all
 */
export function listState({name, ...read}: Read, asking: Asking): Promise<Outcome> {
  const listed: Read = name === undefined ? read : {...read, fields: `metadata.name=${name}`}
  return tryPaths(listed, asking, (at) => readList(listed, at, asking, {ofOneMoment: true}))
}

async function tryPaths(read: Read, asking: Asking, readAt: (at: ResourcePath) => Promise<Outcome>): Promise<Outcome> {
  let outcome: Outcome = {kind: 'unread', reason: 'not-served', message: ''}
  for (const at of resourcePaths(read)) {
    outcome = isCustom(read) ? await readWhereServed(read, at, asking, readAt) : await readAt(at)
    if (outcome.kind === 'objects' || outcome.reason !== 'not-served') return outcome
  }
  return outcome
}

/** What most clusters lack is asked for only where the server does not say that it lacks it, and is forbidden only where it has it. */
async function readWhereServed(
  {kind}: Read,
  at: ResourcePath,
  {apis, isPatient}: Asking,
  readAt: (at: ResourcePath) => Promise<Outcome>,
): Promise<Outcome> {
  const {apiVersion} = at
  if ((await apis.hasVersion(apiVersion, isPatient)) === false)
    return {kind: 'unread', reason: 'not-served', message: `the server has no API ${apiVersion}`}
  const outcome = await readAt(at)
  if (outcome.kind === 'objects' || outcome.reason !== 'forbidden') return outcome
  const isServed = await apis.hasResource(apiVersion, READABLE[kind].resource, isPatient)
  return isServed === false ? {...outcome, reason: 'not-served'} : outcome
}

async function readOne(read: Read, at: ResourcePath, {client, connection, signal, isPatient, onPage}: Asking): Promise<Outcome> {
  const found = {kind: 'objects', at, resourceVersion: undefined} as const
  const answer = await client.get(at.path, {}, {accept: acceptOf(read, 'object'), signal, isPatient})
  if (answer.kind === 'answer' && answer.status === 404 && isOfObject(answer, read)) return {...found, objects: []}
  if (answer.kind === 'failure' || answer.status !== 200) return unread(known(answer, at, connection))
  onPage(read, 1)
  return {...found, objects: [toObject(parseBody(answer, connection), read, at)]}
}

/** A 404 that names the object; one of a path that is not served does not. */
function isOfObject({body}: {readonly body: Buffer}, {name}: Read): boolean {
  try {
    return textOf(valueAt(JSON.parse(body.toString('utf8')), 'details', 'name')) === name
  } catch {
    return false
  }
}

async function readList(read: Read, at: ResourcePath, asking: Asking, {ofOneMoment = false} = {}): Promise<Outcome> {
  for (let beginnings = 1; ; beginnings++) {
    // What takes longer than a continue token lives is had of one moment only where it comes in one piece.
    const limit = ofOneMoment && beginnings > 1 ? undefined : PAGE
    const outcome = await readPages(read, at, asking, {limit, ofOneMoment})
    if (outcome.kind !== 'expired') return outcome
    if (beginnings >= MAX_BEGINNINGS) return unread(outcome.answer)
  }
}

interface Paging {
  readonly limit: number | undefined
  /** Else later pages may show a later state. */
  readonly ofOneMoment: boolean
}

async function readPages(
  read: Read,
  at: ResourcePath,
  {client, connection, signal, isPatient, onPage}: Asking,
  {limit, ofOneMoment}: Paging,
): Promise<Outcome | {readonly kind: 'expired'; readonly answer: Answer}> {
  const objects: WireObject[] = []
  let token: string | undefined
  for (;;) {
    const query = {labelSelector: read.labels, fieldSelector: read.fields, limit: limit?.toString(), continue: token}
    const answer = await client.get(at.path, query, {accept: acceptOf(read, 'list'), signal, isPatient})
    if (token !== undefined && isExpired(answer)) {
      token = ofOneMoment ? undefined : textOf(valueAt(parseBody(answer, connection), 'metadata', 'continue'))
      if (token === undefined) return {kind: 'expired', answer}
      continue
    }
    if (answer.kind === 'failure' || answer.status !== 200) return unread(known(answer, at, connection))
    const list = fieldsOf(parseBody(answer, connection))
    const items = itemsOf(list['items'])
    for (const item of items) objects.push(toObject(item, read, at))
    onPage(read, items.length)
    token = textOf(valueAt(list, 'metadata', 'continue'))
    if (token === undefined) return {kind: 'objects', objects, at, resourceVersion: textOf(valueAt(list, 'metadata', 'resourceVersion'))}
  }
}

function isExpired(answer: Answer): answer is Extract<Answer, {readonly kind: 'answer'}> {
  return answer.kind === 'answer' && answer.status === 410
}

/** The form that is asked for; events of a watch bring an object each. */
export function acceptOf({metadataOnly}: Read, form: 'list' | 'object'): string {
  if (!metadataOnly) return 'application/json'
  return `application/json;as=PartialObjectMetadata${form === 'list' ? 'List' : ''};g=meta.k8s.io;v=v1,application/json`
}

/** An object as it is in every read: with apiVersion and kind first, and without managedFields. */
export function toObject(item: unknown, {kind: readable, metadataOnly}: Read, {apiVersion}: ResourcePath): WireObject {
  const fields = fieldsOf(item)
  const kind = kindOf(readable)
  const {managedFields: _, ...metadata} = fieldsOf(fields['metadata'])
  if (metadataOnly) return {apiVersion, kind, metadata}
  return {apiVersion, kind, ...fields, metadata}
}

function unread(answer: Answer): Outcome {
  if (answer.kind === 'failure') return {kind: 'unread', reason: 'failed', message: answer.message}
  const message = messageOf(answer.body) ?? `the server answered with ${answer.status}`
  if (answer.status === 403) return {kind: 'unread', reason: 'forbidden', message}
  return {kind: 'unread', reason: answer.status === 404 ? 'not-served' : 'failed', message}
}

/**
 * An API server has the core group: where it lacks one of its kinds it says so in a Status.
 * @throws UserError where it is none
 */
function known(answer: Answer, {path, apiVersion}: ResourcePath, connection: Connection): Answer {
  if (
    answer.kind === 'answer' &&
    answer.status === 404 &&
    apiVersion === 'v1' &&
    !answer.body.toString('utf8').trimStart().startsWith('{')
  ) {
    throw noApiServer(path, connection)
  }
  return answer
}
