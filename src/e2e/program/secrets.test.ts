/** No key, in any encoding, in anything that is written or printed. */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
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

it('judging a recording writes and prints none of the credentials that it holds', async () => {
  const folder = temporaryFolder()
  const file = join(temporaryFolder(), 'proxied.har')
  const secret = (name: string): string =>
    createHash('sha256').update(name).digest('base64url').slice(0, 24)
  const names = ['user', 'query', 'fragment', 'bearer', 'proxy', 'google', 'session', 'fresh']
  const all = names.map(secret)
  const [user, query, fragment, bearer, proxy, google, session, fresh] = all
  const header = ([name, value]: readonly string[]) => ({ name, value })
  const entry = {
    request: {
      method: 'POST',
      url: `https://me:${user}@gateway.test/v1/chat/completions?api_key=${query}&v=1#access_token=${fragment}`,
      headers: [
        ['Authorization', `Bearer ${bearer}`],
        ['Proxy-Authorization', `Basic ${proxy}`],
        ['X-Goog-Api-Key', `${google}`],
        ['Cookie', `theme=dark; session=${session}`],
      ].map(header),
      postData: { text: '{"model":"m","messages":[]}' },
    },
    response: {
      status: 500,
      headers: [
        ['content-type', 'application/json'],
        ['set-cookie', `session=${fresh}; Path=/; HttpOnly`],
      ].map(header),
      content: { text: JSON.stringify({ error: { message: `Refused: ${all.join(', ')}` } }) },
    },
  }
  writeFileSync(file, JSON.stringify({ log: { entries: [entry] } }))
  const ran = [
    await runProgram(['judge', file, `--report-dir=${folder}`]),
    await runProgram(['judge', file, '--json']),
  ]
  expect(ran.map(({ code }) => code)).toEqual([1, 1])
  const printed = ran.flatMap(({ stdout, stderr }) => [stdout, stderr])
  const written = [...printed, ...filesBelow(folder).values()].join('\n')
  expect(all.filter((value) => written.includes(value))).toEqual([])
  expect(written).toContain('v=1')
})

it('the members of --body-extra that name a credential are hidden at any depth', async () => {
  const folder = temporaryFolder()
  const keys = ['outer-Zk4Qw9Lm2Xy7', 'inner-Hs8Vd3Bn6Tc1', 'listed-Jf5Rg0Pk7We4']
  const [outer, inner, listed] = keys
  const members = {
    api_key: outer,
    route: 'plain-Ou2Mi9Ax5Yq8',
    providers: [{ options: { secretKey: inner, auth: { tokens: [listed] } } }],
  }
  const { code, stdout, stderr } = await runProgram(
    [
      'run',
      '--target=bedrock',
      `--endpoint=${reference.bedrock}`,
      '--region=us-west-2',
      '--api=openai-chat',
      '--case=chat.*',
      `--body-extra=${JSON.stringify(members)}`,
      `--report-dir=${folder}`,
    ],
    { AWS_BEARER_TOKEN_BEDROCK: reference.key },
  )
  expect(code).toBe(1)
  const written = [stdout, stderr, ...filesBelow(folder).values()].join('\n')
  expect(keys.filter((value) => written.includes(value))).toEqual([])
  expect(written).toContain('plain-Ou2Mi9Ax5Yq8')
}, 60_000)
