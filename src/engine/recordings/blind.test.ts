import { describe, expect, it } from 'vitest'
import type { Holds, Part } from '../../assertions/reads.ts'
import { assertions } from '../../assertions/registry.ts'
import { argsOfSuite } from '../../assertions/testing/corpus.ts'
import { chat } from '../../assertions/testing/completion.ts'
import { whyBlind } from './blind.ts'
import type { Recording } from './recording.ts'

type Parts = Pick<Recording, 'exchange' | 'recorded' | 'marks' | 'searched'>

const marks = {
  derived: new Set<string>(),
  withheld: new Set<string>(),
  invented: new Set<string>(),
  converted: false,
  reframed: false,
}
const { exchange } = chat()
const whole: Parts = {
  exchange,
  recorded: { index: 0, creator: '', timed: true, requestSaved: true, bodySaved: true },
  marks,
  searched: true,
}
const untimed = { ...whole.recorded, timed: false }

/** Recordings that lack one part each. */
const lacking: Readonly<Record<Part | 'headers', Parts>> = {
  body: { ...whole, recorded: { ...whole.recorded, bodySaved: false } },
  headers: {
    ...whole,
    exchange: { ...exchange, response: { ...exchange.response!, headers: [] } },
  },
  request: { ...whole, recorded: { ...untimed, requestSaved: false } },
  times: { ...whole, recorded: untimed },
  end: { ...whole, recorded: untimed },
  framing: { ...whole, marks: { ...marks, reframed: true } },
  secrets: { ...whole, recorded: untimed, searched: false },
}

function why(assert: string, args: unknown, verdict: 'pass' | 'fail', parts: Parts) {
  return whyBlind({ assert, args }, { verdict }, parts as Recording)
}

const used = [...argsOfSuite()].flatMap(([name, all]) =>
  all.slice(0, 1).map((args) => ({ name, args })),
)

function holdsOf(name: string, args: unknown, part: Part | 'headers'): Holds | undefined {
  const reads = assertions.get(name)?.reads(args)
  return part === 'headers' ? reads?.headers?.holds : reads?.[part]
}

describe.each(Object.keys(lacking) as (Part | 'headers')[])('a recording without %s', (part) => {
  const readers = used.filter(({ name, args }) => holdsOf(name, args, part) !== undefined)

  it('leaves unjudged each check whose result does not hold without it', () => {
    expect(readers.length).toBeGreaterThan(0)
    for (const { name, args } of readers) {
      const holds = holdsOf(name, args, part)
      const judged = (verdict: 'pass' | 'fail') =>
        why(name, args, verdict, lacking[part]) === undefined
      if (holds === 'neither' || holds === 'violation') expect(judged('pass'), name).toBe(false)
      if (holds === 'neither' || holds === 'pass') expect(judged('fail'), name).toBe(false)
    }
  })

  it('leaves the checks alone that do not read it', () => {
    const also: Readonly<Partial<Record<Part | 'headers', readonly (Part | 'headers')[]>>> = {
      request: ['times', 'end'],
      times: ['end'],
      end: ['times'],
      secrets: ['times', 'end'],
    }
    const gone = [part, ...(also[part] ?? [])]
    const others = used.filter(({ name, args }) =>
      gone.every((one) => holdsOf(name, args, one) === undefined),
    )
    expect(others.length).toBeGreaterThan(0)
    for (const { name, args } of others) {
      expect(why(name, args, 'pass', lacking[part]), name).toBeUndefined()
    }
  })
})

describe('a recording', () => {
  it('without arrival times does not prove that latencyMs is at most the time taken', () => {
    expect(why('latency', true, 'pass', lacking.times)).toMatch(
      /when each part of the body arrived/,
    )
    expect(why('latency', true, 'fail', lacking.times)).toBeUndefined()
    expect(why('latency', true, 'pass', whole)).toBeUndefined()
  })

  it('with a value that its converter made up proves nothing by its being right', () => {
    const invented = { ...whole, marks: { ...marks, invented: new Set(['id']) } }
    expect(why('one-id', true, 'pass', invented)).toMatch(/The id .* made up by its converter/)
    expect(why('one-id', true, 'fail', invented)).toBeUndefined()
    expect(why('one-created', true, 'pass', invented)).toBeUndefined()
  })

  it('with a header whose value was removed names that header', () => {
    const withheld = { ...lacking.headers, marks: { ...marks, withheld: new Set(['date']) } }
    expect(why('created-near-date', true, 'fail', withheld)).toMatch(/value of the header date/)
  })

  it('without a response proves nothing', () => {
    const { response: _, ...request } = exchange
    expect(why('status', 200, 'pass', { ...whole, exchange: request })).toMatch(/no response/)
  })
})
