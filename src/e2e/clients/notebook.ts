/** Runs the notebook's cells with the `openai` package against a Llama Stack. */
import { join } from 'node:path'
import { claim, type Claim } from '../claim.ts'
import { runToEnd } from '../python/program.ts'

export interface NotebookOptions {
  /** Folder with the environment's programs. */
  readonly bin: string
  readonly script: string
  readonly folder: string
  /** Address of the Llama Stack. */
  readonly url: string
  /** The model that discovery must find. */
  readonly model: string
  readonly signal: AbortSignal
}

/** What the notebook's own outputs show, so far as no model's whim decides it. */
const shown: readonly (readonly [says: string, pattern: RegExp])[] = [
  ['the server is found running', /Llama Stack Server: Running at http/],
  ['example 1 names the Earth', /Response: [^]*?earth[^]*?Token Usage:/i],
  [
    'example 1 counts tokens',
    /Prompt tokens: [1-9]\d*\n.*Completion tokens: [1-9]\d*\n.*Total tokens: [1-9]/,
  ],
  [
    'example 2 streams the Latin name of the Sun',
    /Streaming response: [^]*?\bsol\b[^]*?\[Stream complete\]/i,
  ],
  ['example 3 keeps the context', /\[Context retention verified\]/],
  ['example 4 answers as Shakespeare', /\nShakespeare: \S/],
  ['example 4 answers as a Python expert', /\nExpert: [^]*?json\.load/],
  ['example 5 writes at low temperature', /Low temperature \(0\.1\) - Deterministic:\n\S/],
  ['example 5 writes at high temperature', /High temperature \(0\.9\) - Creative:\n\S/],
  ['example 5 keeps to 400 tokens', /\(Used (?:[1-3]?\d?\d|400) completion tokens\)/],
  ['example 6 answers a valid request', /Testing valid request\.\.\.\nSuccess: \S/],
  [
    'example 6 sees an unknown model as not found',
    /Model not found: invalid-model-id\nHandled invalid model gracefully/,
  ],
  ['example 7 knows the capital of France', /A1: [^]*?Paris/],
  ['example 7 adds 2 and 2', /A2: [^]*?4/],
  ['example 7 knows who wrote Romeo and Juliet', /A3: [^]*?Shakespeare/],
]

/** Every output of the notebook as a claim. */
export async function runNotebook(options: NotebookOptions): Promise<Claim[]> {
  const { bin, script, folder, url, model, signal } = options
  const env = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: folder,
    LLAMA_STACK_BASE_URL: url,
    // The notebook's default, an empty string, is refused by the SDK itself from 3.0 on.
    OPENAI_API_KEY: 'unused',
    NO_PROXY: '127.0.0.1,localhost',
    PYTHONIOENCODING: 'utf-8',
  }
  const ran = await runToEnd(join(bin, 'python'), [script], { cwd: folder, env, signal })
  const found = ran.stdout.includes(`Model ID: ${model}\n`)
  return [
    claim('the notebook runs to its end', ran.ok, ran.stderr.slice(-400)),
    claim(`discovery finds ${model}`, found, ran.stdout.slice(0, 400)),
    ...shown.map(([says, pattern]) =>
      claim(says, pattern.test(ran.stdout), ran.stdout.slice(-400)),
    ),
  ]
}
