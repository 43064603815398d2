import {textOf} from '../../cluster/fields.ts'
import {UserError} from '../../user-error.ts'
import type {Connection} from './connection.ts'

export interface OidcToken {
  readonly token: string
  /** Milliseconds since 1970; undefined where it does not say. */
  readonly expires: number | undefined
}

export function usesOidc({user, server}: Connection): boolean {
  const isStated = user.token ?? user.tokenFile
  return user.authProvider?.name === 'oidc' && isStated === undefined && server.startsWith('https:')
}

/**
 * Gets the ID token of a user who has logged in by OpenID Connect: the one of the kubeconfig while it holds, then others from its issuer. Unlike kubectl
 * nothing is written back.
 * @throws UserError where the issuer gives none
 */
export function openOidc({context, user}: Connection): () => Promise<OidcToken> {
  const stated = user.authProvider?.config ?? {}
  const issuer = textOf(stated['idp-issuer-url']) ?? ''
  const config: Record<string, unknown> = {
    ...stated,
    // The library renews nothing where there was nothing.
    'id-token': textOf(stated['id-token']) || 'none',
    // It hands this on as it is, to what wants a URL.
    'idp-issuer-url': URL.canParse(issuer) ? new URL(issuer) : undefined,
  }
  return async () => {
    // Loaded only here: nobody else pays for it.
    const {OpenIDConnectAuth} = await import('@kubernetes/client-node/dist/oidc_auth.js')
    const options = {headers: {} as Record<string, string>}
    const refreshToken = config['refresh-token']
    // A new one each time: after a renewal it takes a number of seconds for a date. It writes the new tokens into the config.
    await new OpenIDConnectAuth()
      .applyAuthentication({name: 'user', authProvider: {name: 'oidc', config}}, options)
      .catch((error: Error) => notRenewed(context, error))
    // Not every issuer gives another one of these.
    config['refresh-token'] ??= refreshToken
    const token = options.headers['Authorization']?.replace(/^Bearer /, '')
    if (token === undefined) {
      throw new UserError(`the OIDC token of the context ${context} has ended, and nothing is stated to renew it with`, LOG_IN)
    }
    return {token, expires: endOf(token)}
  }
}

const LOG_IN = 'log in again, as for kubectl'

function notRenewed(context: string, error: Error): never {
  const {cause} = error
  const reason = cause instanceof Error ? cause.message : error.message
  throw new UserError(`cannot renew the OIDC token of the context ${context}: ${reason.split('\n')[0]}`, LOG_IN)
}

/** RFC 7519, 4.1.4: seconds. */
function endOf(token: string): number | undefined {
  try {
    const {exp} = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    return typeof exp === 'number' ? exp * 1000 : undefined
  } catch {
    return undefined
  }
}
