import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {WireObject} from '../../../src/cluster/object.ts'
import {type ControlPlane, startControlPlane} from '../harness/control-plane.ts'
import {type Front, openFront} from './front.ts'

/** A control plane that programs outside of its sandbox can ask, through a front that sees what they ask. */
export interface ServedCluster extends Omit<ControlPlane, 'kubeconfig'> {
  readonly front: Front
  /** A kubeconfig of the administrator, for programs outside of the sandbox. */
  readonly kubeconfig: string
  /** A file of a folder that goes with the cluster. */
  readonly file: (name: string) => string
}

export async function startServedCluster(): Promise<ServedCluster> {
  const plane = await startControlPlane()
  const folder = mkdtempSync(join(tmpdir(), 'svcscope-served-'))
  const file = (name: string) => join(folder, name)
  // The front shows the API server's own certificate: clients trust it as they would trust the server.
  const [cert, key] = ['crt', 'key'].map((kind) => readFileSync(plane.sandbox.file(`certificates/apiserver.${kind}`))) as [Buffer, Buffer]
  writeFileSync(file('ca.crt'), cert)
  const front = await openFront(plane.sandbox.file('api.sock'), {cert, key})
  writeFileSync(file('kubeconfig'), JSON.stringify(kubeconfigFor(front.url, file('ca.crt'), {token: 'administrator'})))
  return {
    ...plane,
    front,
    kubeconfig: file('kubeconfig'),
    file,
    close: async () => {
      await front.close()
      await plane.close()
      rmSync(folder, {recursive: true, force: true})
    },
  }
}

/** What asks a server as this user. The API server's own certificate is for the name `kubernetes`. */
export function kubeconfigFor(server: string, authority: string, user: WireObject) {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{name: 'live', cluster: {server, 'certificate-authority': authority, 'tls-server-name': 'kubernetes'}}],
    users: [{name: 'user', user}],
    contexts: [{name: 'live', context: {cluster: 'live', user: 'user'}}],
    'current-context': 'live',
  }
}
