import type {Input} from '../cluster/object.ts'
import type {Edit} from '../report.ts'
import {addEntries} from './addition.ts'
import {inStyleOf, isKey, isPlainText, KEY, scalarAt} from './scalar.ts'
import type {Splice} from './splice.ts'
import {cut, findSpot} from './spot.ts'

/** An edit as characters of a line that change. Undefined where the text is not at hand or does not read as expected. */
export async function spliceOf(edit: Edit, locate: Input['locate']): Promise<Splice | undefined> {
  const spot = await findSpot(edit.place, locate)
  if (!spot) return undefined
  if (edit.kind === 'add') return addEntries(spot, edit, locate)
  const key = KEY.exec(spot.before)
  const scalar = scalarAt(spot)
  if (!key || !scalar || !isKey(key[1] ?? '', edit.place.path.at(-1))) return undefined
  switch (edit.kind) {
    case 'rename':
      return cut(spot, key.index, key.index + (key[1]?.length ?? 0), inStyleOf(key[1] ?? '', edit.to, false))
    case 'quote':
      return scalar.quoted ? undefined : cut(spot, scalar.start, scalar.end, JSON.stringify(scalar.value))
    case 'replace': {
      if ((scalar.quoted || isPlainText(scalar.value)) && scalar.value !== edit.from) return undefined
      const old = spot.text.slice(scalar.start, scalar.end)
      return cut(spot, scalar.start, scalar.end, inStyleOf(old, edit.to, key[1]?.startsWith('"') ?? false))
    }
  }
}
