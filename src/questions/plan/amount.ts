/** A number with thousands separators, as every message and table shows it. */
export function amount(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 node`, `3 nodes`. */
export function counted(value: number, noun: string): string {
  return `${amount(value)} ${noun}${value === 1 ? '' : noun.endsWith('s') ? 'es' : 's'}`
}
