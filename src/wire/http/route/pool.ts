/** Lends connections out, each to one exchange at a time. */
import type { Connection } from '../connection.ts'
import type { Route } from './route.ts'

export interface Pool {
  /**
   * A connection for `route`: an idle one unless `fresh`, else a new one. Waits while the host has
   * its limit of connections in use; undefined when `signal` aborts in the meantime.
   */
  acquire(route: Route, signal: AbortSignal, fresh?: boolean): Promise<Connection | undefined>
  /** Gives it back: to be used again, or to be closed. */
  release(connection: Connection, reusable: boolean): Promise<void>
  /** Drops a connection whose socket is gone. */
  forget(connection: Connection): void
  /** Closes all idle connections. */
  close(): Promise<void>
}

interface Host {
  idle: Connection[]
  inUse: number
  waiting: (() => void)[]
}

/**
 * @param open makes a connection that is not in the pool yet
 * @param perHost most connections in use at once to one host
 */
export function createPool(open: (route: Route) => Connection, perHost = Infinity): Pool {
  const hosts = new Map<string, Host>()
  const hostOf = (key: string): Host => {
    const host = hosts.get(key) ?? { idle: [], inUse: 0, waiting: [] }
    hosts.set(key, host)
    return host
  }

  return {
    async acquire(route, signal, fresh = false) {
      const host = hostOf(route.key)
      while (host.inUse >= perHost && !signal.aborted) await turn(host, signal)
      if (signal.aborted) {
        if (host.inUse < perHost) host.waiting.shift()?.() // the turn may have been its own
        return undefined
      }
      host.inUse += 1
      return (fresh ? undefined : host.idle.pop()) ?? open(route)
    },
    async release(connection, reusable) {
      const host = hostOf(connection.route.key)
      host.inUse -= 1
      if (reusable) host.idle.push(connection)
      host.waiting.shift()?.()
      if (!reusable) await connection.destroy()
    },
    forget(connection) {
      const host = hostOf(connection.route.key)
      if (!host.idle.includes(connection)) return
      host.idle = host.idle.filter((candidate) => candidate !== connection)
      void connection.destroy()
    },
    async close() {
      const idle = [...hosts.values()].flatMap((host) => host.idle.splice(0))
      await Promise.all(idle.map((connection) => connection.destroy()))
    },
  }
}

/** Resolves when a connection of `host` is given back, or the signal aborts. */
async function turn(host: Host, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }
    const onAbort = (): void => {
      host.waiting = host.waiting.filter((waiter) => waiter !== done)
      done()
    }
    signal.addEventListener('abort', onAbort)
    host.waiting.push(done)
  })
}
