import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {readNamedFile, readPossiblyEmptyFile, refuseSharedStdin} from '../../src/sources/named-file.ts'
import {parseProxyConfiguration, readProxyConfigurationFile} from '../../src/sources/proxy-configuration.ts'
import {UserError} from '../../src/user-error.ts'
import {scratchDirectory, writeFiles} from './scratch.ts'

const HEAD = 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n'

function messageOf(act: () => unknown): string | undefined {
  try {
    act()
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
  return undefined
}

const parse = (text: string) => parseProxyConfiguration(text, 'proxy.yaml')

describe('a KubeProxyConfiguration', () => {
  test('is read from YAML and JSON, and from among other documents', () => {
    expect(parse(`${HEAD}mode: nftables\n`).fields['mode']).toBe('nftables')
    const json = JSON.stringify({apiVersion: 'kubeproxy.config.k8s.io/v1alpha1', kind: 'KubeProxyConfiguration', mode: 'ipvs'})
    expect(parse(json).fields['mode']).toBe('ipvs')
    expect(parse(`kind: ClusterConfiguration\n---\n# here\n${HEAD}clusterCIDR: ""\n`).fields['clusterCIDR']).toBe('')
  })

  test('is read from a ConfigMap, under whatever key', () => {
    const map = (key: string) =>
      JSON.stringify({apiVersion: 'v1', kind: 'ConfigMap', data: {'kubeconfig.conf': 'kind: Config', [key]: `${HEAD}mode: iptables\n`}})
    expect(parse(map('config.conf'))).toMatchObject({name: 'proxy.yaml, config.conf', fields: {mode: 'iptables'}})
    expect(parse(map('kube-proxy-config')).fields['mode']).toBe('iptables')
  })

  test.each([
    ['# nothing\n', 'proxy.yaml holds no KubeProxyConfiguration: there are only comments in it'],
    ['kind: KubeletConfiguration\n', 'proxy.yaml is no KubeProxyConfiguration but a KubeletConfiguration'],
    ['mode: iptables\n', 'proxy.yaml is no KubeProxyConfiguration: it states no kind'],
    ['- mode\n', 'proxy.yaml is no KubeProxyConfiguration: it holds no mapping of fields'],
    ['kind: KubeProxyConfiguration\n', 'proxy.yaml is of apiVersion none, which is not known'],
    ['apiVersion: v2\nkind: KubeProxyConfiguration\n', 'proxy.yaml is of apiVersion "v2", which is not known'],
    [`${HEAD}iptables:\n  masqueradeBit: 14\n mode: x\n`, 'proxy.yaml:5:2 is not valid YAML'],
    ['kind: ConfigMap\ndata: {a: b}\n', 'the ConfigMap in proxy.yaml holds no KubeProxyConfiguration (it has a)'],
  ])('is told from what is none: %j', (text, expected) => expect(messageOf(() => parse(text))).toContain(expected))
})

describe('a file that a flag names', () => {
  const directory = scratchDirectory()
  const file = (name: string) => join(directory, name)
  writeFiles(directory, {
    'dump.txt': '*nat\nCOMMIT\n',
    // As PowerShell saves what a program prints.
    'dump-16.txt': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('*nat\r\nCOMMIT\r\n', 'utf16le')]),
    'empty.txt': ' \n',
    'cut.gz': Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
    binary: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 0]),
  })
  const read = (name: string) => readNamedFile(file(name), 'name a dump')

  test('is read in the encodings that text comes in', () => {
    expect(read('dump.txt').text).toBe('*nat\nCOMMIT\n')
    expect(read('dump-16.txt').text).toBe('*nat\r\nCOMMIT\r\n')
  })

  test.each([
    ['nowhere.txt', `cannot read ${file('nowhere.txt')}: no such file`],
    ['', `cannot read ${file('')}: it is a directory`],
    ['empty.txt', `${file('empty.txt')} is empty`],
    ['cut.gz', `cannot read ${file('cut.gz')}: it is gzip that ends too early`],
    ['binary', `${file('binary')} is not text`],
  ])('is refused where there is nothing to read: %s', (name, expected) => expect(messageOf(() => read(name))).toBe(expected))

  test('may be empty where that says something', () => {
    expect(readPossiblyEmptyFile(file('empty.txt'), 'name a dump')).toEqual({name: file('empty.txt'), text: ' \n'})
    expect(messageOf(() => readPossiblyEmptyFile(file('binary'), 'name a dump'))).toBe(`${file('binary')} is not text`)
  })

  test('is not standard input where something else is read from there', () => {
    expect(messageOf(() => refuseSharedStdin(['-', 'a.yaml', undefined]))).toBeUndefined()
    expect(messageOf(() => refuseSharedStdin(['-', 'a.yaml', '-']))).toBe('standard input is named twice')
  })

  test('is named in what is wrong with it', () => {
    expect(messageOf(() => readProxyConfigurationFile(file('dump.txt')))).toContain(file('dump.txt'))
  })
})
