/** What two writings of one parameter of a response have in common. */
import { asObject, isObject, listOf, objectsOf, type Members } from '../../model/json/shape.ts'

/**
 * What a server may not change: it fills in defaults, and sorts the names of a tool's schema.
 *
 * @param asked what the request has: members that a tool has beside them do not count
 */
export function essence(name: string, value: unknown, asked: unknown = value): unknown {
  if (name === 'tools') {
    return listOf(value).map((tool, index) => essenceOfTool(tool, listOf(asked)[index]))
  }
  if (name === 'instructions') return textOfInstructions(value)
  if (!isObject(value)) return value
  if (name === 'tool_choice') return [value['type'], value['name']]
  if (name === 'reasoning') return value['effort']
  if (name !== 'text') return value
  const { format } = value
  return isObject(format) ? essenceOfFormat(format) : 'text'
}

/** A schema may be filled in, but not be lost. */
function essenceOfFormat(format: Members): readonly unknown[] {
  const { type, name, schema } = format
  if (type !== 'json_schema') return [type, name]
  return [type, name, isObject(schema) ? 'with a schema' : 'without a schema']
}

function essenceOfTool(tool: unknown, asked: unknown): unknown {
  if (!isObject(tool)) return tool
  const given = propertiesOf(tool)
  const kept = Object.keys(propertiesOf(asked)).filter((property) => property in given)
  return [tool['type'], tool['name'], kept]
}

function propertiesOf(tool: unknown): Members {
  return asObject(asObject(asObject(tool)['parameters'])['properties'])
}

/** A Response has instructions as a text or as a list of items: system and developer messages. */
function textOfInstructions(value: unknown): unknown {
  const items = objectsOf(value)
  const isList = Array.isArray(value) && items.every(isOfDeveloper)
  return isList ? items.map(textOfMessage).join('') : value
}

function isOfDeveloper({ role }: Members): boolean {
  return role === 'system' || role === 'developer'
}

function textOfMessage({ content }: Members): string {
  if (typeof content === 'string') return content
  return objectsOf(content)
    .map(({ text }) => String(text))
    .join('')
}

/** Efforts that a model may lack, with those that it may use in their place. */
const nearest: Readonly<Record<string, readonly string[]>> = {
  none: ['minimal', 'low'],
  minimal: ['none', 'low'],
  xhigh: ['high', 'max'],
  max: ['high', 'xhigh'],
}

/** Whether a response names the effort that was used in place of none, or of one that the model lacks. */
export function isResolvedEffort(asked: unknown, given: unknown): boolean {
  const { effort } = asObject(asked)
  const { effort: used } = asObject(given)
  if ((effort ?? null) === null) return true
  if (typeof used !== 'string') return effort === 'none' && (used ?? null) === null
  return (nearest[String(effort)] ?? []).includes(used)
}
