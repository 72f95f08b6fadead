/** Which models of a server are used, and how they were found. */
import type { Exchange, Send } from '../../model/exchange.ts'
import { splitList } from '../../model/lists/comma-list.ts'
import type { Endpoint } from '../../model/target.ts'
import type { EndpointFile, ModelFile } from '../files/target-format.ts'
import type { UsageProblem } from '../problem.ts'
import { outgoing } from '../reach/outgoing.ts'
import { askVersion, discoverLlamaStack, discoverOpenAi, type Discovery } from './discover.ts'
import { setVariable } from './environment.ts'
import { toModel } from './models.ts'
import { noRegion } from './regions/choose-regions.ts'
import type { Environment } from './resolved.ts'
import type { TargetFlags } from '../flags.ts'

export interface ChosenModels {
  readonly models: readonly ModelFile[]
  /** The user named them. */
  readonly named: boolean
  readonly discovery?: Discovery
  readonly note?: string
}

/** A server that can be asked: how its requests look, and what sends them. */
export interface Asked extends Pick<Endpoint, 'authorize' | 'addExtras'> {
  readonly file: EndpointFile
  /** Address without `/v1`. */
  readonly endpoint: string
  readonly send: Send | undefined
}

/** The models of `--model`, else of the environment, else those that the server lists. */
export async function chooseModels(
  asked: Asked,
  flags: TargetFlags,
  env: Environment,
): Promise<ChosenModels> {
  const { file } = asked
  const ids = distinctIds(flags.model)
  if (ids.length > 0) return { models: ids.map((id) => ({ id })), named: true }
  const variable = setVariable(env, file.env.model)
  if (variable !== undefined) {
    const note = `Model ${variable.value}: from ${variable.name}.`
    return {
      models: distinctIds(splitList(variable.value)).map((id) => ({ id })),
      named: true,
      note,
    }
  }
  const { discover, models, capabilities } = file
  const [fallback] = models
  const ask = asker(asked)
  if (discover === undefined || ask === undefined || fallback === undefined) {
    return { models, named: false }
  }
  if (capabilities['models-list'] === false) {
    const note = `Model ${fallback.id}: the target lacks models-list; --model names another.`
    return { models: [fallback], named: false, note }
  }
  const find = discover === 'llama-stack' ? discoverLlamaStack : discoverOpenAi
  const choose = chooserFor(file, flags.api)
  const discovery = await find({ base: baseOf(asked), fallback: fallback.id, choose, ask })
  return { models: [{ id: discovery.model }], named: false, discovery, note: discovery.note }
}

/**
 * Takes the first model that answers on all APIs to judge, for preference one that answers on no
 * other; else the first that answers on one of them, else the first.
 */
function chooserFor(
  file: EndpointFile,
  named: TargetFlags['api'],
): (ids: readonly string[]) => string | undefined {
  const usual = Object.entries(file.apis).flatMap(([api, entry]) =>
    entry.onRequest === true ? [] : [api],
  )
  const judged = named ?? usual
  return (ids) => {
    const models = ids.map((id) => toModel(id, file))
    const answers = ({ apis }: (typeof models)[number], api: string): boolean =>
      apis.some((one) => one === api)
    const fitting = models.filter((model) => judged.every((api) => answers(model, api)))
    const some = models.find((model) => judged.some((api) => answers(model, api)))
    const found = fitting.find(({ special }) => special === true) ?? fitting[0] ?? some
    return found?.id ?? ids[0]
  }
}

/** Baselines are kept by release, so it is asked for even where the user named the model. */
export async function versionOf(
  asked: Asked,
  { discovery }: ChosenModels,
): Promise<string | undefined> {
  if (discovery !== undefined) return discovery.version
  const ask = asker(asked)
  if (asked.file.discover !== 'llama-stack' || ask === undefined) return undefined
  return askVersion({ base: baseOf(asked), ask })
}

function baseOf({ file, endpoint }: Asked): string {
  return endpoint + (file.apis['openai-models']?.base ?? '/v1')
}

function asker(asked: Asked): ((url: string) => Promise<Exchange>) | undefined {
  const { send } = asked
  if (send === undefined) return undefined
  return async (url) => {
    const request = { method: 'GET', url, headers: [['accept', 'application/json']] } as const
    return send(await outgoing(asked, request, { region: noRegion, choice: 'default' }))
  }
}

/** A flag without a value would otherwise silently mean the target's own models. */
export function namesNoModel({ model }: TargetFlags): UsageProblem | undefined {
  if (model === undefined || distinctIds(model).length > 0) return undefined
  return { problem: '--model names no model; give one or more ids, separated by commas.' }
}

/** Model ids as the user listed them, each once. */
export function distinctIds(given: readonly string[] | undefined): string[] {
  const ids = (given ?? []).map((id) => id.trim())
  return [...new Set(ids.filter((id) => id !== ''))]
}
