/**
 * How much memory a run takes, whatever comes. A body is small beside what is made of it: an event of
 * a few bytes becomes objects of a kilobyte, and many exchanges are under way at a time.
 */
import { getHeapStatistics } from 'node:v8'
import type { Exchange } from '../../../model/exchange.ts'
import { sizeOf, withHead } from '../../../wire/http/body/head.ts'

const mebibyte = 1024 * 1024

/**
 * Estimated bytes of all answers that are being read and judged: a small part of what Node.js takes by
 * itself, and what leaves room for the rest of the program where it may take less.
 */
const mostLive = Math.min(192 * mebibyte, getHeapStatistics().heap_size_limit * 0.4)

/** Bytes of all bodies that are kept for recordings. */
const mostKept = 12 * mebibyte

export interface Memory {
  /** The exchange as it may be read: with the head of its body where all of it takes too much. */
  readonly admit: (exchange: Exchange) => Exchange
  /**
   * Whether the exchange may wait for other cells that judge it, too, and take its room until
   * `unshare`; all that wait take a third of the room at most.
   */
  readonly share: (exchange: Exchange) => boolean
  readonly unshare: (exchange: Exchange) => void
  /** Says that an exchange is judged, and returns it as it may be kept for recordings. */
  readonly judged: (exchange: Exchange) => Exchange
  /** Whether there is room for recordings that may not be shown in the end. */
  readonly hasRoom: () => boolean
  /** Says that these exchanges, as they were kept, are kept no more. */
  readonly dropped: (exchanges: readonly Exchange[]) => void
}

/**
 * @param live estimated bytes of the answers that are read at a time
 * @param most bytes of the bodies that are kept
 */
export function createMemory(live = mostLive, most = mostKept): Memory {
  let used = 0
  let stored = 0
  let held = 0
  const shared = new Set<Exchange>()
  const costs = new WeakMap<Exchange, number>()
  const shelved = new WeakMap<Exchange, Exchange>()
  /** How many cells keep an exchange: several may judge the same. */
  const keepers = new WeakMap<Exchange, number>()
  const shelve = (exchange: Exchange): Exchange => {
    if (!shared.has(exchange)) used -= costs.get(exchange) ?? 0
    const kept = stored + sizeOf(exchange) <= most ? exchange : withHead(exchange, notRecorded)
    shelved.set(exchange, kept)
    return kept
  }
  return {
    admit(exchange) {
      const cost = costOf(exchange)
      const admitted = used + cost <= live ? exchange : withHead(exchange, tooMuch(exchange))
      const taken = admitted === exchange ? cost : costOf(admitted)
      costs.set(admitted, taken)
      used += taken
      return admitted
    },
    share(exchange) {
      const cost = costs.get(exchange) ?? 0
      if (held + cost > live / 3) return false
      shared.add(exchange)
      held += cost
      return true
    },
    unshare(exchange) {
      if (!shared.delete(exchange)) return
      const cost = costs.get(exchange) ?? 0
      held -= cost
      if (shelved.has(exchange)) used -= cost
    },
    judged(exchange) {
      const kept = shelved.get(exchange) ?? shelve(exchange)
      const before = keepers.get(kept) ?? 0
      if (before === 0) stored += sizeOf(kept)
      keepers.set(kept, before + 1)
      return kept
    },
    hasRoom: () => stored < most / 4,
    dropped(exchanges) {
      for (const exchange of exchanges) {
        const left = (keepers.get(exchange) ?? 1) - 1
        keepers.set(exchange, left)
        if (left === 0) stored -= sizeOf(exchange)
      }
    },
  }
}

const notRecorded =
  'The recording has the beginning of this body only: the recordings of the run are too large.'

function tooMuch({ request }: Exchange): string {
  const { host } = new URL(request.url)
  return `The body that ${host} sent is too large, or has too many parts, to be read beside the others.`
}

/**
 * Measured with what takes most, rows of short words and lists of empty objects: bytes that a body's text,
 * its copies and what is found in it take for each of its own, and its parts in addition.
 */
const perByte = 20
const perLine = 700
const perValue = 400

const LF = 0x0a
const CR = 0x0d
const COMMA = 0x2c
const BRACE = 0x7b
const BRACKET = 0x5b

/** What reading the body takes, in bytes, at most. */
function costOf({ response }: Exchange): number {
  if (response === undefined) return 0
  let cost = 0
  for (const { bytes } of response.decoded) {
    cost += bytes.length * perByte
    for (const byte of bytes) {
      if (byte === LF || byte === CR) cost += perLine
      else if (byte === COMMA || byte === BRACE || byte === BRACKET) cost += perValue
    }
  }
  return cost
}
