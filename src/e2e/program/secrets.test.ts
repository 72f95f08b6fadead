/** No key, in any encoding, in anything that is written or printed. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { playReference } from '../../proof/play-reference.ts'
import type { ReferenceServer } from '../../reference/server.ts'
import { filesBelow, runProgram, temporaryFolder } from '../../cli/testing/program.ts'

let reference: ReferenceServer

beforeAll(async () => {
  // The mutant makes cells fail, so that wire files and failure texts are written too.
  reference = await playReference({ mutant: 'usage-total-wrong' })
})

afterAll(async () => reference.close())

/** Everything that gives the key away: itself, what it decodes to, and encodings of both. */
function forms(key: string): string[] {
  const decoded = Buffer.from(key.replace('bedrock-api-key-', ''), 'base64').toString()
  const query = new URLSearchParams(decoded.split('?')[1])
  const parts = ['X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-Security-Token'].flatMap(
    (name) => query.get(name) ?? [],
  )
  const plain = [key, key.replace('bedrock-api-key-', ''), decoded, ...parts]
  return plain.flatMap((text) => [
    text,
    encodeURIComponent(text),
    Buffer.from(text).toString('base64').replace(/=+$/, ''),
    Buffer.from(text).toString('base64url'),
    Buffer.from(text).toString('hex'),
  ])
}

it('a run writes and prints no key in any form, not even when the run fails', async () => {
  const folder = temporaryFolder()
  const { code, stdout, stderr } = await runProgram(
    [
      'run',
      '--target=bedrock',
      `--endpoint=${reference.bedrock}`,
      '--region=us-west-2,us-east-2',
      '--api=openai-chat,converse-stream,invoke',
      '--case=chat.*',
      '--case=auth.*',
      '--case=availability.*',
      `--report-dir=${folder}`,
    ],
    { AWS_BEARER_TOKEN_BEDROCK: reference.key, AWS_REGION: 'us-west-2' },
  )
  const files = filesBelow(folder)
  expect(code).toBe(1)
  expect([...files.keys()].some((name) => name.endsWith('.har'))).toBe(true)
  expect([...files.keys()]).toContain('regions.md')
  const written = [stdout, stderr, ...files.values()].join('\n')
  const decodedBodies = [...written.matchAll(/[A-Za-z0-9+/]{40,}={0,2}/g)].map(([text]) =>
    Buffer.from(text, 'base64').toString('latin1'),
  )
  const everything = [written, ...decodedBodies].join('\n')
  expect(forms(reference.key).filter((form) => everything.includes(form))).toEqual([])
  expect(written).toContain('<redacted>') // something was there to be hidden
}, 60_000)
