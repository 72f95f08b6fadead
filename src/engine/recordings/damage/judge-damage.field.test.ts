/** Published streams of the newer APIs in `../shared/observed-2`, damaged as `judge` must see it. */
import { seededRandom } from '../../../model/run/random.ts'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { changes, cuts, drops, piecesOf, swaps, type Damage } from './testing/damage.ts'
import { judgedBodies, unseen } from './testing/judged-bodies.ts'

const folder = fileURLToPath(new URL('../../../../../shared/observed-2', import.meta.url))

interface Entry {
  readonly request: { readonly url: string; readonly postData?: { readonly text?: string } }
  readonly response: {
    readonly status: number
    readonly headers: readonly { readonly name: string; readonly value: string }[]
    readonly content: {
      readonly mimeType: string
      readonly text: string
      readonly encoding?: string
    }
  }
}

const streams = readdirSync(folder)
  .filter((file) => /^(?:responses|messages|invoke-stream).*\.har$/.test(file))
  .flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8')
    const { entries } = (JSON.parse(text) as { log: { entries: Entry[] } }).log
    return entries.flatMap(({ request, response }, at) => {
      const { mimeType, text: content, encoding } = response.content
      if (response.status !== 200 || !/event-?stream/.test(mimeType)) return []
      const body = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8')
      const asked: unknown = JSON.parse(request.postData?.text ?? '{}')
      const { headers } = response
      return [{ name: `${file}[${at}]`, mimeType, url: request.url, asked, headers, body }]
    })
  })

const random = seededRandom(20261126)
const below = (limit: number): number => Math.floor(random() * limit)

/** Damages that leave a stream which the specification allows, or which no one could tell. */
const open: Readonly<Record<string, RegExp>> = {
  messages:
    /^drop of \d+ (?:content_block_delta|ping)$|^swap of .*(?:\bping\b|_stop and content_block_start)/u,
  invoke:
    /^drop of \d+ (?:content_block_delta|contentBlock(?:Delta|Stop))$|_stop and content_block_start|^swap of \d+ contentBlockStop/u,
}

/** What was green before the damage: what was red is red anyway. */
const green = streams.filter((stream) => judgedBodies(stream, [stream.body])[0]?.verdict !== 'fail')

it('are there, and most are green', () => {
  expect(streams.length).toBeGreaterThan(8)
  expect(green.length).toBeGreaterThan(5)
})

it.each(green)(
  '$name is red with an event dropped, a tail cut, an order or a delta changed',
  (stream) => {
    const pieces = piecesOf(stream.body, stream.mimeType)
    const damages: Damage[] = [drops, swaps, changes].flatMap((damage) => damage(pieces))
    const all = [...damages, ...cuts(pieces, below)]
    // What failed has no output to which its deltas could be compared.
    const ofResponses = stream.body.includes('response.failed') ? /^change/u : /^$/u
    const allowed = open[/^[a-z]+/.exec(stream.name)![0]] ?? ofResponses
    expect(unseen(stream, all).filter((name) => !allowed.test(name))).toEqual([])
  },
)
