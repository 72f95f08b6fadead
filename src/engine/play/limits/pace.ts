/** How many exchanges are open with a host at a time: fewer for a while after it refused one as too many. */
import type { Exchange } from '../../../model/exchange.ts'
import { createLane, type Lane } from './lane.ts'

/** Answered exchanges in a row after which one more is open at a time. */
const answersToRecover = 8

/** The fewest exchanges at a time: a host that refuses at random would otherwise be asked one by one. */
const narrowest = 2

const tooManyRequests = 429 // RFC 6585 section 4

/** The exchanges with one host. */
interface HostPace extends Pick<Lane, 'run'> {
  /** Records how an exchange ended. */
  readonly record: (exchange: Exchange) => void
}

/** The pace of each host, so that a slow or throttled region never delays another. */
export type Pace = (host: string) => HostPace

/** @param concurrency the most exchanges at a time with one host */
export function createPace(concurrency: number): Pace {
  const hosts = new Map<string, HostPace>()
  return (host) => {
    const known = hosts.get(host) ?? createHostPace(concurrency)
    hosts.set(host, known)
    return known
  }
}

function createHostPace(concurrency: number): HostPace {
  const lane = createLane(concurrency)
  let width = concurrency
  let inRow = 0
  const widen = (to: number): void => {
    width = to
    inRow = 0
    lane.widen(to)
  }
  return {
    run: lane.run,
    record: ({ response }) => {
      if (response?.status === tooManyRequests) {
        const half = Math.max(Math.min(narrowest, concurrency), Math.floor(width / 2))
        if (half < width) widen(half)
        inRow = 0
        return
      }
      inRow += 1
      if (inRow >= answersToRecover && width < concurrency) widen(width + 1)
    },
  }
}
