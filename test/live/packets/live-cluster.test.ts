import {describe, expect, test} from 'vitest'
import {startLiveCluster} from '../harness/live-cluster.ts'
import {NAME_SERVER} from '../harness/name-server.ts'
import type {ProxyMode} from '../harness/proxy.ts'
import {liveProblem} from '../harness/requirements.ts'
import {scenario} from '../scenario/scenario.ts'

const SHOP = scenario('shop')
  .node('node-a')
  .node('node-b')
  .pods('web', 2, {ports: {http: 8080}})
  .pods('client', 1, {on: 'node-a'})
  .service('web', {ports: ['80→http']})

describe.skipIf(liveProblem())('a live cluster', () => {
  test.each<ProxyMode>(['iptables', 'nftables'])('takes a pod from a name to another pod, with kube-proxy in %s mode', async (mode) => {
    const {api, sandbox, fabric, close} = await startLiveCluster(SHOP.objects(), mode)
    try {
      const namespace = fabric.pod('shop', 'client-0')
      const question = {name: 'web.shop.svc.cluster.local.', type: 'A'}
      const [reply] = await sandbox.query(`${NAME_SERVER.clusterIP}:53`, [question], namespace)
      const {clusterIP} = (await api.get('/api/v1/namespaces/shop/services/web')).spec
      expect(reply?.records).toEqual([`web.shop.svc.cluster.local. A ${clusterIP}`])
      const outcome = await sandbox.connect({namespace, protocol: 'tcp', address: `${clusterIP}:80`})
      expect(outcome).toEqual({kind: 'answered', name: expect.stringMatching(/^shop\/web-[01]$/), source: '10.244.0.3'})
    } finally {
      await close()
    }
  })
})
