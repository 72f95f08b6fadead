/** The values of variables in one play of a case. */
import { parseJson } from '../../../model/json/shape.ts'
import { percentEncoded } from '../../../model/text/percent.ts'
import type { Reply } from '../../../model/observation.ts'
import type { Cell, Variable } from '../../../model/plan.ts'
import { filler } from './filler.ts'
import { nonces, type Nonces } from './nonce.ts'

export interface Values {
  /** The value of a variable; `undefined` when it has no value (yet). */
  readonly lookup: (variable: Variable) => unknown
  /** Makes `value` known to later steps as `${saved.NAME}`. */
  readonly save: (name: string, value: unknown) => void
  readonly saved: (name: string) => unknown
  /** Values of one repeat: the same, but with its own nonces, and `item` as `${item}`. */
  readonly fork: (item?: unknown) => Values
  /** Makes a step's reply known to later steps as `${steps.STEP.…}`. */
  readonly keep: (step: string, reply: Reply) => void
  /** Every name and text that was looked up so far, by variable, for example `nonce.name`. */
  readonly flat: Readonly<Record<string, string>>
}

/** A text that APIs take as a turn: they refuse a message without content. */
function quotable(text: string): string | undefined {
  return text.trim() === '' ? undefined : text
}

/**
 * Tool calls in the form in which an assistant turn repeats them. An answer without a text cannot be
 * quoted: its text has no value, and what quotes it is not sent.
 */
function replyValues(reply: Reply): Record<string, unknown> {
  const toolCalls = reply.toolCalls.map((call) => ({
    ...call,
    arguments: parseJson(call.arguments) ?? call.arguments,
  }))
  const { reasoning, id, model } = reply
  const [text, rawText] = [quotable(reply.text), quotable(reply.rawText)]
  return { text, rawText, reasoning, id, model, toolCalls }
}

function encoded(value: unknown): string | undefined {
  return typeof value === 'string' ? percentEncoded(value) : undefined
}

function dig(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return undefined
    return Reflect.get(inner, key) as unknown
  }, value)
}

type CellPart = { readonly model: Pick<Cell['model'], 'id'>; readonly region: string }

/** What one play of a case has learned from its replies, and where further nonces come from. */
interface Learned {
  readonly further: () => Nonces
  readonly saved: Map<string, unknown>
  readonly replies: Map<string, Record<string, unknown>>
}

/**
 * Fresh values for one play of a case in one cell.
 *
 * @param nonce the nonces of the play, new unless they are given
 * @param further those of a repeat that has its own
 */
export function createValues(
  cell: CellPart,
  nonce: Nonces = nonces(),
  further: () => Nonces = nonces,
): Values {
  return valuesFor(cell, { saved: new Map(), replies: new Map(), further }, nonce)
}

function valuesFor(cell: CellPart, learned: Learned, nonce: Nonces, item?: unknown): Values {
  const { saved, replies } = learned
  const { id } = cell.model
  const flat: Record<string, string> = { model: id, region: cell.region }

  const find = (variable: Variable): unknown => {
    switch (variable.name) {
      case 'model':
        return id
      case 'model.path':
        return percentEncoded(id)
      case 'model.bare':
        return id.slice(id.indexOf('/') + 1)
      case 'region':
        return cell.region
      case 'item':
        return dig(item, variable.path)
      case 'turn':
        return undefined // replaced when the file was loaded
      case 'nonce':
        return nonce(variable.key)
      case 'saved':
        return saved.get(variable.key)
      case 'encoded':
        return encoded(saved.get(variable.key))
      case 'steps':
        return dig(replies.get(variable.step), variable.path)
      case 'filler':
        return filler(variable.bytes)
    }
  }
  const lookup = (variable: Variable): unknown => {
    const value = find(variable)
    if (typeof value === 'string' && 'key' in variable) {
      flat[`${variable.name}.${variable.key}`] = value
    }
    return value
  }
  return {
    lookup,
    save: (name, value) => {
      saved.set(name, value)
    },
    saved: (name) => saved.get(name),
    keep: (step, reply) => {
      replies.set(step, replyValues(reply))
    },
    fork: (own) => valuesFor(cell, learned, learned.further(), own),
    flat,
  }
}
