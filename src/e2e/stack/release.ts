/** The real servers that are judged, and what is particular to each. */
import type { OwnApi } from './config.ts'

export interface StackRelease {
  readonly name: string
  readonly version: string
  /** File below `fixtures/e2e`. */
  readonly requirements: string
  /** Program and arguments, without the folder of the program. */
  readonly command: (config: string, port: number) => readonly string[]
  /** The provider's own spelling of gpt-oss 20b on the host that this release calls. */
  readonly model: string
  /** The target that stands behind it, as `--against` names it. */
  readonly behind: 'bedrock' | 'bedrock-mantle'
  readonly env: Readonly<Record<string, string>>
  /** The APIs beside chat completions that it serves and is judged on. */
  readonly serves: readonly OwnApi[]
}

/** The newest releases of the two lines, at the time of `fixtures/e2e`. */
export const releases: readonly StackRelease[] = [
  {
    name: 'llama-stack',
    version: '0.7.3',
    requirements: 'llama-stack-0.7.txt',
    command: (config, port) => ['llama', 'stack', 'run', config, '--port', String(port)],
    // llama-stack#4946: 0.6 and 0.7 call mantle, whose ids have no version.
    model: 'openai.gpt-oss-20b',
    behind: 'bedrock-mantle',
    // Its pretty tracebacks take seconds each and stop every other request meanwhile.
    env: { LLAMA_STACK_LOG_FORMAT: 'json' },
    serves: ['responses'],
  },
  {
    name: 'ogx',
    version: '1.5.0',
    requirements: 'ogx-1.txt',
    // From 1.x on it refuses to serve plain HTTP unless told; it listens on loopback only.
    command: (config, port) => ['ogx', 'run', config, '--port', String(port), '--insecure'],
    // llama-stack#5388: back to bedrock-runtime.
    model: 'openai.gpt-oss-20b-1:0',
    behind: 'bedrock',
    env: { OGX_LOG_FORMAT: 'json' },
    serves: ['responses', 'messages'],
  },
]
