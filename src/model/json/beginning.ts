/** The beginning of the JSON text of a value, at the cost of that beginning alone. */

/**
 * What `JSON.stringify` writes of a JSON value, as far as its first `length` UTF-16 units at least.
 * The value may be of any size and depth.
 */
export function jsonBeginning(value: unknown, length: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, length + 1)) ?? ''
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  return Array.isArray(value) ? ofList(value, length) : ofObject(value, length)
}

function ofList(list: readonly unknown[], length: number): string {
  let text = '['
  for (const [index, item] of list.entries()) {
    if (text.length >= length) return text
    text += `${index > 0 ? ',' : ''}${jsonBeginning(item, length - text.length)}`
  }
  return `${text}]`
}

function ofObject(object: object, length: number): string {
  let text = '{'
  for (const name in object) {
    if (text.length >= length) return text
    const item: unknown = Reflect.get(object, name)
    if (item === undefined) continue
    text += `${text === '{' ? '' : ','}${JSON.stringify(name)}:`
    text += jsonBeginning(item, length - text.length)
  }
  return `${text}}`
}
