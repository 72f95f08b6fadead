/** From HAR files to recordings that can be judged. */
import { basename } from 'node:path'
import type { Exchange } from '../../model/exchange.ts'
import type { ApiName } from '../../model/names.ts'
import type { Source } from '../../model/case.ts'
import { append } from '../../model/lists/lists.ts'
import { openBytes, type FileBytes } from '../../wire/file-bytes.ts'
import { notJson, openHar, type HarFile } from '../../wire/har/file.ts'
import type { HarExchange } from '../../wire/har/read.ts'
import { cleanOutcome } from '../../wire/secrets/clean.ts'
import { apisAmong, nameFrom, survey, type Surveyed } from './survey.ts'
import { createRedactor, type Redactor } from '../../wire/secrets/redact.ts'
import type { Recording } from './recording.ts'
import { requestSecrets, withoutCredentials } from './secrets.ts'
import { Problem } from '../../model/problem.ts'

/** An exchange of a known API in a file, before it is read to be judged. */
export interface KnownEntry {
  readonly api: ApiName
  /** `har.` and a name of its own among all that are judged together. */
  readonly id: string
  readonly source: Source
  /** Which checks were asked for; absent: all. */
  readonly wants?: NonNullable<Recording['as']['wants']>
  /** Reads it, anew each time. */
  readonly read: () => HarExchange & Searched
}

interface Searched {
  readonly exchange: Exchange
  /** Whether the response was searched for the credentials of the request. */
  readonly searched: boolean
}

export interface RecordingFiles {
  readonly entries: readonly KnownEntry[]
  /** Entries that could not be read, though they should. */
  readonly unreadable: number
  /** What was left out or could not be read, one sentence each. */
  readonly problems: readonly string[]
  /** Credentials that the files hold. */
  readonly secrets: readonly string[]
  /** Hosts that the files show to be a Llama Stack. */
  readonly llamaHosts: ReadonlySet<string>
}

/** The files of a call, which stay open until all is read. */
export interface OpenFiles extends RecordingFiles {
  readonly close: () => void
}

/**
 * Reads HAR files once, to know the exchanges of known APIs, and what the files hold as a whole. No
 * exchange is kept: it is read again when it is judged.
 *
 * @throws Problem when a file cannot be read or is no HAR file
 */
export function readRecordings(paths: readonly string[]): OpenFiles {
  const open: FileBytes[] = []
  const close = (): void => {
    for (const bytes of open.splice(0)) bytes.close()
  }
  try {
    const files = paths.map((path) =>
      legible(path, () => {
        const bytes = openBytes(path)
        open.push(bytes)
        return readFile(path, bytes)
      }),
    )
    return {
      entries: named(files.flatMap((file) => file.entries)),
      unreadable: files.reduce((sum, file) => sum + file.unreadable, 0),
      problems: files.flatMap((file) => file.problems),
      secrets: [...new Set(files.flatMap((file) => file.secrets))],
      llamaHosts: new Set(files.flatMap((file) => [...file.llamaHosts])),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

function readFile(path: string, bytes: FileBytes): RecordingFiles {
  const file = openHar(bytes)
  if (typeof file === 'string') throw new Problem(`${path}: ${file}`)
  const { surveyed, problems } = surveyFile(path, file)
  const secrets = [...new Set(surveyed.flatMap((one) => one.secrets))]
  const redactor = createRedactor([...new Set(surveyed.flatMap((one) => one.leakable))])
  const apis = apisAmong(surveyed)
  const entries = surveyed.flatMap(({ index, name }, at): KnownEntry[] => {
    const api = apis[at]
    if (api === undefined) return []
    return [
      {
        api,
        id: `har.${name ?? `${stemOf(path)}-${index + 1}`}`,
        source: { file: path, line: file.lineOf(index) },
        read: () => readAgain(path, file, index, redactor),
      },
    ]
  })
  const foreign = surveyed.length - entries.length
  return {
    entries,
    unreadable: file.entries - surveyed.length,
    problems: [
      ...problems.map((problem) => `${path}: ${problem}`),
      ...(file.entries === 0 ? [`${path}: the recording has no entries: record again.`] : []),
      ...(foreign > 0 ? [`${path}: ${leftOut(foreign, file.entries)}`] : []),
    ],
    secrets,
    llamaHosts: new Set(surveyed.flatMap((one) => (one.showsLlamaStack ? [one.host] : []))),
  }
}

function surveyFile(path: string, file: HarFile) {
  const surveyed: Surveyed[] = []
  const problems: string[] = []
  for (let index = 0; index < file.entries; index += 1) {
    const read = file.read(index)
    if (read === undefined) throw new Problem(`${path}: ${notJson}`)
    append(problems, read.problems)
    if (read.exchange !== undefined) surveyed.push(survey(read.exchange, index))
  }
  return { surveyed, problems }
}

function readAgain(
  path: string,
  file: HarFile,
  index: number,
  redactor: Redactor,
): HarExchange & Searched {
  const read = legible(path, () => file.read(index)?.exchange)
  if (read === undefined) {
    throw new Problem(`${path} was changed while it was read: judge it again.`)
  }
  const { exchange, ...found } = searched(read, redactor)
  const request = { ...exchange.request, url: withoutCredentials(exchange.request.url) }
  return { ...read, ...found, exchange: { ...exchange, request } }
}

function leftOut(foreign: number, entries: number): string {
  const be = foreign === 1 ? 'is' : 'are'
  return `${foreign} of ${entries} entries ${be} no exchange of a known API and ${be} left out.`
}

/** The result of reading the file. */
function legible<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof Problem) throw error
    const code: unknown = Reflect.get(Object(error), 'code')
    if (code === 'ENOENT') throw new Problem(`There is no file ${path}.`)
    if (code === 'EISDIR') throw new Problem(`${path} is a folder; name the HAR files in it.`)
    if (typeof code === 'string') throw new Problem(`${path} cannot be read (${code}).`)
    throw error
  }
}

function stemOf(path: string): string {
  return nameFrom(basename(path).replace(/\.har$/i, '')) ?? 'entry'
}

/** The same name a second time gets a number with which no entry before it is named. */
function named(entries: readonly KnownEntry[]): KnownEntry[] {
  const used = new Set<string>()
  const times = new Map<string, number>()
  return entries.map((entry) => {
    let number = times.get(entry.id) ?? 0
    let id: string
    do {
      number += 1
      id = number === 1 ? entry.id : `${entry.id}.${number}`
    } while (used.has(id))
    times.set(entry.id, number)
    used.add(id)
    return { ...entry, id }
  })
}

/** Our own recordings were searched when they were made, since they hold no credentials. */
function searched({ exchange, recorded }: HarExchange, redactor: Redactor): Searched {
  const { response } = exchange
  const own = requestSecrets(exchange.request)
  if (recorded.timed || response === undefined || own.length === 0) {
    return { exchange, searched: recorded.timed }
  }
  const clean = cleanOutcome(exchange, redactor)
  const leaks = [...exchange.leaks, ...clean.leaks]
  return { exchange: { ...exchange, ...clean, leaks }, searched: true }
}
