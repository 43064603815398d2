import {posix} from 'node:path'
import type {WireObject} from '../cluster/object.ts'

/** The comment that `helm template` puts before each document. */
const HELM_SOURCE = /^# Source: (\S.*?)\s*$/m

/**
 * The file that a renderer names for an object: helm in a comment before it, kustomize in an annotation (`buildMetadata:
 * [originAnnotations]`), relative to the kustomization.
 * @param comments what stands before the object's document
 * @param base the kustomization's directory, where it is known
 */
export function findSource(object: WireObject, comments: string, base: string | undefined): string | undefined {
  return originAnnotation(object, base) ?? HELM_SOURCE.exec(comments)?.[1]
}

function originAnnotation(object: WireObject, base: string | undefined): string | undefined {
  const metadata = object['metadata'] as {annotations?: Record<string, unknown> | null} | null | undefined
  const origin = metadata?.annotations?.['config.kubernetes.io/origin']
  if (typeof origin !== 'string') return undefined
  const path = field(origin, 'path') ?? field(origin, 'configuredIn')
  if (path === undefined) return undefined
  const repository = field(origin, 'repo')
  if (repository !== undefined) return `${repository.replace(/\/$/, '')}/${path}`
  return base === undefined ? path : posix.join(base, path)
}

function field(origin: string, name: string): string | undefined {
  return new RegExp(`^${name}: (.*)$`, 'm').exec(origin)?.[1]
}
