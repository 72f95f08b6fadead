/** Draft steps become steps, or problems. */
import { isConversational, isStream } from '../../model/apis.ts'
import type { Expectation, Items, SayTemplate, Step } from '../../model/case.ts'
import { suggest } from '../../model/text/nearest.ts'
import type { ApiName } from '../../model/names.ts'
import type { DraftStep } from './draft-steps.ts'
import type { Reporter } from './reporter.ts'
import type { ExpectYaml, StepYaml } from '../format/step-format.ts'
import { toTurns } from './turns.ts'

/** Members that only a conversation can have. */
const sayMembers = ['options', 'tools', 'toolChoice', 'body'] as const

function toExpectation(yaml: ExpectYaml | undefined, isSay: boolean): Expectation {
  if (yaml === undefined) return { outcome: isSay ? 'reply' : 'any' }
  if (typeof yaml === 'string') return { outcome: yaml }
  if ('error' in yaml) return { outcome: 'error', error: yaml.error }
  return { outcome: 'reply-or-error', error: yaml['reply-or-error'] }
}

function toSay({ say = [], options = {}, tools = [], toolChoice, body }: StepYaml): SayTemplate {
  const { stop, ...rest } = options
  const stops = stop === undefined ? {} : { stop: typeof stop === 'string' ? [stop] : stop }
  return {
    turns: toTurns(say),
    options: { ...rest, ...stops },
    tools,
    ...(toolChoice !== undefined && { toolChoice }),
    ...(body !== undefined && { body }),
  }
}

function toRequest(content: StepYaml): Step['request'] {
  if (content.send === undefined) return { say: toSay(content) }
  const { headers = {}, method, path, body } = content.send
  const target = { ...(method !== undefined && { method }), ...(path !== undefined && { path }) }
  return { send: { ...target, headers, ...(body !== undefined && { body }) } }
}

function checkForm({ content, at, source }: DraftStep, to: Reporter): void {
  if (content.say === undefined && content.send === undefined) {
    to.add(source, 'the step sends no request: expected `say` or `send`')
  }
  if (content.say !== undefined && content.send !== undefined) {
    to.add(at('send'), 'give either `say` or `send`, not both', { on: 'key' })
  }
  if (content.send === undefined) return
  for (const member of sayMembers) {
    if (content[member] === undefined) continue
    const hint = member === 'body' ? 'put it under `send`' : 'put it into the body of `send`'
    to.add(at(member), `\`${member}\` belongs to \`say\``, { on: 'key', hint })
  }
}

function checkTools({ content, at }: DraftStep, to: Reporter): void {
  const { toolChoice, tools = [] } = content
  if (toolChoice === undefined || toolChoice.includes('${')) return
  const names = ['auto', 'none', 'required', ...tools.map(({ name }) => name)]
  if (names.includes(toolChoice)) return
  const hint = suggest(toolChoice, names)
  to.add(at('toolChoice'), `"${toolChoice}" is not one of the tools`, hint ? { hint } : {})
}

function checkApis(draft: DraftStep, apis: readonly ApiName[], to: Reporter): void {
  const used = draft.api === undefined ? apis : [draft.api]
  const mute = used.find((api) => !isConversational(api))
  if (draft.content.say !== undefined && mute !== undefined) {
    to.add(draft.at('say'), `${mute} carries no conversation: use \`send\``, { on: 'key' })
  }
  if (draft.content.hangUpAfter !== undefined && !used.some(isStream)) {
    const message = '`hangUpAfter` needs an API that streams'
    to.add(draft.at('hangUpAfter'), message, { on: 'key' })
  }
}

function checkRepeats({ content, at }: DraftStep, to: Reporter): void {
  const { repeat = 1, each } = content
  if (each !== undefined && content.repeat !== undefined) {
    to.add(at('repeat'), '`each` decides how often it is sent', { on: 'key', hint: 'remove it' })
  }
  if (each !== undefined || repeat > 1) return
  for (const member of ['parallel', 'fresh'] as const) {
    if (content[member] !== true) continue
    to.add(at(member), `\`${member}\` needs \`repeat\`: 2 or more, or \`each\``, { on: 'key' })
  }
}

function checkTurnsOfAuth({ content, at }: DraftStep, to: Reporter): void {
  const { auth, each } = content
  if (!Array.isArray(auth) || toRepeats(content).repeat >= auth.length) return
  const number = `${auth.length} or more, so that all of them are used`
  to.add(at('auth'), each ? `\`each\` must give ${number}` : `\`repeat\` must be ${number}`)
}

function checkIds(drafts: readonly DraftStep[], to: Reporter): void {
  const seen = new Set<string>()
  for (const { id, source, idAt = source } of drafts) {
    if (seen.has(id)) to.add(idAt, `two steps have the id "${id}"`)
    seen.add(id)
  }
}

/** What each repeat of a step stands for. */
export function toItems(each: StepYaml['each']): Items | undefined {
  if (each === undefined) return undefined
  if (Array.isArray(each)) return { list: each }
  const { from, at = '', where = {}, most } = each
  return { from, at, where, most }
}

/** How often a step is sent at most, and with what. */
function toRepeats({
  repeat = 1,
  fresh,
  each,
}: StepYaml): Pick<Step, 'repeat' | 'fresh' | 'items'> {
  const items = toItems(each)
  const most = items === undefined ? repeat : 'list' in items ? items.list.length : items.most
  return {
    repeat: most,
    ...(fresh === true && { fresh }),
    ...(items !== undefined && { items }),
  }
}

function toAuth(auth: StepYaml['auth']): Pick<Step, 'auth' | 'authTurns'> {
  if (!Array.isArray(auth)) return { auth: auth ?? 'default' }
  const [first = 'default'] = auth
  return { auth: first, authTurns: auth }
}

/**
 * Steps as plain data.
 *
 * @param apis the APIs of the case
 */
export function toSteps(
  drafts: readonly DraftStep[],
  apis: readonly ApiName[],
  to: Reporter,
): Step[] {
  checkIds(drafts, to)
  return drafts.map((draft) => {
    for (const check of [checkForm, checkTools, checkRepeats, checkTurnsOfAuth]) check(draft, to)
    checkApis(draft, apis, to)
    const { id, api, content, source } = draft
    const { save = {}, parallel = false, hangUpAfter } = content
    return {
      id,
      request: toRequest(content),
      ...(api !== undefined && { api }),
      ...(content.model !== undefined && { model: content.model }),
      ...(content.region !== undefined && { region: content.region }),
      ...toAuth(content.auth),
      expect: toExpectation(content.expect, content.say !== undefined),
      save,
      ...toRepeats(content),
      parallel,
      ...(hangUpAfter !== undefined && { hangUpAfter }),
      source: to.source(source),
    }
  })
}
