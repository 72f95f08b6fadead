/** Fills the variables of a template. */
import type { Hole, Template, Variable } from '../../../model/plan.ts'

/** The value of a variable; `undefined` when it has none. */
export type Lookup = (variable: Variable) => unknown

/** The filled value, or the variables without a value, as written. */
export type Filled = { readonly value: unknown } | { readonly missing: readonly string[] }

/**
 * Fills every variable of a template. A text that is exactly one variable becomes its value with
 * its type; within a text values become text, anything but text as JSON.
 */
export function fill(template: Template, lookup: Lookup): Filled {
  if (template.kind === 'value') return { value: template.value }
  const missing = new Set<string>()
  const valueOf = (hole: Hole): unknown => {
    const value = lookup(hole.variable)
    if (value === undefined) missing.add(hole.source)
    return value
  }
  const value = fillAny(template, valueOf)
  return missing.size > 0 ? { missing: [...missing] } : { value }
}

function fillAny(template: Template, valueOf: (hole: Hole) => unknown): unknown {
  switch (template.kind) {
    case 'value':
      return template.value
    case 'hole':
      return valueOf(template)
    case 'text':
      return template.parts
        .map((part) => (typeof part === 'string' ? part : asText(valueOf(part) ?? '')))
        .join('')
    case 'list':
      return template.items.map((item) => fillAny(item, valueOf))
    case 'object':
      return Object.fromEntries(
        template.members.map(([key, item]) => [key, fillAny(item, valueOf)]),
      )
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
