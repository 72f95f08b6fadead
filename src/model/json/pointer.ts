/**
 * Value at a JSON Pointer (RFC 6901), or undefined where it leads nowhere. Only own members count,
 * so that no pointer reaches what JSON did not say. Not a library: theirs follow inherited members too.
 */
export function atPointer(value: unknown, pointer: string): unknown {
  const keys = pointer.split('/').slice(1)
  return keys.reduce<unknown>((inside, key) => {
    if (typeof inside !== 'object' || inside === null) return undefined
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~')
    return Object.hasOwn(inside, name) ? (Reflect.get(inside, name) as unknown) : undefined
  }, value)
}
