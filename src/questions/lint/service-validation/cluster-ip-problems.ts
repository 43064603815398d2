import {parseAddress} from '../../../cluster/address.ts'
import {type Fields, itemsOf, textOf} from '../../../cluster/fields.ts'
import type {Path} from '../../../cluster/object.ts'
import {type ClusterIPRange, holdsClusterIP} from '../../../network/cluster-ips.ts'
import {addressProblem} from './address-syntax.ts'
import {invalid, type Refuse, unsupported} from './api-problem.ts'

const FAMILIES = ['IPv4', 'IPv6']
const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack']

/** ValidateServiceClusterIPsRelatedFields, and what the allocator says. `ranges` are those that the cluster is known to have. */
export function checkClusterIPs(spec: Fields, type: string, ranges: readonly ClusterIPRange[], refuse: Refuse): void {
  const own = textOf(spec['clusterIP'])
  const stated = itemsOf(spec['clusterIPs']).map((value) => (typeof value === 'string' ? value : ''))
  if (type === 'ExternalName') {
    checkExternalName(spec, own, stated, refuse)
    return
  }
  if (own === undefined && stated.length > 0)
    refuse(
      ['spec', 'clusterIPs'],
      invalid(stated, 'must be empty when `clusterIP` is not specified'),
      'state clusterIP too, or leave both out',
    )
  else if (own !== undefined && stated.length > 0 && stated[0] !== own)
    refuse(
      ['spec', 'clusterIPs'],
      invalid(stated, 'first value must match `clusterIP`'),
      'write the same address first in both, or leave clusterIPs out',
    )
  const addresses = stated.length > 0 ? stated : own === undefined ? [] : [own]
  const pathOf = (index: number): Path => (stated.length > 0 ? ['spec', 'clusterIPs', index] : ['spec', 'clusterIP'])
  if (addresses.length === 1 && addresses[0] === 'None' && (type === 'LoadBalancer' || type === 'NodePort'))
    refuse(pathOf(0), invalid('None', `may not be set to 'None' for ${type} services`), 'leave clusterIP out, or let type be ClusterIP')
  const families = itemsOf(spec['ipFamilies']).map((value) => (typeof value === 'string' ? value : ''))
  checkFamilies(spec['ipFamilyPolicy'], families, addresses, refuse)
  if (checkAddresses(addresses, stated, pathOf, refuse)) checkTogether({addresses, stated, families, ranges, pathOf}, refuse)
}

function checkExternalName(spec: Fields, own: string | undefined, stated: readonly string[], refuse: Refuse): void {
  const forbid = (path: Path) => refuse(path, 'Forbidden: may not be set for ExternalName services', 'leave it out')
  if (stated.length > 0 || own !== undefined) forbid(['spec', stated.length > 0 ? 'clusterIPs' : 'clusterIP'])
  if (itemsOf(spec['ipFamilies']).length > 0) forbid(['spec', 'ipFamilies'])
  if (typeof spec['ipFamilyPolicy'] === 'string') forbid(['spec', 'ipFamilyPolicy'])
}

function checkFamilies(policy: unknown, families: readonly string[], addresses: readonly string[], refuse: Refuse): void {
  const path = ['spec', 'ipFamilyPolicy']
  if (typeof policy === 'string' && !POLICIES.includes(policy))
    refuse(path, unsupported(policy, POLICIES), 'write one of those, or leave it out')
  for (const [index, family] of families.entries()) {
    if (!FAMILIES.includes(family)) refuse(['spec', 'ipFamilies', index], unsupported(family, FAMILIES), 'write IPv4 or IPv6')
    else if (families.indexOf(family) < index)
      refuse(['spec', 'ipFamilies', index], `Duplicate value: ${JSON.stringify(family)}`, 'name each family once')
  }
  if ((policy ?? 'SingleStack') !== 'SingleStack') return
  const several = families.length > 1 ? 'IP families' : addresses.length > 1 ? 'cluster IPs' : undefined
  if (several !== undefined)
    refuse(
      path,
      invalid('SingleStack', `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${several} are specified`),
      'state ipFamilyPolicy: PreferDualStack (none is SingleStack)',
    )
}

/** Whether they can be looked at together. */
function checkAddresses(addresses: readonly string[], stated: readonly string[], pathOf: (index: number) => Path, refuse: Refuse): boolean {
  let isSound = true
  for (const [index, address] of addresses.entries()) {
    const isNone = index === 0 && address === 'None'
    const problem = isNone ? undefined : addressProblem(address)
    if (isNone && addresses.length > 1)
      refuse(['spec', 'clusterIPs'], invalid(stated, "'None' must be the first and only value"), 'leave the others out: it is headless')
    else if (problem !== undefined) refuse(pathOf(index), invalid(address, problem), 'state an IP address, or None')
    isSound &&= !isNone && problem === undefined
  }
  if (addresses.length > 2) refuse(['spec', 'clusterIPs'], invalid(stated, 'may only hold up to 2 values'), 'state one of each family')
  return isSound
}

interface Addresses {
  readonly addresses: readonly string[]
  readonly stated: readonly string[]
  readonly families: readonly string[]
  readonly ranges: readonly ClusterIPRange[]
  readonly pathOf: (index: number) => Path
}

function checkTogether({addresses, stated, families, ranges, pathOf}: Addresses, refuse: Refuse): void {
  const found = addresses.map((address) => parseAddress(address)?.family)
  if (addresses.length > 1 && new Set(found).size < addresses.length)
    refuse(['spec', 'clusterIPs'], invalid(stated, 'may specify no more than one IP for each IP family'), 'state one of each family')
  for (const [index, address] of addresses.entries()) {
    const wanted = families[index]
    if (wanted !== undefined && FAMILIES.includes(wanted) && found[index] !== wanted)
      refuse(
        pathOf(index),
        invalid(address, `expected an ${wanted} value as indicated by \`ipFamilies[${index}]\``),
        'let family and address agree',
      )
    const own = ranges.filter(({range}) => range.family === found[index])
    if (own.length > 0 && !own.some((range) => holdsClusterIP(range, address)))
      refuse(
        pathOf(index),
        invalid(
          addresses,
          `failed to allocate IP ${address}: the provided IP (${address}) is not in the valid range. The range of valid IPs is ${own.map(({range}) => range.text).join(', ')}`,
        ),
        'leave it out, or state a free address of the range',
      )
  }
}
