/** Which request parameter is judged on which API, and why not where it is not. */
import { apiFacts, isConversational } from '../../model/apis.ts'
import type { Case, Catalogue, Check, Step } from '../../model/case.ts'
import { isObject, type Members } from '../../model/json/shape.ts'
import { apiNames, type ApiName } from '../../model/names.ts'
import { parameters, type Parameter, type ApiGroup } from './parameter-list.ts'

/** A parameter on an API. */
export interface ParameterCell {
  readonly parameter: string
  readonly api: ApiName
  /** Checks of the effect, as `suite.case/check`. */
  readonly checkedBy: readonly string[]
  /** Why none is needed. */
  readonly excluded?: string
}

/** Every parameter on every API that has a conversation. */
export function parameterTable({ cases }: Pick<Catalogue, 'cases'>): ParameterCell[] {
  return parameters.flatMap((parameter) =>
    judgedApis.map((api): ParameterCell => {
      const group = groupOf(api)
      const excluded = parameter.excluded?.[api] ?? (group && parameter.excluded?.[group])
      return {
        parameter: parameter.name,
        api,
        checkedBy: cases.flatMap((one) => checksOf(one, parameter, api)),
        ...(excluded !== undefined && { excluded }),
      }
    }),
  )
}

/** Neither judged nor excluded. */
export function parameterHoles(table: readonly ParameterCell[]): ParameterCell[] {
  return table.filter(({ checkedBy, excluded }) => checkedBy.length === 0 && excluded === undefined)
}

/** Forms of a request; members of requests differ between them. */
const groups: Readonly<Record<ApiGroup, true>> = {
  chat: true,
  responses: true,
  converse: true,
  invoke: true,
  anthropic: true,
}

const judgedApis: readonly ApiName[] = apiNames.filter(
  (api) => isConversational(api) && groupOf(api) !== undefined,
)

function groupOf(api: ApiName): ApiGroup | undefined {
  const { family } = apiFacts[api]
  return isGroup(family) ? family : undefined
}

function isGroup(family: string): family is ApiGroup {
  return Object.hasOwn(groups, family)
}

function checksOf(asked: Case, parameter: Parameter, api: ApiName): string[] {
  const steps = new Set(
    asked.steps
      .filter((step) => apisOf(step, asked).includes(api) && sets(step, parameter))
      .map(({ id }) => id),
  )
  return asked.checks
    .filter((check) => steps.has(check.step) && judges(check, parameter) && isFor(check, api))
    .map(({ id }) => `${asked.id}/${id}`)
}

function apisOf({ api }: Step, { apis }: Case): readonly ApiName[] {
  return api === undefined ? apis : [api]
}

function isFor({ apis }: Check, api: ApiName): boolean {
  return apis === undefined || apis.includes(api)
}

function judges({ assert }: Check, { asserts }: Parameter): boolean {
  return asserts.includes(assert)
}

function sets({ request }: Step, { isSet }: Parameter): boolean {
  if ('say' in request) {
    const { options, tools, toolChoice, body = {} } = request.say
    return isSet({ ...options, ...(tools.length > 0 && { tools }), toolChoice, ...body })
  }
  const { body } = request.send
  return isObject(body) && isSet(flat(body))
}

/** Members of a raw request, those of Converse's inferenceConfig beside the others. */
function flat(body: Members): Members {
  const config = body['inferenceConfig']
  return isObject(config) ? { ...body, ...config } : body
}
