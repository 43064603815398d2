import {ABSENT, type Mutation, setting, values} from '../mutation.ts'

const both = (first: string, ...others: readonly string[]) => ({'spec.clusterIP': first, 'spec.clusterIPs': [first, ...others]})

export const ADDRESSES: readonly Mutation[] = [
  ...values(
    'spec.clusterIP',
    ...['None', 'none', '10.0.0.20', '10.0.255.254', '10.0.0.0', '10.0.255.255', '10.0.0.1', '10.1.0.1', '10.0.0.256', '010.0.0.20'],
    ...['fd00:10::20', 'FD00:10::20', 'fd01::20', '::ffff:10.0.0.21', '127.0.0.1', '10.0.0.20/32', 'web', 167772180, '', null, ABSENT],
  ),
  ...values('spec.clusterIPs', ['None'], ['10.0.0.30'], [], [''], 'None', ['10.0.7.7', 'fd00:10::77'], null, ABSENT),
  ...[
    both('10.0.0.30'),
    both('10.0.0.30', 'fd00:10::30'),
    both('fd00:10::30', '10.0.0.30'),
    both('10.0.0.30', '10.0.0.31'),
    both('None', 'fd00:10::30'),
    both('None'),
    both('fd00:10::30'),
    both('10.0.0.30', 'fd00:10::30', 'fd00:10::31'),
    {'spec.clusterIP': '10.0.0.30', 'spec.clusterIPs': ['10.0.0.31']},
  ].map(setting),
  ...values(
    'spec.ipFamilies',
    ...[
      ['IPv4'],
      ['IPv6'],
      ['IPv4', 'IPv6'],
      ['IPv6', 'IPv4'],
      ['IPv4', 'IPv4'],
      ['IPv4', 'IPv6', 'IPv4'],
      ['IPv5'],
      ['ipv4'],
      [],
      'IPv4',
      null,
    ],
  ),
  ...values('spec.ipFamilyPolicy', 'SingleStack', 'PreferDualStack', 'RequireDualStack', 'DualStack', '', null),
  ...[
    {'spec.ipFamilyPolicy': 'SingleStack', 'spec.ipFamilies': ['IPv4', 'IPv6']},
    {'spec.ipFamilyPolicy': 'PreferDualStack', 'spec.ipFamilies': ['IPv6']},
    {'spec.ipFamilyPolicy': 'RequireDualStack', 'spec.ipFamilies': ['IPv4', 'IPv6']},
  ].map(setting),
  ...values(
    'spec.externalName',
    ...[
      'db.example.com',
      'db.example.com.',
      'db',
      '192.0.2.1',
      'DB.example.com',
      'db_x.example.com',
      '*.example.com',
      'http://db',
      'fd00::1',
    ],
    ...['a.'.repeat(127), '.', '', 5, null, ABSENT],
  ),
  ...values(
    'spec.externalIPs',
    ...['198.51.100.8', '2001:db8::8', '2001:DB8:0::8', '198.051.100.008', '::ffff:198.51.100.8', '10.0.0.50'].map((ip) => [ip]),
    ...['127.0.0.1', '0.0.0.0', '224.0.0.1', '169.254.0.1', 'fe80::1', '::', '::1', 'web', ''].map((ip) => [ip]),
    ...[[], null, '198.51.100.8', [198], ['198.51.100.8', '198.51.100.8']],
  ),
  ...values('spec.loadBalancerIP', '203.0.113.6', '2001:db8::6', '010.0.0.6', 'none', '', 5, null),
  ...values(
    'spec.loadBalancerSourceRanges',
    ...['10.0.0.0/8', ' 10.0.0.0/8 ', '0.0.0.0/0', '::/0', '2001:DB8::/32', '10.0.0.1/8', '010.0.0.0/8'].map((range) => [range]),
    ...['10.0.0.0', '10.0.0.0/33', '10.0.0.0/8,192.168.0.0/16', 'any', ''].map((range) => [range]),
    ...[[], null, '10.0.0.0/8'],
  ),
]
