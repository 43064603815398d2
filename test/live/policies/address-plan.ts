import type {AddressFamily} from '../../../src/cluster/address.ts'
import type {Random} from '../scenario/random-numbers.ts'

/** Where the pods and the outside of a drawn cluster have their addresses, small enough that blocks often part them. */
interface Plan {
  readonly pod: (index: number) => string
  readonly outside: readonly string[]
  /** Blocks, each with ranges inside of it that may be excepted. */
  readonly blocks: readonly {readonly cidr: string; readonly inside: readonly string[]}[]
}

export const PLANS: Readonly<Record<AddressFamily, Plan>> = {
  IPv4: {
    pod: (index) => `10.244.${index % 3}.${1 + index}`,
    outside: ['203.0.113.7', '203.0.113.200', '198.51.100.1', '192.0.2.128', '10.9.8.7', '172.31.255.255'],
    blocks: [
      {cidr: '0.0.0.0/0', inside: ['10.0.0.0/8', '10.244.0.0/16', '203.0.113.0/25', '128.0.0.0/1', '169.254.169.254/32']},
      {cidr: '10.0.0.0/8', inside: ['10.244.0.0/24', '10.244.0.0/15', '10.9.0.0/16', '10.244.1.0/28']},
      {cidr: '10.244.0.0/16', inside: ['10.244.0.0/24', '10.244.1.0/24', '10.244.2.0/23', '10.244.0.1/32']},
      {cidr: '10.244.0.0/24', inside: ['10.244.0.0/30', '10.244.0.4/30', '10.244.0.1/32']},
      {cidr: '10.244.0.0/23', inside: ['10.244.1.0/24', '10.244.0.0/29']},
      {cidr: '203.0.113.0/24', inside: ['203.0.113.0/28', '203.0.113.128/25', '203.0.113.7/32']},
      {cidr: '203.0.113.7/32', inside: []},
      {cidr: '10.244.1.2/32', inside: []},
      {cidr: '192.0.0.0/7', inside: ['192.0.2.0/24', '192.0.0.0/8']},
    ],
  },
  IPv6: {
    pod: (index) => `fd00:10:244:${index % 3}::${(1 + index).toString(16)}`,
    outside: ['2001:db8::7', '2001:db8:ffff::1', '2001:db8:0:1::', 'fd00:99::1', 'fe80::1'],
    blocks: [
      {cidr: '::/0', inside: ['fd00::/8', '2001:db8::/32', '8000::/1', 'fd00:10:244::/48']},
      {cidr: 'fd00::/8', inside: ['fd00:10:244::/64', 'fd00:10:244::/47', 'fd00:99::/32']},
      {cidr: 'fd00:10:244::/48', inside: ['fd00:10:244::/64', 'fd00:10:244:1::/64', 'fd00:10:244:2::/63', 'fd00:10:244::1/128']},
      {cidr: 'fd00:10:244::/64', inside: ['fd00:10:244::/126', 'fd00:10:244::4/126']},
      {cidr: '2001:db8::/32', inside: ['2001:db8::/64', '2001:db8:8000::/33', '2001:db8::7/128']},
      {cidr: '2001:db8::7/128', inside: []},
      {cidr: 'fd00:10:244:1::2/128', inside: []},
    ],
  },
}

export interface DrawnBlock {
  readonly cidr: string
  readonly except?: readonly string[] | null
}

export function drawBlock(random: Random, family: AddressFamily): DrawnBlock {
  const {cidr, inside} = random.pick(PLANS[family].blocks)
  switch (random.weighted({absent: 4, empty: 1, stated: 5})) {
    case 'absent':
      return {cidr}
    case 'empty':
      return {cidr, except: random.pick([[], null])}
    case 'stated':
      return {cidr, except: random.some(inside, 1 + random.below(2))}
  }
}
