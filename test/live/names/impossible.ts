import {createRandom} from '../scenario/random-numbers.ts'
import {reverse} from './possible.ts'

/** Names that look like those of these Services and are none, drawn by seed: what people mistype, and what resolvers try on the way. */
export function impossibleNames(possible: readonly string[], seed: number, count: number): readonly string[] {
  const random = createRandom(seed)
  const taken = new Set(possible)
  const forward = possible.filter((name) => name.endsWith('.svc.cluster.local') && name.split('.').length > 4)
  const names = new Set<string>()
  const word = () => `no-${random.below(1_000_000).toString(36)}`
  const replaceLabel = (name: string, index: number, label: string) => name.split('.').with(index, label).join('.')
  const ways: readonly ((name: string) => string)[] = [
    (name) => replaceLabel(name, 0, word()),
    (name) => replaceLabel(name, -4, word()),
    (name) => replaceLabel(name, -5, word()),
    (name) => replaceLabel(name, -3, 'service'),
    (name) => replaceLabel(name, 0, '*'),
    (name) => replaceLabel(name, -4, '*'),
    (name) => `*.${name}`,
    (name) => `${word()}.${name}`,
    (name) => `_http._tcp.${word()}.${name}`,
    (name) => `_${word()}._tcp.${name.split('.').slice(-5).join('.')}`,
    (name) => `_http._icmp.${name.split('.').slice(-5).join('.')}`,
    (name) => `_tcp.${name.split('.').slice(-5).join('.')}`,
    (name) => `10-9-9-9.${name.split('.').slice(-5).join('.')}`,
    (name) => `web-0.${name.split('.').slice(-5).join('.')}`,
    (name) => name.replace('.svc.', '.'),
    (name) => name.replace('.svc.', '.pod.'),
    (name) => `${name}.svc.cluster.local`,
    (name) => `${name}.${name}`,
    () => `${word()}.cluster.local`,
    () => `${word()}.pod.cluster.local`,
    () => `9-9-9-9.${word()}.pod.cluster.local`,
    () => `1-2-3.default.pod.cluster.local`,
    () => `fd00--1.default.pod.cluster.local`,
    () => reverse(`10.0.${random.below(256)}.${random.below(256)}`),
    () => reverse(`fd00:10::${(random.below(65_535) + 1).toString(16)}`),
    () => `${random.below(256)}.0.10.in-addr.arpa`,
  ]
  while (names.size < count) {
    const name = random.pick(ways)(random.pick(forward))
    // A DNS name has 253 characters at most.
    if (!taken.has(name) && name.length < 254) names.add(name)
  }
  return [...names]
}
