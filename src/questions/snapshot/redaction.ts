import type {WireObject} from '../../cluster/object.ts'
import type {Read} from '../../cluster/read.ts'
import {createAddressMapping, type MapAddress} from './redaction/address-mapping.ts'
import {isConfigWord} from './redaction/config-redaction.ts'
import {createObjectRedaction} from './redaction/object-redaction.ts'
import {createPseudonyms, type Pseudonyms} from './redaction/pseudonyms.ts'
import {createTextRedaction} from './redaction/text-redaction.ts'
import {isWayInWord} from './redaction/way-in-redaction.ts'

/** Takes out of objects whose they are. */
export interface Redaction {
  readonly redactObject: (object: WireObject) => WireObject
  /** Undefined for a read that names what it wants by selectors. */
  readonly redactRead: (read: Read) => Read | undefined
}

/** What a user should know who sends a redacted snapshot to somebody. */
export const REDACTION_NOTES: readonly string[] = [
  'replaced: names, values of labels and annotations, addresses, hosts, images; left out: messages of events and conditions',
  'as they are: ports and other numbers, times, labels that Kubernetes and its operators define, names that every cluster has (kube-system, coredns, …), port names such as http',
  'what shares a prefix, a part of its name or all but a letter of it still does: whoever knows some of the cluster may recognise it by its shape',
]

/**
 * Replaces names, values of labels and annotations, addresses, hosts and images in objects, and keeps how they hang together: the answers have the
 * same shape. The same word becomes the same word everywhere, and nobody can tell which without the key. It should be long and random; the same key
 * makes the same words of the same names in another snapshot, as far as none of them resemble each other.
 */
export function redact(objects: readonly WireObject[], key: string): readonly WireObject[] {
  return objects.map(createRedaction(objects, key).redactObject)
}

/** For objects that reduction.ts has been over: it knows the fields that are left then. Any other string is replaced, too. */
export function createRedaction(objects: readonly WireObject[], key: string): Redaction {
  const redactionBy = (pseudonyms: Pseudonyms, mapAddress: MapAddress) => {
    const texts = createTextRedaction(pseudonyms, mapAddress)
    const settings = createTextRedaction(pseudonyms, mapAddress, isConfigWord)
    const waysIn = createTextRedaction(pseudonyms, mapAddress, isWayInWord)
    return {texts, ...createObjectRedaction(texts, settings, waysIn)}
  }
  const words = new Map<string, number>()
  const counting: Pseudonyms = {
    word: (word) => {
      words.set(word, (words.get(word) ?? 0) + 1)
      return word
    },
    number: (digits) => digits,
    uid: (text) => text,
  }
  const counter = redactionBy(counting, (text) => text)
  for (const object of objects) counter.redactObject(object)
  const {texts, redactObject} = redactionBy(createPseudonyms(key, words), createAddressMapping(key))
  return {
    redactObject,
    redactRead: (read) => {
      if (read.labels !== undefined || read.fields !== undefined) return undefined
      const {namespace, name} = read
      return {
        ...read,
        ...(namespace !== undefined && {namespace: texts.redactText(namespace)}),
        ...(name !== undefined && {name: texts.redactText(name)}),
      }
    },
  }
}
