import type {AddressFamily} from '../../../cluster/address.ts'
import {inOrderOfNft} from './element-order.ts'
import {type Chain, type Container, type Element, type Rule, type Table, WORDS} from './table.ts'

/** A table as `nft -s list table` prints it (nft 1.0.6). Of elements that contradict each other the first is printed. */
export function formatTable({family, counters, containers, chains}: Table): string {
  const objects = [
    ...counters.map((name) => block('counter', name, [])),
    ...containers.map((container) => formatContainer(container, family)),
    ...chains.map(formatChain),
  ]
  return `table ${WORDS[family].ip} kube-proxy {\n\tcomment "rules for kube-proxy"\n${objects.join('\n')}}\n`
}

function block(kind: string, name: string, lines: readonly string[]): string {
  return `\t${kind} ${name} {\n${lines.map((line) => `\t\t${line}\n`).join('')}\t}\n`
}

function formatContainer({kind, name, type, properties, comment, elements}: Container, family: AddressFamily): string {
  const lines = [`type ${type}`, ...properties, ...(comment === undefined ? [] : [`comment "${comment}"`])]
  return block(kind, name, elements.length === 0 ? lines : [...lines, `elements = { ${formatElements(elements, type, family)} }`])
}

function formatElements(elements: readonly Element[], type: string, family: AddressFamily): string {
  const firsts = new Map(elements.toReversed().map((element) => [element.key.join(), element]))
  const texts = inOrderOfNft([...firsts.values()], family).map(formatElement)
  const perLine = type === 'ipv4_addr' ? 2 : 1
  const lines = texts.flatMap((_, index) => (index % perLine === 0 ? [texts.slice(index, index + perLine).join(', ')] : []))
  return lines.join(',\n\t\t\t     ')
}

function formatElement({key, verdict, comment}: Element): string {
  return `${key.join(' . ')}${remark(comment)}${verdict === undefined ? '' : ` : ${verdict}`}`
}

function formatChain({name, hook, comment, rules}: Chain): string {
  const lines = [
    ...(comment === undefined ? [] : [`comment "${comment}"`]),
    ...(hook === undefined ? [] : [`${hook}; policy accept;`]),
    ...rules.filter(({doubt}) => doubt !== 'unknown').map(formatRule),
  ]
  return block('chain', name, lines)
}

function formatRule({text, comment}: Rule): string {
  return `${text}${remark(comment)}`
}

function remark(comment: string | undefined): string {
  return comment === undefined ? '' : ` comment "${comment}"`
}
