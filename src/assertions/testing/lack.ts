/** Observations as a recording that lacks one part of the exchange would give them. */
import type { CheckInput } from '../assertion.ts'
import type { Exchange, TimedBytes, WireResponse } from '../../model/exchange.ts'
import type { Observation } from '../../model/observation.ts'

const untimed = <T extends { readonly at: number }>(all: readonly T[]): readonly T[] =>
  all.map((one) => ({ ...one, at: 0 }))

const still = (chunks: readonly TimedBytes[]): readonly TimedBytes[] => untimed(chunks)

function onResponse(change: (response: WireResponse) => Partial<WireResponse>) {
  return ({ exchange, ...rest }: Observation): Observation => {
    const { response } = exchange
    if (response === undefined) return { exchange, ...rest }
    return { ...rest, exchange: { ...exchange, response: { ...response, ...change(response) } } }
  }
}

function onExchange(change: (exchange: Exchange) => Partial<Exchange>) {
  return ({ exchange, ...rest }: Observation): Observation => ({
    ...rest,
    exchange: { ...exchange, ...change(exchange) },
  })
}

function withoutTimes(observation: Observation): Observation {
  const { items, reply, ...rest } = onResponse(({ raw, decoded }) => ({
    headersAt: 0,
    endedAt: 0,
    raw: still(raw),
    decoded: still(decoded),
  }))(observation)
  return {
    ...rest,
    items: untimed(items),
    ...(reply && { reply: { ...reply, deltas: untimed(reply.deltas) } }),
  }
}

const lacks: Readonly<Record<string, (observation: Observation) => Observation>> = {
  request: onExchange(({ request }) => ({ request: { ...request, body: new Uint8Array() } })),
  times: withoutTimes,
  end: onResponse(() => ({ complete: true, faults: [] })),
  secrets: onExchange(() => ({ leaks: [] })),
}

/** The input without `part`, a part of `Reads` or `header NAME`; undefined where it cannot be taken out. */
export function lacking(input: CheckInput, part: string): CheckInput | undefined {
  const name = /^header (.+)$/u.exec(part)?.[1]
  const without = name === undefined ? lacks[part] : withoutHeader(name)
  if (without === undefined) return undefined
  const observation = without(input.observation)
  const repeats = input.repeats.map((one) => (one === input.observation ? observation : one))
  return { ...input, observation, repeats }
}

function withoutHeader(name: string) {
  return onResponse(({ headers }) => ({
    headers: headers.filter(([given]) => given.toLowerCase() !== name),
  }))
}
