function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array)
  )
}

/** Merges `over` into `base`: maps merge key by key at every depth, anything else is replaced. */
export function deepMerge(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over
  const merged = Object.entries(over).map(([key, value]) => [
    key,
    Object.hasOwn(base, key) ? deepMerge(base[key], value) : value,
  ])
  return { ...base, ...Object.fromEntries(merged) }
}

/** Without the members that are null. */
export function withoutNulls<T>(
  members: Readonly<Record<string, T | null | undefined>>,
): Record<string, T> {
  const kept: Record<string, T> = {}
  for (const [key, value] of Object.entries(members)) {
    if (value !== null && value !== undefined) kept[key] = value
  }
  return kept
}
