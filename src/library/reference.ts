import { playReference, startProblem } from '../proof/play-reference.ts'
import { referenceOptions, refuseUnknown } from './options.ts'

/** How the reference behaves. */
export interface CreateReferenceOptions {
  /** Port of the Bedrock endpoint on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number
  /** Id of a deliberate defect, as `mutants` lists them. */
  readonly mutant?: string
  /** Id of an unusual but legal behaviour. */
  readonly oddity?: string
  /** Milliseconds before every answer. */
  readonly latency?: number
}

/** A running reference. Its addresses are on 127.0.0.1. */
export interface Reference {
  /** `http://127.0.0.1:PORT/{region}`, with `{region}` as it stands here. */
  readonly bedrock: string
  readonly mantle: string
  readonly control: string
  readonly llamaStack: string
  /** A short-term Bedrock key that it accepts in its default region. */
  readonly key: string
  /** Another key. @param region for example `us-east-1` */
  readonly mintKey: (region: string) => string
  readonly regions: readonly string[]
  /** Drops all connections and stops. */
  readonly close: () => Promise<void>
}

/**
 * Starts the reference server in this process: Bedrock, Mantle and Llama Stack endpoints over a
 * scripted model.
 *
 * @throws Problem for a mistake in the options, an unknown mutant or oddity, or a port that is in use
 * @example
 * ```ts
 * import { createReference } from 'bedrock-conformance'
 *
 * const reference = await createReference()
 * const answer = await fetch(`${reference.llamaStack}/v1/models`)
 * console.log(answer.status)
 * await reference.close()
 * ```
 */
export async function createReference(options: CreateReferenceOptions = {}): Promise<Reference> {
  refuseUnknown('createReference', referenceOptions, options)
  const { port, mutant, oddity, latency } = options
  try {
    const started = await playReference({
      ...(port !== undefined && { port }),
      ...(mutant !== undefined && { mutant }),
      ...(oddity !== undefined && { oddity }),
      ...(latency !== undefined && { latencyMs: latency }),
    })
    const { bedrock, mantle, control, llamaStack, key, regions, mintKey, close } = started
    return {
      bedrock,
      mantle,
      control,
      llamaStack,
      key,
      regions,
      mintKey: (region) => mintKey(region),
      close,
    }
  } catch (error) {
    throw startProblem(error, takenPort(port))
  }
}

function takenPort(port: number | undefined): string {
  return `createReference.port: another program listens on ${port}. Name another port, or none for a free one.`
}
