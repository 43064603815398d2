import type {Pod} from '../../cluster/pod.ts'
import type {Line, Span, Table} from '../../report.ts'
import {describeLabels, nameWithReplicas} from '../naming.ts'
import type {SelectedPod} from './selected-pod.ts'

/** Labels beyond this many characters are only counted. */
const LABELS_WIDTH = 32

/** The pods that were asked about, a row each. Of running ones it says how they are, of templates by which labels they are selected. */
export function podTableOf(pods: readonly SelectedPod[]): Table {
  const running = pods.some(({pod}) => pod.ready !== null)
  const placed = pods.some(({pod}) => pod.nodeName !== null)
  const rows = pods.map(({pod, services}): Line[] => [
    [pod.namespace],
    [{text: nameWithReplicas(pod.target, pod.replicas), tone: 'name'}],
    [readiness(pod)],
    [pod.nodeName ?? ''],
    [shortLabels(pod)],
    [describeLabels(pod.labels)],
    services.length > 0 ? [services.map((service) => service.name).join(', ')] : [{text: '<none>', tone: 'dim'}],
  ])
  const columns = [
    {name: 'NAMESPACE'},
    {name: 'POD'},
    {name: 'READY'},
    {name: 'NODE'},
    {name: 'LABELS', wide: false},
    {name: 'LABELS', wide: true},
    {name: 'SERVICES'},
  ]
  const shown = [true, true, running, placed, !running, true, true]
  const pick = <T>(cells: readonly T[]): readonly T[] => cells.filter((_, index) => shown[index])
  return {columns: pick(columns), rows: rows.map(pick)}
}

function readiness(pod: Pod): Span {
  if (pod.finished) return {text: 'finished', tone: 'dim'}
  if (pod.terminating) return {text: 'terminating', tone: 'bad'}
  if (pod.ready === null) return ''
  return pod.ready ? {text: 'yes', tone: 'good'} : {text: 'no', tone: 'bad'}
}

/** As many labels as fit, the first in any case, and the number of the others. */
function shortLabels({labels}: Pod): string {
  const pairs = Object.entries(labels)
  const some = (most: number) =>
    `${describeLabels(Object.fromEntries(pairs.slice(0, most)))}${most < pairs.length ? `,+${pairs.length - most}` : ''}`
  let most = pairs.length
  while (most > 1 && some(most).length > LABELS_WIDTH) most--
  return some(most)
}
