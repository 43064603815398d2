import type {Location} from 'sarif'
import type {LocatedFinding} from '../report.ts'

/** Where a finding stands, in its file and in its cluster. */
export function toLocation({file, line, column, object, context, frame}: LocatedFinding): Location {
  const end = frame && {endColumn: frame.column + frame.length}
  return {
    ...(file !== null && {
      physicalLocation: {
        artifactLocation: {uri: uriOf(file)},
        ...(line !== null && {region: {startLine: line, ...(column !== null && {startColumn: column, ...end})}}),
      },
    }),
    ...(object && {
      logicalLocations: [
        {
          name: object.name,
          fullyQualifiedName: [context, object.namespace, object.kind, object.name].filter((part) => part != null).join('/'),
          kind: 'resource',
        },
      ],
    }),
  }
}

/**
 * A file as a URI (RFC 3986): relative where it was named so. What that is relative to is where svcscope ran; whether this is the root of the source,
 * which `%SRCROOT%` would say, is not known. Standard input keeps its `-`.
 */
export function uriOf(file: string): string {
  // A renderer named a file of another repository.
  if (/^[A-Za-z][A-Za-z0-9+.-]+:\/\//.test(file)) return encodeURI(file)
  const windows = /^([A-Za-z]:|\\)[\\/]/.test(file)
  const path = file.replaceAll('\\', '/')
  if (path.startsWith('//')) return `file:${encoded(path)}`
  if (path.startsWith('/') || windows) return `file:///${encoded(path.replace(/^\//, ''))}`
  return encoded(path.replace(/^(\.\/)+(?=.)/, ''))
}

function encoded(path: string): string {
  return path
    .split('/')
    .map((part, at) => (at === 0 && /^[A-Za-z]:$/.test(part) ? part : encodeURIComponent(part)))
    .join('/')
}
