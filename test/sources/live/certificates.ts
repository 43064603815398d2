import {execFileSync} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

/** A certificate and its key, as PEM. */
export interface Pair {
  readonly certificate: string
  readonly key: string
}

export interface Authority extends Pair {
  /** A certificate for these subject alternative names (`DNS:localhost`, `IP:127.0.0.1`), signed by it; with a negative number of days it has expired. */
  readonly sign: (commonName: string, names: string, days?: number) => Pair
}

/** Makes an authority of its own in a folder. */
export function createAuthority(folder: string, name: string): Authority {
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, {cwd: folder, stdio: ['ignore', 'pipe', 'pipe']})
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl('req', '-x509', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.crt`, '-subj', `/CN=${name}`, '-days', '2')
  const pair = (base: string): Pair => ({
    certificate: readFileSync(join(folder, `${base}.crt`), 'utf8'),
    key: readFileSync(join(folder, `${base}.key`), 'utf8'),
  })
  let serial = 1
  return {
    ...pair(name),
    sign: (commonName, names, days = 2) => {
      const base = `${name}-${serial++}`
      writeFileSync(join(folder, `${base}.ext`), `subjectAltName=${names}\n`)
      openssl('req', ...newKey, '-keyout', `${base}.key`, '-out', `${base}.csr`, '-subj', `/CN=${commonName}`)
      const signing = ['-CA', `${name}.crt`, '-CAkey', `${name}.key`, '-CAcreateserial', '-extfile', `${base}.ext`]
      openssl('x509', '-req', '-in', `${base}.csr`, '-out', `${base}.crt`, ...signing, '-days', String(days))
      return pair(base)
    },
  }
}
