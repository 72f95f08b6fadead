/** The clients of a player: connections are kept from play to play where that can change nothing. */
import type { Send } from '../../../model/exchange.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import type { ResolvedTarget } from '../../../target/resolve/resolved.ts'
import { createClient, type Client } from '../../../wire/http/client.ts'
import { createRedactor } from '../../../wire/secrets/redact.ts'

/** Milliseconds of silence before a request times out, unless the deviation sets `hangs`. */
export const patience = 20_000

/** Hooks that change only what is said. Any other may leave a connection in a state of its own. */
const harmless: ReadonlySet<string> = new Set<keyof Hooks>([
  'auth',
  'request',
  'access',
  'reply',
  'models',
  'error',
  'body',
  'chunks',
  'events',
])

export interface Clients {
  /**
   * A client for one play, to be given back after it. Connections of an earlier play are used again
   * unless one of the deviations could leave its own to the next.
   *
   * @param silence milliseconds before a request times out
   */
  readonly lend: (
    target: ResolvedTarget,
    played: readonly Deviation[],
    silence: number,
  ) => { readonly send: Send; readonly giveBack: () => Promise<void> }
  readonly close: () => Promise<void>
}

/** Makes no client until one is asked for. */
export function createClients(): Clients {
  const kept = new Map<ResolvedTarget, Client>()
  return {
    lend: (target, played, silence) => {
      if (silence !== patience || played.some(mayBreakConnections)) {
        const own = clientOf(target, silence)
        return { send: own.send, giveBack: own.close }
      }
      const known = kept.get(target) ?? clientOf(target, patience)
      kept.set(target, known)
      return { send: known.send, giveBack: async () => undefined }
    },
    close: async () => {
      await Promise.all([...kept.values()].map((client) => client.close()))
    },
  }
}

function mayBreakConnections({ hooks }: Deviation): boolean {
  return Object.keys(hooks).some((name) => !harmless.has(name))
}

function clientOf({ secrets }: ResolvedTarget, silence: number): Client {
  const limits = { firstByteMs: silence, idleMs: silence }
  return createClient({ limits, redactor: createRedactor(secrets), env: {} })
}
