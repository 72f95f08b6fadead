/** The one real call of `doctor`: a plain conversation, as a run sends it first. */
import type { WireResponse } from '../../model/exchange.ts'
import type { AnswerClass } from '../../model/answer.ts'
import type { Reached } from '../../model/run/diagnosis.ts'
import type { Endpoint } from '../../model/target.ts'
import type { Planner } from '../../model/plan.ts'
import type { SelectionFlags } from '../flags.ts'
import { contextOf } from '../play/execute.ts'
import { runCell, type CellRun } from '../play/run-cell.ts'
import { authRemedy } from '../../target/preflight/remedy.ts'
import { troubleshooting } from '../../target/preflight/troubleshooting.ts'
import type { Opened } from '../preflight/open-target.ts'

/** The case that is sent. */
export const plainCase = 'chat.simple'

/** Refusals after which somebody who waits has seen enough. */
const refusals = 3

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
  const run = await runCell(cell, { ...context, retry: { ...context.retry, refusals } })
  const because = whyNoReply(run)
  const asked = `A plain conversation with ${cell.model.id} on ${cell.api}`
  if (because === undefined) {
    return { ...reached, model: cell.model.id, message: `${asked} was answered.` }
  }
  const found = run.answer
  return {
    ...reached,
    ...found,
    model: cell.model.id,
    ok: false,
    step: 'reply',
    message: `${asked} failed. ${because}`,
    remedy: remedyOf(because, found?.class, cell.endpoint),
  }
}

/** One sentence; undefined where the API answered. A refusal for too many calls is no reply either. */
function whyNoReply(run: CellRun): string | undefined {
  const { response } = run.exchanges[0] ?? {}
  if (response?.status === 429) return `It was answered 429: ${beginningOf(response)}`
  return run.loss?.because
}

function beginningOf({ decoded }: WireResponse): string {
  return Buffer.concat(decoded.map(({ bytes }) => bytes))
    .toString('utf8')
    .slice(0, 200)
}

type Remedies = readonly (readonly [words: RegExp, remedy: string])[]

/** Remedies by what a server says that is not Bedrock, the first that fits. */
const byWords: Remedies = [
  [
    /not found in provider|model .{0,200}not found|unknown model|invalid model/i,
    'Name a model that the server lists: --model=ID, or LLAMA_STACK_MODEL_ID for a Llama Stack.',
  ],
  [
    /answered (?:2\d\d|30\d|404) with an HTML page/,
    'The address is that of a web server, not of the API: correct --endpoint, for example add /v1.',
  ],
]

/** Remedies by the status, where neither words nor class say more. */
const byStatus: Remedies = [
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
    /no (?:answer|reply) of the API/,
    'The server answers, but not in the form of this API: correct --endpoint or choose another --target.',
  ],
]

/** Statuses say more of where to look than that an answer may pass. */
const vague: ReadonlySet<string> = new Set<AnswerClass>(['available', 'unclassified', 'transient'])

function remedyOf(
  because: string,
  found: AnswerClass | undefined,
  { kind, curl }: Endpoint,
): string {
  const fitting = (remedies: Remedies): string | undefined =>
    remedies.find(([words]) => words.test(because))?.[1]
  // The table is of Bedrock's keys.
  if (found === 'auth' && kind === 'openai-compatible') return authRemedy(kind, curl?.tokenVariable)
  const ofClass =
    found === undefined || vague.has(found)
      ? undefined
      : troubleshooting.find((problem) => problem.class === found)?.remedy
  return (
    fitting(byWords) ??
    ofClass ??
    fitting(byStatus) ??
    'Correct what the server names. --model names another model, --endpoint another server.'
  )
}
