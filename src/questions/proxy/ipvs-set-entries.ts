import {type About, nameOfPort, type PortName} from './observation.ts'
import {entryText, type PortIndex} from './port-index.ts'

/** What an entry of an IP set says, in terms of Services. */
interface SetEntry {
  readonly port: PortName | null
  readonly about: About
  /** It takes something away from what another set says: the sets of Local policies. */
  readonly isException: boolean
}

/** Reads an entry of one of kube-proxy's sets: `10.0.0.1,tcp:80`, `10.0.0.1,tcp:80,10.0.0.0/8`, `30080`; undefined for a set that it does not have. */
export function readSetEntry(set: string, entry: string, index: PortIndex): SetEntry | undefined {
  const kind = set.replace(/^KUBE-(?:6-)?/, '')
  const [address = '', service = '', source = ''] = entry.split(',')
  const [protocol = '', number = ''] = service.toUpperCase().split(':')
  const at = entryText(address, number, protocol)
  const found = (about: About, port = index.byEntry(address, number, protocol)): SetEntry => ({
    port: port ? nameOfPort(port) : null,
    about,
    isException: kind.includes('-LOCAL'),
  })
  switch (kind) {
    case 'LOOP-BACK': {
      const endpoint = at.replace(/\/\w+$/, '')
      return found({kind: 'hairpin', endpoint}, index.byEndpoint(endpoint, protocol))
    }
    case 'CLUSTER-IP':
      return found({kind: 'cluster-ip', at: address})
    case 'EXTERNAL-IP':
    case 'EXTERNAL-IP-LOCAL':
    case 'LOAD-BALANCER':
    case 'LOAD-BALANCER-LOCAL':
      return found({kind: 'external-masquerade'})
    case 'LOAD-BALANCER-FW':
      return found({kind: 'firewall', at})
    // Names end at 31 characters.
    case 'LOAD-BALANCER-SOURCE-CID':
    case 'LOAD-BALANCER-SOURCE-CIDR':
    case 'LOAD-BALANCER-SOURCE-IP':
      return found({kind: 'source-range', range: source})
    case 'NODE-PORT-TCP':
    case 'NODE-PORT-LOCAL-TCP':
      return found({kind: 'external-masquerade'}, index.byEntry(undefined, entry, 'TCP'))
    case 'NODE-PORT-UDP':
    case 'NODE-PORT-LOCAL-UDP':
      return found({kind: 'external-masquerade'}, index.byEntry(undefined, entry, 'UDP'))
    case 'NODE-PORT-SCTP-HASH':
    case 'NODE-PORT-LOCAL-SCTP-HASH':
    case 'NODE-PORT-LOCAL-SCTP-HAS':
      return found({kind: 'external-masquerade'}, index.byEntry(undefined, number, protocol))
    case 'HEALTH-CHECK-NODE-PORT': {
      const port = ['TCP', 'UDP', 'SCTP'].flatMap((one) => index.byEntry(undefined, entry, one) ?? [])[0]
      return found({kind: 'health-check', at: entryText(undefined, entry, 'TCP')}, port)
    }
    case 'IPVS-IPS':
      return found({kind: 'bound', at: address}, index.byClusterIP(address))
    default:
      return undefined
  }
}
