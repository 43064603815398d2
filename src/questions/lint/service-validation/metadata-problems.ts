import {type Fields, fieldsOf, itemsOf, textOf} from '../../../cluster/fields.ts'
import {labelKeyProblems, labelValueProblems} from '../../../cluster/label-syntax.ts'
import type {Path} from '../../../cluster/object.ts'
import {invalid, type Refuse} from './api-problem.ts'
import {dnsLabelProblems} from './name-syntax.ts'

/** ValidateObjectMeta, with the names of Services. */
export function checkMetadata(metadata: Fields, refuse: Refuse): void {
  const name = textOf(metadata['name'])
  const prefix = textOf(metadata['generateName'])
  if (name === undefined && prefix === undefined)
    refuse(['metadata', 'name'], 'Required value: name or generateName is required', 'state its name')
  // A hyphen at the end is followed by five characters.
  if (prefix !== undefined)
    for (const problem of dnsLabelProblems(prefix.replace(/-$/, 'a'))) refuse(['metadata', 'generateName'], invalid(prefix, problem), NAME)
  if (name !== undefined) for (const problem of dnsLabelProblems(name)) refuse(['metadata', 'name'], invalid(name, problem), NAME)
  checkLabels(metadata['labels'], ['metadata', 'labels'], refuse)
  // Upper case is allowed here.
  for (const key of Object.keys(fieldsOf(metadata['annotations'])))
    for (const problem of labelKeyProblems(key.toLowerCase())) refuse(['metadata', 'annotations', key], invalid(key, problem), KEY)
  if (metadata['ownerReferences'] || metadata['finalizers']) checkOwned(metadata, refuse)
  const generation = metadata['generation']
  if (typeof generation === 'number' && generation < 0)
    refuse(['metadata', 'generation'], invalid(generation, 'must be greater than or equal to 0'), 'leave it out: the server counts')
  if (textOf(metadata['resourceVersion']) !== undefined)
    refuse(
      ['metadata', 'resourceVersion'],
      'resourceVersion should not be set on objects to be created',
      'leave it out: the server sets it',
    )
}

const NAME = 'names of Services have at most 63 lower-case letters, digits and hyphens'
const KEY = 'write it as name or example.com/name, with letters, digits, -, _ and . in the name'

/** ValidateLabels, of labels and of a Service's selector. */
export function checkLabels(labels: unknown, path: Path, refuse: Refuse): void {
  const fields = fieldsOf(labels)
  for (const key in fields) {
    const value = fields[key]
    for (const problem of labelKeyProblems(key)) refuse([...path, key], invalid(key, problem), KEY)
    for (const problem of labelValueProblems(textOf(value) ?? ''))
      refuse(
        [...path, key],
        invalid(value, problem),
        'values have at most 63 letters, digits, -, _ and ., with a letter or digit at both ends',
      )
  }
}

function checkOwned(metadata: Fields, refuse: Refuse): void {
  for (const [index, owner] of itemsOf(metadata['ownerReferences']).map(fieldsOf).entries())
    for (const key of ['apiVersion', 'kind', 'name', 'uid'])
      if (textOf(owner[key]) === undefined)
        refuse(
          ['metadata', 'ownerReferences', index, key],
          'Required value: must not be empty',
          'leave ownerReferences to the controller that owns it',
        )
  for (const [index, finalizer] of itemsOf(metadata['finalizers']).entries()) {
    const text = textOf(finalizer) ?? ''
    const path = ['metadata', 'finalizers', index]
    for (const problem of labelKeyProblems(text)) refuse(path, invalid(text, problem), KEY)
    if (!text.includes('/') && !STANDARD_FINALIZERS.has(text))
      refuse(path, invalid(text, 'name is neither a standard finalizer name nor is it fully qualified'), 'write it as example.com/name')
  }
}

const STANDARD_FINALIZERS = new Set(['kubernetes', 'foregroundDeletion', 'orphan'])
