import {buildCluster} from '../../../src/cluster/cluster.ts'
import {stepList} from '../../../src/questions/list/change.ts'
import type {ListParameters, ServiceListReport} from '../../../src/questions/list/list.ts'
import {listNeeds} from '../../../src/questions/list/needs.ts'
import {readKubeConfig} from '../../../src/sources/live/kubeconfig.ts'
import {openLiveCluster} from '../../../src/sources/live/live-cluster.ts'

/** Somebody who has `list --watch` before their eyes. */
export interface Onlooker {
  readonly words: string
  readonly parameters: ListParameters
  /** The rows as they were printed last, those that are gone left out. */
  readonly rows: () => readonly string[]
  readonly last: () => ServiceListReport | undefined
  /** How often something was printed. */
  readonly turns: () => number
  /** Ends it; throws what it had ended with before. */
  readonly end: () => Promise<void>
}

export function onlook(kubeconfig: string, words: string, asked: Partial<ListParameters>): Onlooker {
  const parameters: ListParameters = {targets: [], namespace: undefined, selector: undefined, now: Date.UTC(2030, 1, 1), ...asked}
  const ending = new AbortController()
  const rows = new Map<string, string>()
  let last: ServiceListReport | undefined
  let turns = 0
  const run = async () => {
    const live = await openLiveCluster(readKubeConfig({kubeconfig}, {}).connectionTo(), {signal: ending.signal})
    try {
      for await (const {cluster} of live.watch(listNeeds(parameters, true), (input) => buildCluster(input, undefined))) {
        const {now, changed} = stepList(last, cluster, parameters)
        last = now
        if (changed) turns++
        for (const {event, ...row} of changed?.data.services ?? []) {
          if (event === 'deleted') rows.delete(`${row.namespace}/${row.name}`)
          else rows.set(`${row.namespace}/${row.name}`, JSON.stringify(row))
        }
      }
    } finally {
      live.close()
    }
  }
  const running = run().catch((error: unknown) => {
    if (!ending.signal.aborted) throw error
  })
  running.catch(() => {})
  return {
    words,
    parameters,
    rows: () => [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
    last: () => last,
    turns: () => turns,
    end: async () => {
      ending.abort()
      await running
    },
  }
}
