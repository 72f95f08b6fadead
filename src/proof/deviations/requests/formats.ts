/** The format that an answer must have reaches the model in part. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject, isObject } from '../../../reference/json.ts'
import { withMembers } from '../edits/members.ts'
import { apis } from '../scopes.ts'
import { asking, replacing } from './edits.ts'

/** A schema without a keyword, at any depth; what a property is called is no keyword. */
function schemaWithout(keyword: string, schema: unknown, isMap = false): unknown {
  if (Array.isArray(schema)) return schema.map((one) => schemaWithout(keyword, one))
  if (!isObject(schema)) return schema
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([name]) => isMap || name !== keyword)
      .map(([name, inner]) => [name, schemaWithout(keyword, inner, name === 'properties')]),
  )
}

export const requestsFormats: readonly Deviation[] = [
  {
    id: 'schema-without-enum',
    kind: 'mutant',
    about: 'The schema of an answer reaches the model without `enum`.',
    seen: ['CLIProxyAPI#5009'],
    apis: apis.chat,
    kills: ['structured.json-schema/fits'],
    also: ['structured.with-tools/fits'],
    hooks: asking((request) =>
      replacing(request, 'response_format', (format) => schemaWithout('enum', format)),
    ),
  },
  {
    id: 'schema-without-definitions',
    kind: 'mutant',
    about: 'The schema of an answer reaches the model without `$defs`.',
    seen: ['CLIProxyAPI#5009'],
    apis: apis.chat,
    kills: ['structured.json-schema/fits'],
    also: ['structured.with-tools/fits'],
    hooks: asking((request) =>
      replacing(request, 'response_format', (format) => schemaWithout('$defs', format)),
    ),
  },
  {
    id: 'responses-schema-without-enum',
    kind: 'mutant',
    about: 'The schema of a response reaches the model without `enum`.',
    seen: ['CLIProxyAPI#5009'],
    apis: apis.responses,
    kills: ['responses.json-schema/fits'],
    also: ['responses.json-schema-with-tools/fits'],
    hooks: asking((request) => replacing(request, 'text', (text) => schemaWithout('enum', text))),
  },
  {
    id: 'responses-format-dropped-beside-tools',
    kind: 'mutant',
    about: 'The format of a response is dropped where tools are offered.',
    seen: ['SO-02'],
    apis: apis.responses,
    kills: ['responses.json-schema-with-tools/fits'],
    also: ['*/echo'],
    hooks: {
      request: (request) => {
        const { tools, text, ...rest } = asObject(request)
        if (tools === undefined || text === undefined) return request
        return withMembers(rest, { tools })
      },
    },
  },
]
