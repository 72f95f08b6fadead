/** Names and members of arguments are changed or lost where values are copied into other types. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject, isObject } from '../../../reference/json.ts'
import type { Reply } from '../../../reference/model/reply.ts'
import { eachCall, eachValue } from './edits.ts'

/** Other names of all arguments. */
function renamed(edit: (name: string) => string): (reply: Reply) => Reply {
  return eachCall((called) => {
    const given = Object.entries(asObject(JSON.parse(called.arguments)))
    const edited = Object.fromEntries(given.map(([name, value]) => [edit(name), value]))
    return { ...called, arguments: JSON.stringify(edited) }
  })
}

/** Values inside of arguments under names of their own; an argument without such names stays as it is. */
function flattened(
  path: (name: string, at: string | number) => string | undefined,
): (reply: Reply) => Reply {
  const inside = (name: string, value: unknown): [string, unknown][] => {
    const entries: [string | number, unknown][] = Array.isArray(value)
      ? [...value.entries()]
      : Object.entries(asObject(value))
    const named = entries.map(([at, one]): [string | undefined, unknown] => [path(name, at), one])
    const isWhole = named.length > 0 && named.every(([at]) => at !== undefined)
    return isWhole ? (named as [string, unknown][]) : [[name, value]]
  }
  return eachCall((called) => {
    const given = Object.entries(asObject(JSON.parse(called.arguments)))
    const edited = Object.fromEntries(given.flatMap(([name, value]) => inside(name, value)))
    return { ...called, arguments: JSON.stringify(edited) }
  })
}

/** Names of the marks that HTML gives a meaning to, and the marks by these names. */
const entities = new Map([
  ['&', 'amp'],
  ['<', 'lt'],
  ['>', 'gt'],
])
const marks = new Map([...entities].map(([mark, name]) => [name, mark]))

/** Other texts, at any depth. */
function eachText(edit: (text: string) => string): (reply: Reply) => Reply {
  const edited = (_name: string, value: unknown): unknown =>
    typeof value === 'string' ? edit(value) : value
  return eachCall((called) => ({
    ...called,
    arguments: JSON.stringify(JSON.parse(called.arguments, edited)),
  }))
}

interface Changed {
  readonly id: string
  readonly about: string
  readonly seen: string
  readonly reply: (reply: Reply) => Reply
}

export const toolsArguments: readonly Deviation[] = (
  [
    {
      id: 'argument-objects-emptied',
      about: 'Objects in arguments lose their members.',
      seen: 'TL-05',
      reply: eachValue((value) => (isObject(value) ? {} : value)),
    },
    {
      id: 'argument-lists-emptied',
      about: 'Lists in arguments lose their items.',
      seen: 'TL-05',
      reply: eachValue((value) => (Array.isArray(value) ? [] : value)),
    },
    {
      id: 'argument-names-in-snake-case',
      about: 'Capitals in the names of arguments become lower case behind an underscore.',
      seen: 'langchain-aws#441',
      reply: renamed((name) => name.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)),
    },
    {
      id: 'argument-names-in-camel-case',
      about: 'Underscores in the names of arguments become capitals.',
      seen: 'langchain-aws#516',
      reply: renamed((name) =>
        name.replaceAll(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase()),
      ),
    },
    {
      id: 'arguments-flattened',
      about: 'Members of objects in arguments, and items of lists, stand under paths to them.',
      seen: 'opencode#35105',
      reply: flattened((name, at) => (typeof at === 'number' ? `${name}[${at}]` : `${name}.${at}`)),
    },
    {
      id: 'arguments-flattened-with-underscores',
      about: 'Members of objects in arguments stand beside them, behind the name of the object.',
      seen: 'opencode#35105',
      reply: flattened((name, at) => (typeof at === 'number' ? undefined : `${name}_${at}`)),
    },
    {
      id: 'arguments-html-escaped',
      about: 'Texts in arguments are escaped as if they went into HTML.',
      seen: 'openclaw#35173',
      reply: eachText((text) =>
        text.replaceAll(/[&<>]/gu, (mark) => `&${entities.get(mark) ?? ''};`),
      ),
    },
    {
      id: 'arguments-html-unescaped',
      about: 'Entities of HTML in arguments become the characters that they stand for.',
      seen: 'smg#1888',
      reply: eachText((text) =>
        text.replaceAll(/&(\w+);/gu, (entity, name) => marks.get(String(name)) ?? entity),
      ),
    },
  ] satisfies readonly Changed[]
).map(({ id, about, seen, reply }: Changed): Deviation => ({
  id,
  kind: 'mutant',
  about,
  seen: [seen],
  kills: ['*/arguments-kept'],
  also: ['*/tool-calls', '*/called', '*/as-asked', '*/two-calls'],
  hooks: { reply },
}))
