import {fieldsOf} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import type {ServedCluster} from '../asking/served-cluster.ts'
import {until} from '../harness/api.ts'
import {makeChanges, randomChanges} from '../scenario/random-changes.ts'
import type {Random} from '../scenario/random-numbers.ts'

/** One of the changes that a cluster sees: to a pod or a Service that is there, one that comes, one that goes. */
export async function changeOne({api}: ServedCluster, random: Random, spare: readonly WireObject[], number: number): Promise<void> {
  const pods = await api.list('/api/v1/pods')
  const services = (await api.list('/api/v1/services')).filter(({metadata}) => fieldsOf(metadata)['namespace'] !== 'default')
  switch (random.weighted({change: 70, come: 20, go: 10})) {
    case 'change': {
      const changes = random.shuffle(randomChanges(random, random.shuffle([...pods, ...services]), 0.5)).slice(0, 1)
      return makeChanges(api, changes)
    }
    case 'come': {
      const {metadata, ...rest} = random.pick(spare)
      const {clusterIP: _, clusterIPs: __, ...spec} = fieldsOf(rest['spec'])
      await api.apply([{...rest, spec, metadata: {...fieldsOf(metadata), name: `late-${number}`}}]).catch(() => {})
      return
    }
    case 'go': {
      const {namespace, name} = fieldsOf(random.pick(services)['metadata'])
      await api.request('DELETE', `/api/v1/namespaces/${namespace}/services/${name}`)
      return
    }
  }
}

/** Ends it and begins it again, as an upgrade of the control plane does. */
export async function restartApiServer({api, sandbox}: ServedCluster): Promise<void> {
  const find =
    'for p in /proc/[0-9]*; do tr "\\0" "\\n" < $p/cmdline | head -1 | grep -q /kube-apiserver && tr "\\0" "\\n" < $p/cmdline; done'
  const {stdout} = await sandbox.exec(['sh', '-c', find], {check: false})
  const argv = stdout.trim().split('\n')
  await sandbox.stop('kube-apiserver')
  await sandbox.start('kube-apiserver', argv)
  await until('the API server', async () => (await api.request('GET', '/readyz')).status === 200)
}
