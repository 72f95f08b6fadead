/** The variables that may stand in `${…}`. */
import { suggest } from '../../model/text/nearest.ts'
import type { Variable } from '../../model/plan.ts'

const plain = ['model', 'model.path', 'model.bare', 'region', 'turn'] as const

export interface VariableProblem {
  readonly problem: string
  readonly hint?: string
}

/** Members of a normalised reply that a later step may quote. */
const replyMembers = ['text', 'rawText', 'reasoning', 'id', 'model', 'toolCalls'] as const

/** Largest filler: more than any model's context takes, few enough to limit the cost of a typing mistake. */
const maxFiller = 8 * 1024 * 1024

const forms = [...plain, 'item', 'nonce', 'saved', 'encoded', 'steps', 'filler'] as const

const key = /^[a-zA-Z][a-zA-Z0-9_-]*$/

function toSteps([step = '', ...path]: readonly string[]): Variable | VariableProblem {
  const member = path[0] ?? ''
  if (!replyMembers.some((known) => known === member)) {
    const hint = suggest(member, replyMembers)
    const problem = `\${steps.${step}.…} must name what to take from the reply`
    return hint === undefined ? { problem } : { problem, hint }
  }
  return { name: 'steps', step, path }
}

function toFiller(size: string): Variable | VariableProblem {
  const bytes = Number(size)
  if (/^\d+$/.test(size) && bytes >= 1 && bytes <= maxFiller) return { name: 'filler', bytes }
  return { problem: `\${filler.N} needs a number of bytes from 1 to ${maxFiller}` }
}

/**
 * Parses the text between `${` and `}`.
 *
 * @returns the variable, or a description of the mistake and the nearest known variable
 */
export function parseVariable(text: string): Variable | VariableProblem {
  const known = plain.find((name) => name === text)
  if (known !== undefined) return { name: known }
  const [head = '', ...rest] = text.split('.')
  if (head === 'nonce' || head === 'saved' || head === 'encoded') {
    const name = rest.join('.')
    if (key.test(name)) return { name: head, key: name }
    return { problem: `\${${head}.NAME} needs a name, found "${name}"` }
  }
  if (head === 'item' && rest.every((name) => key.test(name))) return { name: 'item', path: rest }
  if (head === 'steps') return toSteps(rest)
  if (head === 'filler') return toFiller(rest.join('.'))
  const hint = suggest(forms.some((form) => form === head) ? text : head, forms)
  const problem = `unknown variable \${${text}}`
  return hint === undefined ? { problem } : { problem, hint }
}
