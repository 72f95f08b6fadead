/** Damages of recorded streams that `judge` must find. */
import { asObject, asString, parseJson, type Members } from '../../../../model/json/shape.ts'
import { readEventStream } from '../../../../wire/event-stream/event-stream.ts'

/** A recorded stream, cut into its events or frames. */
export interface Pieces {
  readonly bytes: readonly Buffer[]
  /** What each piece is: the type of its JSON, or its only member. */
  readonly kinds: readonly string[]
}

export interface Damage {
  readonly name: string
  readonly body: Buffer
}

/** Cuts the body of a stream into pieces; the sum of the pieces is the body. */
export function piecesOf(body: Buffer, type: string): Pieces {
  return type.startsWith('text/') ? eventsOf(body) : framesOf(body)
}

function eventsOf(body: Buffer): Pieces {
  const texts = body.toString('utf8').match(/[^]*?\n\r?\n|[^]+$/gu) ?? []
  return {
    bytes: texts.map((text) => Buffer.from(text)),
    kinds: texts.map((text) => kindOf(dataOf(text))),
  }
}

function framesOf(body: Buffer): Pieces {
  const { frames } = readEventStream([{ at: 0, bytes: body }])
  const bytes = frames.map(({ start, end }) => body.subarray(start, end))
  return { bytes, kinds: frames.map(({ payload }) => kindOf(chunkIn(payload))) }
}

/** The model's own event inside a frame of InvokeModel. */
function chunkIn(payload: Uint8Array): Members {
  const json = asObject(parseJson(Buffer.from(payload).toString('utf8')))
  const inner = Buffer.from(asString(json['bytes']) ?? '', 'base64').toString('utf8')
  return asObject(parseJson(inner))
}

function dataOf(text: string): Members {
  const data = /^data: ?(.*)$/mu.exec(text)?.[1] ?? ''
  return asObject(parseJson(data))
}

function kindOf(json: Members): string {
  return (
    asString(json['type']) ??
    Object.keys(json).find((name) => !name.startsWith('amazon')) ??
    'other'
  )
}

/** Each piece left out in turn. */
export function drops({ bytes, kinds }: Pieces): Damage[] {
  return kinds.map((kind, at) => ({
    name: `drop of ${at} ${kind}`,
    body: Buffer.concat(bytes.toSpliced(at, 1)),
  }))
}

/** The end cut off, between pieces and within one. */
export function cuts({ bytes }: Pieces, below: (limit: number) => number): Damage[] {
  const whole = Buffer.concat(bytes)
  const between = [1, 2, 1 + below(bytes.length - 1)].map((count) => ({
    name: `cut of ${count} events`,
    body: Buffer.concat(bytes.slice(0, -count)),
  }))
  // The blank line after the last event may be missing: the connection ended.
  const length = 4 + below(whole.length - 5)
  return [...between, { name: `cut of ${length} bytes`, body: whole.subarray(0, -length) }]
}

/** Each two pieces of different kinds that follow each other, the other way round. */
export function swaps({ bytes, kinds }: Pieces): Damage[] {
  return kinds.flatMap((kind, at) => {
    const next = kinds[at + 1]
    if (next === undefined || next === kind) return []
    const order = [...bytes.slice(0, at), bytes[at + 1]!, bytes[at]!, ...bytes.slice(at + 2)]
    return [{ name: `swap of ${at} ${kind} and ${next}`, body: Buffer.concat(order) }]
  })
}

/** A letter of each delta of a text changed, in streams of events that are JSON lines. */
export function changes({ bytes, kinds }: Pieces): Damage[] {
  return kinds.flatMap((kind, at) => {
    if (!kind.endsWith('.delta')) return []
    const text = bytes[at]!.toString('utf8')
    const changed = text.replace(/"delta": ?"(?=[^"])/u, (start) => `${start}~`)
    if (changed === text) return []
    return [
      {
        name: `change of ${at} ${kind}`,
        body: Buffer.concat(bytes.with(at, Buffer.from(changed))),
      },
    ]
  })
}

/** The events numbered anew, as whoever drops one deliberately would. */
export function numberedAnew({ name, body }: Damage): Damage {
  let next = 0
  const text = body
    .toString('utf8')
    .replaceAll(/"sequence_number": ?\d+/gu, () => `"sequence_number":${next++}`)
  return { name: `${name}, numbered anew`, body: Buffer.from(text) }
}
