/** Keeps a response's body as it comes: raw, and with its content coding undone. */
import type { HeaderList, SendOptions, TimedBytes } from '../../../model/exchange.ts'
import { createGrowingBytes } from '../../bytes.ts'
import { headOf } from './head.ts'
import type { Budget } from './budget.ts'
import { createContentDecoder, type ContentDecoder, type Decoded } from './decode.ts'

export interface RecordedBody {
  readonly raw: readonly TimedBytes[]
  /** The same array as `raw` where nothing was encoded. */
  readonly decoded: readonly TimedBytes[]
  /** Why the coding could not be undone, as the end of a sentence. */
  readonly codingProblem?: string
}

/** Something in the body that ends the exchange. */
export type BodyEnding =
  | { readonly how: 'hung-up' }
  | { readonly how: 'too-large' }
  | { readonly how: 'thrown'; readonly error: unknown }

export interface BodyRecorder {
  /** @param at milliseconds from the request's first byte */
  push(chunk: Uint8Array, at: number): void
  /** @param complete whether the body ended as HTTP says it must */
  end(complete: boolean): Promise<RecordedBody>
}

interface Options {
  readonly headers: HeaderList
  /** Most bytes, before and after decoding. */
  readonly maxBytes: number
  readonly maxLines: number
  /** Shared by all bodies under way. */
  readonly budget: Budget
  readonly hangUpWhen?: SendOptions['hangUpWhen']
  readonly onEnding: (ending: BodyEnding) => void
}

/** Makes a recorder for the body that follows `headers`. */
export function createBodyRecorder(options: Options): BodyRecorder {
  const { headers, maxBytes, budget } = options
  const decoder = createContentDecoder(codingOf(headers), maxBytes, budget)
  const watch = createWatch(options)
  if (decoder === undefined) return plainRecorder(options, watch)
  if (typeof decoder === 'string') return unknownCodingRecorder(decoder, options, watch)
  return decodingRecorder(decoder, options, watch)
}

function codingOf(headers: HeaderList): string {
  return headers
    .filter(([name]) => name.toLowerCase() === 'content-encoding')
    .map(([, value]) => value)
    .join(',')
}

/** Calls `onEnding` once at most; says whether it is still worth going on. */
interface Watch {
  readonly over: () => boolean
  readonly stop: (ending: BodyEnding) => void
  /** Shows decoded bytes to `hangUpWhen`. */
  readonly look: (bytes: Uint8Array) => void
}

function createWatch({ hangUpWhen, onEnding }: Options): Watch {
  const soFar = hangUpWhen && createSoFar()
  let over = false
  const stop = (ending: BodyEnding): void => {
    if (over) return
    over = true
    onEnding(ending)
  }
  return {
    over: () => over,
    stop,
    look(bytes) {
      if (!soFar || !hangUpWhen || over) return
      soFar.add(bytes)
      try {
        if (hangUpWhen(soFar)) stop({ how: 'hung-up' })
      } catch (error) {
        stop({ how: 'thrown', error }) // the caller's bug: it must not pass for the server's
      }
    },
  }
}

/** All bytes so far, joined when they are asked for. */
interface SoFar {
  length: number
  readonly bytes: Uint8Array
  add(bytes: Uint8Array): void
}

function createSoFar(): SoFar {
  const joined = createGrowingBytes()
  const waiting: Uint8Array[] = []
  return {
    length: 0,
    get bytes() {
      for (const bytes of waiting.splice(0)) joined.append(bytes)
      return joined.view()
    },
    add(bytes) {
      waiting.push(bytes)
      this.length += bytes.length
    },
  }
}

const LF = 0x0a

/**
 * A list of chunks that never holds more than `maxBytes` and, a chunk aside, `maxLines`; only its
 * head once it is full.
 */
function createChunks({ maxBytes, maxLines, budget }: Options, onFull: () => void) {
  const chunks: TimedBytes[] = []
  let length = 0
  let taken = 0
  let lines = 0
  return {
    /** Returns the copy that is kept. */
    add(bytes: Uint8Array, at: number): Uint8Array {
      const isGranted = budget.take(length, bytes.length)
      const room = isGranted ? maxBytes - length : 0
      const kept = new Uint8Array(bytes.subarray(0, room)) // a copy: undici reuses
      length += kept.length
      if (isGranted) taken += bytes.length
      if (kept.length > 0) chunks.push({ at, bytes: kept })
      for (let end = kept.indexOf(LF); end !== -1; end = kept.indexOf(LF, end + 1)) lines += 1
      if (kept.length < bytes.length || lines > maxLines) {
        chunks.push(...headOf(chunks.splice(0)))
        onFull()
      }
      return kept
    },
    end(): readonly TimedBytes[] {
      budget.give(taken)
      taken = 0
      return chunks
    },
  }
}

function plainRecorder(options: Options, watch: Watch): BodyRecorder {
  const raw = createChunks(options, () => watch.stop({ how: 'too-large' }))
  return {
    push(chunk, at) {
      if (watch.over()) return
      watch.look(raw.add(chunk, at))
    },
    async end() {
      const chunks = raw.end()
      return { raw: chunks, decoded: chunks }
    },
  }
}

function unknownCodingRecorder(coding: string, options: Options, watch: Watch): BodyRecorder {
  const raw = createChunks(options, () => watch.stop({ how: 'too-large' }))
  return {
    push(chunk, at) {
      if (!watch.over()) raw.add(chunk, at)
    },
    end: async () => ({
      raw: raw.end(),
      decoded: [],
      codingProblem: `its content-encoding ${JSON.stringify(coding)} is not known here`,
    }),
  }
}

function decodingRecorder(decoder: ContentDecoder, options: Options, watch: Watch): BodyRecorder {
  const tooLarge = (): void => watch.stop({ how: 'too-large' })
  const raw = createChunks(options, tooLarge)
  const decoded = createChunks(options, tooLarge)
  let problem: string | undefined
  let lastAt = 0
  let queue = Promise.resolve()

  const take = ({ pieces, error, isFull = false }: Decoded, at: number): void => {
    for (const piece of pieces) {
      if (watch.over()) return
      watch.look(decoded.add(piece, at))
    }
    if (isFull) tooLarge()
    problem ??= error && `its bytes are not what content-encoding says (${error.message})`
  }

  return {
    push(chunk, at) {
      if (watch.over()) return
      raw.add(chunk, at)
      lastAt = at
      const copy = new Uint8Array(chunk)
      queue = queue.then(async () => {
        if (!watch.over() && problem === undefined) take(await decoder.push(copy), at)
      })
    },
    async end(complete) {
      await queue
      if (problem === undefined && !watch.over()) {
        const rest = await decoder.end()
        const { error: _, ...cut } = rest
        take(complete ? rest : cut, lastAt) // a cut body is cut for other reasons
      }
      decoder.destroy()
      return {
        raw: raw.end(),
        decoded: decoded.end(),
        ...(problem !== undefined && { codingProblem: problem }),
      }
    },
  }
}
