import {readFileSync} from 'node:fs'
import {UserError} from '../../user-error.ts'
import {errorCode} from '../file-problem.ts'
import type {Material} from './kubeconfig-entry.ts'

/**
 * The text of a certificate, a key or a token; undefined where none is stated.
 * @throws UserError where its file cannot be read
 */
export function readMaterial({data, file}: Material, what: string): string | undefined {
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8')
  if (file === undefined) return undefined
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = errorCode(error)
    const reason = code === 'ENOENT' ? 'no such file' : code
    throw new UserError(`cannot read the ${what} ${file}: ${reason}`, 'correct the path in the kubeconfig, or log in again')
  }
}
