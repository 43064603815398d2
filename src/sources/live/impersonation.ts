import type {OutgoingHttpHeaders} from 'node:http'
import type {Impersonation} from './kubeconfig-entry.ts'

/** The headers by which the API server takes a request for another's (kubernetes.io: Authentication, user impersonation). */
export function impersonationHeaders({user, groups, uid, extra}: Impersonation): OutgoingHttpHeaders {
  if (user === undefined) return {}
  return {
    'Impersonate-User': bytes(user),
    ...(groups.length > 0 && {'Impersonate-Group': groups.map(bytes)}),
    ...(uid !== undefined && {'Impersonate-Uid': bytes(uid)}),
    ...Object.fromEntries(Object.entries(extra).map(([key, values]) => [`Impersonate-Extra-${escapeKey(key)}`, values.map(bytes)])),
  }
}

/** Header names cannot hold everything that keys can: the rest is percent-encoded, and so is the percent sign. */
function escapeKey(key: string): string {
  const escaped = [...Buffer.from(key)].map((byte) => {
    const character = String.fromCharCode(byte)
    return /[a-z\d!#$&'*+.^_`|~-]/i.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  })
  return escaped.join('')
}

/** Headers are bytes to the server, which reads UTF-8. */
function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}
