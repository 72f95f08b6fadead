/** What tools and their parameters are for does not reach the model. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject, isObject } from '../../../reference/json.ts'
import { inTools } from '../requests/forwarded.ts'

/** Where the APIs keep the name of a tool, and the schema of its arguments. */
const wrappers = ['function', 'toolSpec']
const schemas = ['parameters', 'input_schema', 'inputSchema']

function eachTool(edit: (tool: JsonObject) => JsonObject) {
  return inTools((tools) =>
    tools.map(asObject).map((tool) => {
      const wrapper = wrappers.find((name) => isObject(tool[name]))
      return wrapper === undefined
        ? edit(tool)
        : { ...tool, [wrapper]: edit(asObject(tool[wrapper])) }
    }),
  )
}

function undescribed({ description: _, ...rest }: JsonObject): JsonObject {
  return rest
}

/** The schema without descriptions, at any depth. */
function bare(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(bare)
  if (!isObject(schema)) return schema
  const { description, ...rest } = schema
  const kept = typeof description === 'string' ? rest : schema
  return Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, bare(value)]))
}

const seen = {
  kills: ['chat', 'messages', 'responses', 'converse'].map(
    (api) => `tool-history.${api}/every-piece-counted`,
  ),
  also: ['token-counts.*', 'message-counts.*', '*/echo', 'converse-tools.*/every-tool-counted'],
}

export const toolsDescribed: readonly Deviation[] = [
  {
    id: 'tool-descriptions-dropped',
    kind: 'mutant',
    about: 'What a tool is for does not reach the model.',
    seen: ['TL-01'],
    ...seen,
    hooks: eachTool(undescribed),
  },
  {
    id: 'parameter-descriptions-dropped',
    kind: 'mutant',
    about: 'What the parameters of a tool are for does not reach the model.',
    seen: ['TL-01'],
    ...seen,
    hooks: eachTool((tool) =>
      Object.fromEntries(
        Object.entries(tool).map(([name, value]) => [
          name,
          schemas.includes(name) ? bare(value) : value,
        ]),
      ),
    ),
  },
]
