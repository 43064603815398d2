import {fieldsOf, itemsOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {WireObject} from '../../cluster/object.ts'
import type {Read, ReadResult, UnreadReason} from '../../cluster/read.ts'
import {type Answer, type ApiClient, parseBody} from './api-client.ts'
import type {Connection} from './connection.ts'
import {messageOf} from './connection-error.ts'
import {type ResourcePath, resourcePaths} from './resource-path.ts'

export interface Asking {
  readonly client: ApiClient
  readonly connection: Connection
  readonly signal: AbortSignal
  /** Called for each page, with the number of its objects. */
  readonly onPage: (read: Read, objects: number) => void
}

/** kubectl's own chunk size. */
const PAGE = 500
/** A list that outlives its continue token is begun again so often. */
const MAX_BEGINNINGS = 3

type Outcome =
  | {readonly kind: 'objects'; readonly objects: readonly WireObject[]}
  | {readonly kind: 'unread'; readonly reason: UnreadReason; readonly message: string}

/**
 * Reads one thing from an API server. Objects are as on the wire, with apiVersion and kind (which items of lists lack) and without managedFields.
 * @throws UserError where the server cannot be asked at all
 */
export async function readResource(read: Read, asking: Asking): Promise<ReadResult> {
  let outcome: Outcome = {kind: 'unread', reason: 'not-served', message: ''}
  for (const at of resourcePaths(read)) {
    outcome = await (read.name === undefined ? readList(read, at, asking) : readOne(read, at, asking))
    if (outcome.kind === 'objects') return {kind: 'read', read, objects: outcome.objects}
    if (outcome.reason !== 'not-served') break
  }
  const {reason, message} = outcome
  return {kind: 'unread', read, reason, message}
}

async function readOne(read: Read, at: ResourcePath, {client, connection, signal, onPage}: Asking): Promise<Outcome> {
  const answer = await client.get(at.path, {}, {accept: acceptOf(read), signal})
  if (answer.kind === 'answer' && answer.status === 404 && isOfObject(answer, read)) return {kind: 'objects', objects: []}
  if (answer.kind === 'failure' || answer.status !== 200) return unread(answer)
  onPage(read, 1)
  return {kind: 'objects', objects: [toObject(parseBody(answer, connection), read, at)]}
}

/** A 404 that names the object; one of a path that is not served does not. */
function isOfObject({body}: {readonly body: Buffer}, {name}: Read): boolean {
  try {
    return textOf(valueAt(JSON.parse(body.toString('utf8')), 'details', 'name')) === name
  } catch {
    return false
  }
}

async function readList(read: Read, at: ResourcePath, asking: Asking): Promise<Outcome> {
  const {client, connection, signal, onPage} = asking
  let objects: WireObject[] = []
  let token: string | undefined
  let beginnings = 1
  for (;;) {
    const query = {labelSelector: read.labels, fieldSelector: read.fields, limit: String(PAGE), continue: token}
    const answer = await client.get(at.path, query, {accept: acceptOf(read), signal})
    if (answer.kind === 'answer' && answer.status === 410 && token !== undefined) {
      token = textOf(valueAt(parseBody(answer, connection), 'metadata', 'continue'))
      if (token !== undefined) continue
      if (beginnings++ >= MAX_BEGINNINGS) return unread(answer)
      objects = []
      continue
    }
    if (answer.kind === 'failure' || answer.status !== 200) return unread(answer)
    const list = fieldsOf(parseBody(answer, connection))
    const items = itemsOf(list['items'])
    for (const item of items) objects.push(toObject(item, read, at))
    onPage(read, items.length)
    token = textOf(valueAt(list, 'metadata', 'continue'))
    if (token === undefined) return {kind: 'objects', objects}
  }
}

function acceptOf({metadataOnly, name}: Read): string {
  if (!metadataOnly) return 'application/json'
  return `application/json;as=PartialObjectMetadata${name === undefined ? 'List' : ''};g=meta.k8s.io;v=v1,application/json`
}

function toObject(item: unknown, {kind, metadataOnly}: Read, {apiVersion}: ResourcePath): WireObject {
  const fields = fieldsOf(item)
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
