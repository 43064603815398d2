import {ABSENT, type Mutation, setting, values} from '../mutation.ts'

const http = {name: 'http', port: 80}

export const PORTS: readonly Mutation[] = [
  ...values(
    'spec.ports',
    ...[ABSENT, [], null, {}, [null], ['80'], [{}], [80]],
    [http, {name: 'https', port: 443}],
    [http, {port: 443}],
    [{port: 80}, {port: 443}],
    [http, {name: 'http', port: 443}],
    [http, {name: 'other', port: 80}],
    [http, {name: 'other', port: 80, protocol: 'UDP'}],
    [http, {name: 'other', port: 8080, targetPort: 80}],
    [http, {name: 'http', port: 80}],
  ),
  ...values('spec.ports[0].port', 1, 65535, 0, 65536, -1, 2 ** 31, 80.5, '80', '', true, null, ABSENT),
  ...values(
    'spec.ports[0].name',
    ...['web', 'a'.repeat(16), 'a'.repeat(63), 'a'.repeat(64), '1web', '80', 'HTTP', 'http_1', 'http-', 'a.b', '', 8080, null, ABSENT],
  ),
  ...values('spec.ports[0].protocol', 'TCP', 'UDP', 'SCTP', 'tcp', 'HTTP', '', 6, null),
  ...values(
    'spec.ports[0].targetPort',
    ...[
      8080,
      65535,
      0,
      65536,
      -1,
      1.5,
      'web',
      'a'.repeat(15),
      'a'.repeat(16),
      '8080',
      '8080a',
      'HTTP',
      'http_1',
      'a--b',
      '-a',
      '',
      true,
      {},
      null,
    ],
  ),
  ...values('spec.ports[0].nodePort', 30000, 32767, 29999, 32768, 80, 0, -1, 65536, '30080', null),
  ...[
    {
      'spec.type': 'NodePort',
      'spec.ports': [
        {...http, nodePort: 30100},
        {name: 'b', port: 81, nodePort: 30100},
      ],
    },
    {
      'spec.type': 'NodePort',
      'spec.ports': [
        {...http, nodePort: 30100},
        {name: 'b', port: 81, protocol: 'UDP', nodePort: 30100},
      ],
    },
    {
      'spec.type': 'NodePort',
      'spec.ports': [
        {...http, nodePort: 30100},
        {name: 'b', port: 80, protocol: 'UDP', nodePort: 30100},
      ],
    },
    {
      'spec.type': 'NodePort',
      'spec.ports': [
        {...http, nodePort: 30100},
        {name: 'b', port: 81, nodePort: 30101},
      ],
    },
  ].map(setting),
  ...values('spec.ports[0].appProtocol', 'https', 'kubernetes.io/ws', 'example.com/x/y', 'mongo db', 'a'.repeat(64), '', '-', null, 5),
]
