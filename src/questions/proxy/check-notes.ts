import {describeReplacement} from '../kube-proxy/dataplane.ts'
import {IPVS_IS_DEPRECATED} from '../kube-proxy/deprecation.ts'
import {enumerate} from '../naming.ts'
import type {ProxyCheckData} from './check-data.ts'
import type {Checked} from './check-report.ts'
import type {Dump} from './dump.ts'
import {describeUntaken, untakenParts} from './ipvs/untaken-parts.ts'
import {portText} from './observation.ts'
import {describeOpening} from './open-port.ts'
import type {Judged, NotJudged} from './problem.ts'

/** Why a verdict is unknown though a dump was compared. */
export function openSentence(open: Judged['open']): string {
  const names = [...new Set(open.map(({port}) => portText(port)))]
  return `the rules of ${enumerate(names)} are not those that follow from it, and it does not state all that they depend on`
}

/** What the answer rests on, what it leaves out, and what to do. */
export function notesOf(
  {settings, dump, shown, open, doubt}: Checked,
  {families, mode, verdict, message, node, cause}: ProxyCheckData,
): readonly string[] {
  const tables = new Set(dump.iptables.map(({name}) => name))
  const [family] = families
  const replacement = describeReplacement(settings.dataplanes)
  return [
    ...settings.node.notes,
    ...(replacement === undefined ? [] : [`${replacement}; the dump is compared with what a kube-proxy would program`]),
    ...openNotes(open),
    ...(families.length === 1 ? [`the dump has ${family} only, and so has the answer`] : []),
    ...(mode === 'iptables' && tables.size === 1 && doubt === undefined
      ? [`the dump has the table ${[...tables].join()} only, and so has the answer`]
      : []),
    ...(mode === 'iptables' && dump.nftables.length > 0
      ? ['the dump has a table kube-proxy of nftables mode too: it is left over from there, or iptables rules are']
      : []),
    ...(mode === 'ipvs' ? [IPVS_IS_DEPRECATED, ...untakenNotes(dump, message)] : []),
    ...(verdict === 'unknown'
      ? []
      : shown.map(({sentence, flags}) => `taken from the dump, since nothing states it: ${sentence} (${flags})`)),
    ...(cause
      ? [
          `all of it is what a kube-proxy programs that does not know the zone of ${node} (${cause.zone}), and so takes no notice of hints: it can miss it as it starts, and never learns it; restart the one on ${node}: kubectl -n kube-system delete pod -l k8s-app=kube-proxy --field-selector spec.nodeName=${node}`,
        ]
      : []),
    ...(verdict === 'different' && !cause && replacement === undefined
      ? [
          `if the input is of the same moment as the dump, kube-proxy is stuck: kubectl -n kube-system logs -l k8s-app=kube-proxy, and restart the one on ${node}`,
        ]
      : []),
    ...(verdict === 'unknown' && doubt !== undefined
      ? ['the versions that are modelled are 1.35, 1.36 and 1.37; --kube-proxy-version compares with one of them all the same']
      : []),
  ]
}

/** What programs of ipvs mode print and nobody took, as far as the first line does not say it. */
function untakenNotes(dump: Dump, message: string | null): readonly string[] {
  if (message !== null && message === describeUntaken(dump)) return []
  const untaken = untakenParts(dump)
  return untaken.length > 0 ? [`the dump has no ${enumerate(untaken)}, and the answer is not about them`] : []
}

function openNotes(open: Judged['open']): readonly string[] {
  const byReason = new Map<NotJudged, Set<string>>()
  for (const {port, reason} of open) byReason.set(reason, (byReason.get(reason) ?? new Set()).add(portText(port)))
  return [...byReason].map(([reason, names]) => {
    const which = enumerate([...names])
    if (reason === 'not-listed')
      return `not judged: ${which}, of whose namespace the input lists no Services: kubectl get services -A -o yaml`
    const what =
      reason === 'node' ? 'the zone of the node' : reason === 'node-address' ? 'the address of the node' : describeOpening(reason)
    return `not judged: ${which}: the input does not state ${what}`
  })
}
