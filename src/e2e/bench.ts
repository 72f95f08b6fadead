/** The reference behind its proxy, at one address whatever it plays. */
import { startProxy } from '../reference/proxy/proxy.ts'
import { playReference } from '../proof/play-reference.ts'
import type { ReferenceServer } from '../reference/server.ts'

/** The notebook's region; mantle and bedrock-runtime both have gpt-oss there. */
export const benchRegion = 'us-west-2'

export interface Bench {
  readonly proxy: string
  readonly ca: string
  /** The reference that answers now. */
  readonly reference: () => ReferenceServer
  /** What reached the references of this bench so far. */
  readonly requests: () => number
  /** Goes on as another reference, with or without a deviation, at the same address. */
  readonly play: (deviation?: {
    readonly mutant?: string
    readonly oddity?: string
  }) => Promise<void>
  readonly close: () => Promise<void>
}

/** Starts both on free ports of loopback. */
export async function openBench(): Promise<Bench> {
  let reference = await playReference({ defaultRegion: benchRegion })
  let earlier = 0
  const port = Number(new URL(reference.bedrock).port)
  const { proxy, ca, close } = await startProxy(reference.bedrock)
  return {
    proxy,
    ca,
    reference: () => reference,
    requests: () => earlier + reference.requests,
    play: async (deviation) => {
      earlier += reference.requests
      await reference.close()
      reference = await playReference({ defaultRegion: benchRegion, port, ...deviation })
    },
    close: async () => {
      await close()
      await reference.close()
    },
  }
}
