/** From HAR files to recordings that can be judged. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { recognise } from '../../protocol/recognise.ts'
import type { Exchange } from '../../model/exchange.ts'
import { apiNames, type ApiName } from '../../model/names.ts'
import { fromHar } from '../../wire/har/har.ts'
import { entryLines } from '../../wire/har/lines.ts'
import type { HarExchange } from '../../wire/har/read.ts'
import { cleanOutcome } from '../../wire/secrets/clean.ts'
import { isWithServer, locationOf } from './location.ts'
import { createRedactor } from '../../wire/secrets/redact.ts'
import { requestSecrets } from './secrets.ts'
import { Problem } from '../../model/problem.ts'

/** An exchange of a known API, as it stands in a file. */
export interface RawRecording extends HarExchange {
  readonly api: ApiName
  /** Name of its own among all that are judged together. */
  readonly name: string
  readonly source: { readonly file: string; readonly line: number }
  /** Whether the response was searched for the credentials of the request. */
  readonly searched: boolean
}

export interface RecordingFiles {
  readonly recordings: readonly RawRecording[]
  /** Entries that could not be read, though they should. */
  readonly unreadable: number
  /** What was left out or could not be read, one sentence each. */
  readonly problems: readonly string[]
  /** Credentials that the files hold. */
  readonly secrets: readonly string[]
}

/**
 * Reads HAR files and keeps the exchanges of known APIs.
 *
 * @throws Problem when a file cannot be read or is no HAR file
 */
export function readRecordings(paths: readonly string[]): RecordingFiles {
  const files = paths.map((path) => readFile(path))
  const secrets = [...new Set(files.flatMap((file) => file.secrets))]
  return {
    recordings: named(files.flatMap((file) => file.recordings)),
    unreadable: files.reduce((sum, file) => sum + file.unreadable, 0),
    problems: files.flatMap((file) => file.problems),
    secrets,
  }
}

function readFile(path: string): RecordingFiles {
  const text = textOf(path)
  const { exchanges, problems, entries } = readText(path, text)
  const lines = entryLines(text)
  const secrets = requestSecrets(exchanges.map(({ exchange }) => exchange.request))
  const known = exchanges.filter((read) => apiOf(read) !== undefined)
  const hosts = new Set(known.map(({ exchange }) => locationOf(exchange.request.url).host))
  const recordings = exchanges.flatMap((read): RawRecording[] => {
    const api = apiOf(read) ?? otherApi(read, hosts)
    if (api === undefined) return []
    const name = ownName(read.entry['_id']) ?? `${stemOf(path)}-${read.recorded.index + 1}`
    const source = { file: path, line: lines[read.recorded.index] ?? 1 }
    return [{ ...read, ...searched(read, secrets), api, name, source }]
  })
  const foreign = exchanges.length - recordings.length
  return {
    recordings,
    unreadable: entries - exchanges.length,
    problems: [
      ...problems.map((problem) => `${path}: ${problem}`),
      ...(foreign > 0 ? [`${path}: ${leftOut(foreign, entries)}`] : []),
    ],
    secrets,
  }
}

function leftOut(foreign: number, entries: number): string {
  const be = foreign === 1 ? 'is' : 'are'
  return `${foreign} of ${entries} entries ${be} no exchange of a known API and ${be} left out.`
}

function readText(
  path: string,
  text: string,
): ReturnType<typeof fromHar> & { readonly entries: number } {
  const read = fromHar(text)
  const [first] = read.problems
  if (read.entries === undefined) throw new Problem(`${path}: ${first ?? 'This is no HAR file.'}`)
  return { ...read, entries: read.entries }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    if (code === 'ENOENT') throw new Problem(`There is no file ${path}.`)
    if (code === 'EISDIR') throw new Problem(`${path} is a folder; name the HAR files in it.`)
    throw new Problem(`${path} cannot be read (${code}).`)
  }
}

/** By what was said on the wire; what the recorder noted counts where that tells nothing. */
function apiOf({ exchange, entry }: HarExchange): ApiName | undefined {
  if (isWithoutReply(exchange)) return undefined
  return recognise(exchange) ?? apiNames.find((name) => name === entry['_api'])
}

function otherApi({ exchange }: HarExchange, hosts: ReadonlySet<string>): ApiName | undefined {
  return !isWithoutReply(exchange) && isWithServer(exchange, hosts) ? 'unknown-api' : undefined
}

/** A browser asks with OPTIONS first (Fetch, CORS-preflight); neither answer holds a reply. */
function isWithoutReply({ request }: Exchange): boolean {
  return /^(?:OPTIONS|HEAD)$/i.test(request.method)
}

const longestName = 100

function ownName(id: unknown): string | undefined {
  if (typeof id !== 'string' || !/[A-Za-z0-9]/.test(id)) return undefined
  return id.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, longestName)
}

function stemOf(path: string): string {
  return ownName(basename(path).replace(/\.har$/i, '')) ?? 'entry'
}

/** The same name a second time gets a number. */
function named(recordings: readonly RawRecording[]): RawRecording[] {
  const used = new Map<string, number>()
  return recordings.map((raw) => {
    const times = (used.get(raw.name) ?? 0) + 1
    used.set(raw.name, times)
    return times === 1 ? raw : { ...raw, name: `${raw.name}.${times}` }
  })
}

/** Our own recordings were searched when they were made, since they hold no credentials. */
function searched(
  { exchange, recorded }: HarExchange,
  secrets: readonly string[],
): { readonly exchange: Exchange; readonly searched: boolean } {
  const { response } = exchange
  const own = requestSecrets([exchange.request])
  if (recorded.timed || response === undefined || own.length === 0) {
    return { exchange, searched: recorded.timed }
  }
  const clean = cleanOutcome(exchange, createRedactor(secrets))
  const leaks = [...exchange.leaks, ...clean.leaks]
  return { exchange: { ...exchange, ...clean, leaks }, searched: true }
}
