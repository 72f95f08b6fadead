/** JSON Pointer (RFC 6901), with `*` for every element of an array, which no library for pointers has. */

export interface Found {
  readonly pointer: string
  readonly value: unknown
}

/** Whether a text is a JSON Pointer. */
export function isPointer(text: string): boolean {
  return text === '' || (text.startsWith('/') && !/~(?![01])/.test(text))
}

/** Every value that a pointer names; empty when there is none. */
export function resolve(root: unknown, pointer: string): readonly Found[] {
  let found: readonly Found[] = [{ pointer: '', value: root }]
  for (const token of tokens(pointer)) found = found.flatMap((location) => step(location, token))
  return found
}

/** The first value that a pointer names, or undefined. */
export function valueAt(root: unknown, pointer: string): unknown {
  return resolve(root, pointer)[0]?.value
}

/** A member name as a token of a pointer. */
export function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

function tokens(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function step(location: Found, token: string): readonly Found[] {
  const { value } = location
  if (Array.isArray(value)) {
    if (token === '*') {
      return value.map((item: unknown, index) => ({
        pointer: `${location.pointer}/${index}`,
        value: item,
      }))
    }
    const index = /^(?:0|[1-9]\d*)$/.test(token) ? Number(token) : -1
    if (index < 0 || index >= value.length) return []
    return [{ pointer: `${location.pointer}/${index}`, value: value[index] as unknown }]
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return []
  return [
    {
      pointer: `${location.pointer}/${escaped(token)}`,
      value: (value as Record<string, unknown>)[token],
    },
  ]
}
