/** Parses values from YAML files into templates. */
import type { Template } from '../../model/plan.ts'
import { parseTemplate } from './placeholder.ts'

/**
 * Parses every `${…}` in a value of any depth. A value without any is kept unchanged.
 *
 * @throws Error when a `${…}` is malformed, which the loader refuses
 */
export function toTemplate(value: unknown): Template {
  if (typeof value === 'string') return textTemplate(value)
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) {
    return { kind: 'value', value }
  }
  const members = Object.entries(value).map(([key, item]: [string, unknown]) => {
    const template = toTemplate(item)
    return { key, template, isPlain: template.kind === 'value' && template.value === item }
  })
  if (members.every(({ isPlain }) => isPlain)) return { kind: 'value', value }
  if (Array.isArray(value)) return { kind: 'list', items: members.map(({ template }) => template) }
  return { kind: 'object', members: members.map(({ key, template }) => [key, template]) }
}

function textTemplate(text: string): Template {
  if (!text.includes('${')) return { kind: 'value', value: text }
  const parts = parseTemplate(text).map((part) => {
    if (part.kind === 'problem') throw new Error(`Malformed variable ${part.source}.`)
    return part.kind === 'text' ? part.text : part
  })
  const [only, ...more] = parts
  if (typeof only === 'object' && more.length === 0) return only
  if (parts.every((part) => typeof part === 'string')) {
    return { kind: 'value', value: parts.join('') }
  }
  return { kind: 'text', parts }
}
