import type {EntryData, ExposedServiceData} from '../../../src/questions/exposure/exposure-data.ts'

const NOBODY_NOW = 'no endpoint now'

/** Whether exposure says that more than is certain may be kept out. */
export function isDoubtful({remarks}: EntryData): boolean {
  return remarks.some((remark) => remark !== NOBODY_NOW)
}

/** Whether nobody answers, and somebody may in a moment: exposure tells of who could come in then. */
export function isEmpty({entries}: Pick<ExposedServiceData, 'entries'>): boolean {
  return entries.some(({remarks}) => remarks.includes(NOBODY_NOW))
}
