/** Expressions of workflow files, evaluated by GitHub's own evaluator. */
import { data, Evaluator, Lexer, Parser } from '@actions/expressions'

/** Contexts by name: `github`, `inputs`, `matrix`, `needs`, `steps`, `vars` … */
export type Contexts = Readonly<Record<string, unknown>>

/** Functions of the state of a job, which the evaluator leaves to the runner. */
const stateFunctions = ['always', 'cancelled', 'success', 'failure'] as const

function evaluate(text: string, contexts: Contexts, hasFailed: boolean): unknown {
  const states = { always: true, cancelled: false, success: !hasFailed, failure: hasFailed }
  const definitions = stateFunctions.map((name) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => new data.BooleanData(states[name]),
  }))
  const { tokens } = new Lexer(text).lex()
  const parsed = new Parser(tokens, Object.keys(contexts), definitions).parse()
  const context = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary
  const functions = new Map(definitions.map((one) => [one.name, one]))
  const result = new Evaluator(parsed, context, functions).evaluate()
  return JSON.parse(JSON.stringify(result, data.replacer))
}

/** `text` with each `${{ … }}` replaced by its value. */
export function filled(text: string, contexts: Contexts, hasFailed = false): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/gs, (_, inner: string) => {
    const value = evaluate(inner.trim(), contexts, hasFailed)
    return value === null || value === undefined ? '' : String(value)
  })
}

/** The value of one expression, with or without its braces. */
export function valueOf(text: string, contexts: Contexts): unknown {
  return evaluate(bare(text), contexts, false)
}

/** Whether a step or job with this condition runs: without a word about the state, only after success. */
export function isMet(
  condition: string | undefined,
  contexts: Contexts,
  hasFailed: boolean,
): boolean {
  if (condition === undefined) return !hasFailed
  const asked = bare(condition)
  const asksState = stateFunctions.some((name) => asked.includes(`${name}()`))
  if (hasFailed && !asksState) return false
  const value = evaluate(asked, contexts, hasFailed)
  return value !== false && value !== '' && value !== null && value !== 0
}

function bare(text: string): string {
  return text.replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1').trim()
}
