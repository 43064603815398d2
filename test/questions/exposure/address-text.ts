/** `10.0.0.0/8 except 10.99.0.0/16`, as sources are written. */
export function isInSource(source: string, address: string): boolean {
  const [range = '', except] = source.split(' except ')
  return isIn(address, range) && !except?.split(', ').some((one) => isIn(address, one))
}

/** Arithmetic by hand, so that the program's own is not held against itself. */
function isIn(address: string, range: string): boolean {
  const [base = '', length = '0'] = range.split('/')
  if (base.includes(':') !== address.includes(':')) return false
  const hostBits = BigInt((base.includes(':') ? 128 : 32) - Number(length))
  return numberOf(address) >> hostBits === numberOf(base) >> hostBits
}

function numberOf(text: string): bigint {
  if (!text.includes(':')) return text.split('.').reduce((value, octet) => value * 256n + BigInt(octet), 0n)
  const [head = '', tail = ''] = text.split('::')
  const groupsIn = (part: string) => (part === '' ? [] : part.split(':'))
  const [first, last] = [groupsIn(head), groupsIn(tail)]
  const zeros = text.includes('::') ? Array<string>(8 - first.length - last.length).fill('0') : []
  return [...first, ...zeros, ...last].reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n)
}
