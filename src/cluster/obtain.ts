/** What a map has for a key; where it has nothing, that is made and kept. A value is never undefined. */
export function obtain<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const present = map.get(key)
  if (present !== undefined) return present
  const created = create()
  map.set(key, created)
  return created
}
