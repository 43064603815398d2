import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {buildCluster, type Cluster} from '../../../src/cluster/cluster.ts'
import {objectsOf, together} from '../../manifest.ts'
import {cilium, KUBE_PROXY} from '../kube-proxy/installed.ts'
import {check, IPTABLES, rules} from './example.ts'

const EXAMPLE = readFileSync(new URL('../../../examples/proxy/cluster.yaml', import.meta.url), 'utf8')

/** The cluster of examples/proxy with something installed in it. */
function having(...installed: readonly string[]): Cluster {
  return buildCluster({objects: [...objectsOf(EXAMPLE), ...objectsOf(together(...installed))], leftOut: []}, undefined)
}

const notesOn = (report: {readonly notes: readonly string[]}) => report.notes.filter((note) => note.includes('Cilium'))
const SAID = 'Cilium does the work of kube-proxy: ConfigMap kube-system/cilium-config says kube-proxy-replacement: true'
const PART = 'Cilium does a part of the work of kube-proxy: '

describe('where something else does the work of kube-proxy', () => {
  test('proxy rules says that these are not those of the nodes', () => {
    const report = rules({}, having(...cilium('true')))
    expect(notesOn(report)).toEqual([`${SAID}; these are the rules that a kube-proxy would program`])
    expect(report.text).toBe(rules().text)
    expect(notesOn(rules({mode: 'iptables'}, having(...cilium('true'))))).toEqual([])
    expect(notesOn(rules({}, having(KUBE_PROXY)))).toEqual([])
  })

  test('proxy rules says so of a part', () => {
    const [note] = notesOn(rules({}, having(...cilium('false'), KUBE_PROXY)))
    expect(note).toMatch(new RegExp(`^${PART}`))
  })

  test('proxy check says so, and does not ask to restart what does not run', () => {
    const [start, end] = [IPTABLES.indexOf('*nat'), IPTABLES.indexOf('COMMIT', IPTABLES.indexOf('*nat'))]
    // A node without any Service: its chains are there, and empty.
    const changed = IPTABLES.slice(start, end).replaceAll(/^-A KUBE-SERVICES -d .*\n/gm, '')
    const dump = `${IPTABLES.slice(0, start)}${changed}${IPTABLES.slice(end)}`
    const advised = (cluster?: Cluster) => check(dump, {}, cluster).notes.some((note) => note.includes('kube-proxy is stuck'))
    expect(check(dump).data.verdict).toBe('different')
    expect(advised()).toBe(true)
    const report = check(dump, {}, having(...cilium('true')))
    expect(report.data.verdict).toBe('different')
    expect(notesOn(report)).toEqual([`${SAID}; the dump is compared with what a kube-proxy would program`])
    expect(advised(having(...cilium('true')))).toBe(false)
  })
})
