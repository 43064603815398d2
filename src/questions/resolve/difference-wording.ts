import type {SlicePort} from '../../cluster/endpoint-slice.ts'
import type {EndpointDifference, Reason} from '../../network/endpoints/difference.ts'
import type {Wording} from './hidden-wording.ts'

/** The kinds in the order in which they matter: which selected pods get no traffic, which get it in vain, what else gets some. */
const ORDER: readonly EndpointDifference['kind'][] = ['unwritten', 'family', 'missing', 'address', 'port', 'state', 'gone', 'stranger']

/** Differences in one sentence: the kind that matters most, by an example. */
export function describeDifferences(differences: readonly EndpointDifference[]): Wording {
  const [first] = differences.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
  const others = differences.length - 1
  const more = others > 0 ? ` (and ${others} more ${others === 1 ? 'difference' : 'differences'})` : ''
  return {
    short: 'its EndpointSlices and its pods differ',
    sentence: `${first ? describe(first) : 'its EndpointSlices and its pods differ'}${more}`,
    advice: 'read both again; if they still differ, see if kube-controller-manager runs',
  }
}

function describe(difference: EndpointDifference): string {
  switch (difference.kind) {
    case 'unwritten':
      return 'it has no EndpointSlice, though others in its namespace have'
    case 'family':
      return `it has no EndpointSlice for ${difference.family}`
    case 'missing':
      return `its EndpointSlices lack pod/${difference.name}`
    case 'gone':
      return `its EndpointSlices ${difference.reason === 'not-there' ? 'list' : 'still list'} pod/${difference.name}, ${explain(difference.reason)}`
    case 'stranger':
      return `its EndpointSlices list ${difference.address}, which belongs to no pod`
    case 'address':
      return `its EndpointSlices list pod/${difference.name} at ${difference.listed.join(' and ')}, its address is ${difference.expected.join(' and ')}`
    case 'port':
      return `its EndpointSlices list pod/${difference.name} with ${ports(difference.listed)}, it should be ${ports(difference.expected)}`
    case 'state':
      return `its EndpointSlices call pod/${difference.name} ${difference.listed}, it is ${difference.expected}`
  }
}

function explain(reason: Reason): string {
  switch (reason) {
    case 'not-there':
      return 'which is not in the input: it is gone, or the input lacks pods'
    case 'not-selected':
      return 'which the selector does not select'
    case 'finished':
      return 'which has finished'
    case 'no-address':
      return 'which has no address'
    case 'no-node':
      return 'which is on no node'
    case 'other-family':
      return "in an IP family that is not its own or not the Service's"
    case 'not-created':
    case 'scaled-to-zero':
      return 'which should not run'
  }
}

function ports(list: readonly SlicePort[]): string {
  const words = list.map(({name, port, protocol, appProtocol}) =>
    [name, `${port ?? 'any port'}${protocol === 'TCP' ? '' : `/${protocol}`}`, appProtocol && `(${appProtocol})`].filter(Boolean).join(' '),
  )
  return words.length === 0 ? 'no port' : words.sort().join(', ')
}
