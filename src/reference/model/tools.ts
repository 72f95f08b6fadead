/** Whether to call tools, which, and with what arguments. */
import { asArray, asObject } from '../json.ts'
import { focus } from './focus.ts'
import { learnFacts, recallFact } from './facts.ts'
import { instanceOf, type Offer } from './instance.ts'
import type { Prompt, PromptTool } from './prompt.ts'
import { resultsAbout } from './results.ts'

export interface WantedCall {
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

/** The calls that the prompt leads to; none when the model answers in words. */
export function wantedCalls(prompt: Prompt): readonly WantedCall[] {
  if (prompt.tools.length === 0 || prompt.toolChoice === 'none') return []
  const asked = focus(lastOf(prompt, 'user'))
  const named = prompt.tools.find((tool) => tool.name === prompt.toolChoice)
  if (named) return callsOf(prompt, named, asked)
  const [best] = prompt.tools
    .map((tool) => ({ tool, score: likeness(tool, asked) }))
    .toSorted((a, b) => b.score - a.score)
  if (!best) return []
  if (prompt.toolChoice === 'required') return callsOf(prompt, best.tool, asked)
  const answered =
    prompt.turns.at(-1)?.role === 'tool' || resultsAbout(prompt.turns, asked).length > 0
  return !answered && best.score > 0 ? callsOf(prompt, best.tool, asked) : []
}

function lastOf(prompt: Prompt, role: string): string {
  return prompt.turns.findLast((turn) => turn.role === role)?.text ?? ''
}

const common = new Set(
  'the and for with from that this get gets set given tool function call returns return look looks current use used your you about into what which how are was a an of in on to it is by or'.split(
    ' ',
  ),
)

/** How many telling words of a tool's name and description stand in the question. */
function likeness(tool: PromptTool, asked: string): number {
  const stated = new Set(stems(asked))
  if (stated.has(tool.name.toLowerCase())) return 10
  const ofName = stems(tool.name.replaceAll(/[_-]+/gu, ' ').replaceAll(/([a-z])([A-Z])/gu, '$1 $2'))
  const ofText = stems(tool.description)
  const hits = (list: readonly string[]): number => list.filter((word) => stated.has(word)).length
  const mentioned = asked.includes(tool.name) ? 10 : 0
  return mentioned + 2 * hits(ofName) + hits(ofText)
}

function stems(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [])
    .filter((word) => word.length > 2 && !common.has(word))
    .map((word) => word.replace(/s$/u, ''))
}

function callsOf(prompt: Prompt, tool: PromptTool, asked: string): WantedCall[] {
  const locations = citiesIn(asked)
  const property = cityProperty(tool)
  if (property === undefined || locations.length < 2 || !prompt.parallelTools) {
    return [{ name: tool.name, arguments: argumentsOf(prompt, tool, asked, locations[0]) }]
  }
  return locations.map((location) => ({
    name: tool.name,
    arguments: argumentsOf(prompt, tool, asked, location),
  }))
}

const cityNames = /^(?:city|location|place|town|destination|where)$/iu

function cityProperty(tool: PromptTool): string | undefined {
  const properties = asObject(tool.parameters['properties'])
  return Object.keys(properties).find(
    (name) => cityNames.test(name) && asObject(properties[name])['type'] !== 'array',
  )
}

const cityList =
  /\b(?:in|for|at|of|to)\s+((?:\p{Lu}[\p{L}.'’-]*)(?:(?:,? and |,? or |, | and in | and for | )\p{Lu}[\p{L}.'’-]*)*)/gu

/** Capitalised names after "in", "for" and the like, one each. */
function citiesIn(asked: string): string[] {
  const found = [...asked.matchAll(cityList)].flatMap((match) =>
    (match[1] ?? '').split(/,? and (?:in |for )?|,? or |, /u),
  )
  return [...new Set(found.map((name) => name.replace(/[.]$/u, '').trim()).filter(Boolean))]
}

function argumentsOf(
  prompt: Prompt,
  tool: PromptTool,
  asked: string,
  location: string | undefined,
): Record<string, unknown> {
  const offer = offersOf(prompt, asked, location)
  const properties = asObject(tool.parameters['properties'])
  const required = new Set(asArray(tool.parameters['required']))
  const wanted = Object.entries(properties).filter(
    ([name]) => required.has(name) || offer(name, 'string') !== undefined,
  )
  const schema = { ...tool.parameters, type: 'object', properties: Object.fromEntries(wanted) }
  return asObject(instanceOf(schema, offer, tool.name, tool.parameters))
}

/** What the question and the conversation offer for a property. */
function offersOf(prompt: Prompt, asked: string, location: string | undefined): Offer {
  const quoted = /["“]([^"”]+)["”]/u.exec(asked)?.[1]
  const numbers = asked.match(/-?\d+(?:\.\d+)?/gu) ?? []
  let next = 0
  const facts = learnFacts(prompt.turns)
  return (property, type) => {
    const label = property.replaceAll(/[_-]+/gu, ' ')
    if (type === 'number') return numbers[next++ % Math.max(numbers.length, 1)]
    if (cityNames.test(property)) return location ?? quoted
    const after = new RegExp(
      String.raw`\b${escapeRegExp(label)}\b[ :=]+(?:is |to )?["“]?([^\s"”,;]+)`,
      'iu',
    )
    const stated = after.exec(asked)?.[1]?.replace(/[.?!]+$/u, '')
    return stated ?? quoted ?? recallFact(`what is my ${label}`, facts)?.value ?? coded(asked)
  }
}

/** A word that looks like a code: capitals or digits with a digit or dash among them. */
function coded(asked: string): string | undefined {
  return /\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{4,}\b/u.exec(asked)?.[0]
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)
}
