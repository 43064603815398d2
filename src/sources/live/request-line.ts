import type {Exchange} from './http-get.ts'

/** One request as -v shows it: `GET /api/v1/nodes?limit=500 200 3.1 kB 12 ms`. Headers, which hold the secrets, are not in it. */
export function requestLine(url: URL, exchange: Exchange, milliseconds: number): string {
  return `GET ${pathOf(url)} ${outcomeOf(exchange)} ${Math.round(milliseconds)} ms`
}

/** A continue token is long and says nothing. */
function pathOf({pathname, search}: URL): string {
  return decodeURI(`${pathname}${search}`.replace(/([?&]continue=)[^&]+/, '$1…'))
    .replace(/%2C/g, ',')
    .replace(/%3D/g, '=')
    .replace(/%2F/g, '/')
}

function outcomeOf(exchange: Exchange): string {
  switch (exchange.kind) {
    case 'response':
      return `${exchange.status} ${formatBytes(exchange.wireBytes)}`
    case 'timeout':
      return 'timed out'
    case 'error':
      return exchange.error.code ?? exchange.error.message
  }
}

/** In units of a thousand, with one digit after the point. */
function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
