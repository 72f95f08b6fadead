/** Two defects at once: each has a cause of its own, so that neither hides the other. */
import { expect, it } from 'vitest'
import { openTarget } from '../../engine/preflight/open-target.ts'
import { runTarget } from '../../engine/run.ts'
import { findDeviation } from '../../proof/find-deviation.ts'
import { startReference, type ReferenceOptions } from '../../reference/server.ts'
import { createPlanner } from '../../suite/compile/planner.ts'
import { loadSuite } from '../../suite/load-suite.ts'

/** Codes of the causes that a run shows while all of `mutants` are on. */
async function codesOf(mutants: readonly string[], api: readonly string[]): Promise<string[]> {
  const deviations = mutants.map((id) => findDeviation('mutant', id))
  const flags = {
    target: 'reference',
    region: ['us-west-2'],
    samples: 1,
    api,
    budget: { unit: 'requests', amount: 100 },
    history: 'none',
    strict: false,
    json: false,
  } as const
  const start = async (options: ReferenceOptions) => startReference({ ...options, deviations })
  const planner = createPlanner(loadSuite(), flags)
  const opened = await openTarget(flags, { startReference: start })
  try {
    const { signal } = new AbortController()
    const setting = { flags, planner, opened, startReference: start, signal, startedAt: new Date() }
    const { report } = await runTarget(setting)
    const shown = (report.causes ?? []).filter(({ verdict }) => /fail|error|warn/.test(verdict))
    return shown.map(({ code }) => code)
  } finally {
    await opened.close()
  }
}

it.each<[string, string, string, string, readonly string[]]>([
  [
    'role-null',
    'chunk.role-missing',
    'usage-missing-in-stream',
    'chunk.usage-missing',
    ['openai-chat-stream'],
  ],
  ['tool-type-missing', 'schema.required', 'service-tier-alien', 'schema.enum', ['openai-chat']],
  ['content-type-plain', 'http.content-type', 'model-missing', 'schema.required', ['openai-chat']],
  [
    'responses-delta-after-end',
    'responses.after-terminal',
    'responses-item-without-content',
    'schema.required',
    ['openai-responses-stream'],
  ],
  [
    'responses-arguments-cut',
    'tools.arguments-json',
    'responses-usage-of-chat',
    'schema.required',
    ['openai-responses'],
  ],
  [
    'anthropic-start-twice',
    'anthropic.start-repeated',
    'message-stop-lost',
    'anthropic.stop-missing',
    ['anthropic-messages-stream'],
  ],
  [
    'converse-cache-uncounted',
    'bedrock.usage-total',
    'converse-tool-input-text',
    'bedrock.tool-use-input',
    ['converse'],
  ],
  [
    'message-start-late',
    'bedrock.message-start-late',
    'delta-as-text',
    'schema.type',
    ['converse-stream'],
  ],
  [
    'error-type-alien',
    'error.code',
    'unknown-model-503',
    'error.status',
    ['openai-chat', 'converse'],
  ],
  [
    'error-message-empty',
    'bedrock.error-body',
    'key-in-trailer',
    'http.token-leak',
    ['openai-chat-stream', 'converse-stream'],
  ],
  [
    'control-tokens-leak',
    'text.control-token',
    'completion-overcounted',
    'usage.over-limit',
    ['openai-chat', 'converse'],
  ],
  [
    'stream-for-whole-answer',
    'http.content-type',
    'delta-as-text',
    'schema.type',
    ['openai-chat', 'converse-stream'],
  ],
])('%s is seen as %s beside %s as %s', async (one, ofOne, other, ofOther, apis) => {
  const codes = await codesOf([one, other], apis)
  expect(codes).toContain(ofOne)
  expect(codes).toContain(ofOther)
  expect(codes.length).toBeLessThanOrEqual(5)
})
