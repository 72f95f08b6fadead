/** Published recordings of real exchanges in `../shared/observed`, for the project `field`. */
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Exchange } from '../../model/exchange.ts'
import { exchange } from './build.ts'

const folder = fileURLToPath(new URL('../../../../shared/observed', import.meta.url))

export interface Observed {
  readonly id: string
  readonly api: string
  readonly exchange: Exchange
}

interface HarEntry {
  readonly _id: string
  readonly _api: string
  readonly request: { method: string; url: string; postData?: { text?: string } }
  readonly response: {
    status: number
    headers: { name: string; value: string }[]
    content: { text?: string; encoding?: string }
  }
}

/** Every entry of every file. */
export function observed(): readonly Observed[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.har'))
  return files.flatMap((file) => {
    const har = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as {
      log: { entries: HarEntry[] }
    }
    return har.log.entries.map(readEntry)
  })
}

function readEntry(entry: HarEntry): Observed {
  const { request, response } = entry
  const { text = '', encoding } = response.content
  const body = Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8')
  const read = exchange({
    method: request.method,
    url: request.url,
    status: response.status,
    headers: response.headers.map(({ name, value }) => [name, value] as const),
    chunks: [body],
  })
  const asked = Buffer.from(request.postData?.text ?? '')
  return {
    id: entry['_id'],
    api: entry['_api'],
    exchange: { ...read, request: { ...read.request, body: asked } },
  }
}
