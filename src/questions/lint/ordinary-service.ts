import {type Fields, fieldsOf, isMapping} from '../../cluster/fields.ts'
import {labelKeyProblems, labelValueProblems} from '../../cluster/label-syntax.ts'
import type {WireObject} from '../../cluster/object.ts'
import {dnsLabelProblems, portNameProblems} from './service-validation/name-syntax.ts'
import {isPortNumber, PROTOCOLS} from './service-validation/port-problems.ts'

/**
 * Whether a manifest states of its Service what nearly all state and no more: a selector, one port, labels; and of that nothing which the API server would
 * refuse. Told in one look, without making anything: of what most rules are about, an ordinary Service has nothing.
 */
export function isOrdinary(object: WireObject): boolean {
  for (const key in object) if (!isOrdinaryField(key, object[key])) return false
  return fieldsOf(object['metadata'])['name'] !== undefined && fieldsOf(object['spec'])['ports'] !== undefined
}

function isOrdinaryField(key: string, value: unknown): boolean {
  switch (key) {
    case 'apiVersion':
      return value === 'v1'
    case 'kind':
      return typeof value === 'string'
    case 'metadata':
      return isMapping(value) && isOrdinaryMetadata(value)
    case 'spec':
      return isMapping(value) && isOrdinarySpec(value)
    default:
      return false
  }
}

function isOrdinaryMetadata(metadata: Fields): boolean {
  for (const key in metadata) {
    const value = metadata[key]
    if (key === 'labels') {
      if (!areLabels(value)) return false
    } else if (typeof value !== 'string' || (key !== 'namespace' && key !== 'name')) return false
    else if (key === 'name' && dnsLabelProblems(value).length > 0) return false
  }
  return true
}

function isOrdinarySpec(spec: Fields): boolean {
  for (const key in spec) {
    const value = spec[key]
    if (key === 'ports') {
      if (!Array.isArray(value) || value.length !== 1 || !isOrdinaryPort(value[0])) return false
    } else if (key === 'selector') {
      if (!areLabels(value)) return false
    } else if (key !== 'type' || value !== 'ClusterIP') return false
  }
  return true
}

function isOrdinaryPort(port: unknown): boolean {
  if (!isMapping(port)) return false
  for (const key in port) if (!isOrdinaryPortField(key, port[key])) return false
  return port['port'] !== undefined
}

function isOrdinaryPortField(key: string, value: unknown): boolean {
  switch (key) {
    case 'name':
      return typeof value === 'string' && dnsLabelProblems(value).length === 0
    case 'port':
      return isPortNumber(value)
    case 'targetPort':
      return isPortNumber(value) || (typeof value === 'string' && portNameProblems(value).length === 0)
    case 'protocol':
      return PROTOCOLS.includes(value as string)
    default:
      return false
  }
}

function areLabels(value: unknown): boolean {
  if (!isMapping(value)) return false
  for (const key in value) {
    const text = value[key]
    if (typeof text !== 'string' || labelValueProblems(text).length > 0 || labelKeyProblems(key).length > 0) return false
  }
  return true
}
