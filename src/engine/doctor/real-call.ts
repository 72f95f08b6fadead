/** The one real call of `doctor`: a plain conversation, as a run sends it first. */
import type { Reached } from '../../model/diagnosis.ts'
import type { Planner } from '../../model/plan.ts'
import type { SelectionFlags } from '../flags.ts'
import { contextOf } from '../play/execute.ts'
import { runCell } from '../play/run-cell.ts'
import type { Opened } from '../preflight/open-target.ts'

/** The case that is sent. */
export const plainCase = 'chat.simple'

/**
 * What the first API of a location answers to a plain conversation. Anything that is no reply of the
 * API is a failure, in the words of the server.
 */
export async function callReally(
  reached: Reached,
  { target, client }: Opened,
  flags: SelectionFlags,
  planner: Planner,
): Promise<Reached> {
  const { front, region, model } = reached
  const cell = planner
    .plan(target)
    .find(
      (one) =>
        one.endpoint.kind === front &&
        one.region === region &&
        (model === undefined || one.model.id === model),
    )
  if (cell === undefined) return reached
  const { signal } = new AbortController()
  const context = contextOf({ target, flags: { ...flags, samples: 1 }, send: client.send, signal })
  const { loss } = await runCell(cell, context)
  const asked = `A plain conversation with ${cell.model.id} on ${cell.api}`
  if (loss === undefined) {
    return { ...reached, model: cell.model.id, message: `${asked} was answered.` }
  }
  return {
    ...reached,
    model: cell.model.id,
    ok: false,
    step: 'reply',
    message: `${asked} failed. ${loss.because}`,
    remedy: remedyOf(loss.because),
  }
}

/** Remedies by what the server said, the first that fits. */
const remedies: readonly (readonly [words: RegExp, remedy: string])[] = [
  [
    /not found in provider|model .*not found|unknown model|invalid model/i,
    'Name a model that the server lists: --model=ID, or LLAMA_STACK_MODEL_ID for a Llama Stack.',
  ],
  [
    /\b404\b.*<html|<!doctype|<html/i,
    'The address is that of a web server, not of the API: correct --endpoint, for example add /v1.',
  ],
  [
    /was answered 404/,
    'The path is not served: correct --endpoint, and check that the server has this API.',
  ],
  [
    /was answered 5\d\d/,
    'Read the log of the server: the failure is behind it. Where it is a gateway, check the key and the region that it uses.',
  ],
  [/was answered 40[13]/, 'Check the key: what it allows, its region and its end of life.'],
  [
    /no reply of the API/,
    'The server answers, but not in the form of this API: correct --endpoint or choose another --target.',
  ],
]

function remedyOf(because: string): string {
  return (
    remedies.find(([words]) => words.test(because))?.[1] ??
    'Correct what the server names. --model names another model, --endpoint another server.'
  )
}
