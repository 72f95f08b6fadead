/** A HAR file, read entry by entry: recordings may be larger than memory. */
import { unreadableAs } from '../../model/json/encoding.ts'
import { splitJson, type Element } from '../../model/json/split.ts'
import { bytesOf, type FileBytes } from '../file-bytes.ts'
import { readJson } from './json.ts'
import { readEntry, type HarExchange, type ReadEntry } from './read.ts'

export interface HarFile {
  /** Entries of the file, whether or not they can be read. */
  readonly entries: number
  /** Reads the entry at an index from 0, anew each time; nothing where it is not JSON. */
  readonly read: (index: number) => ReadEntry | undefined
  /** The line on which the entry begins, from 1. */
  readonly lineOf: (index: number) => number
}

/** What is said of a file that is no HAR file. */
export const notJson = 'This is no HAR file: it is not JSON.' // the parser's own words quote the file
const cut =
  'This is no HAR file: it is cut off, for its JSON does not end. Copy it again once it is written whole, or record again.'
const noEntries = 'This is no HAR file: log.entries is missing.'

/** The entries of a HAR file, or the sentence that says why the file is not one. */
export function openHar(bytes: FileBytes): HarFile | string {
  const { around, lists, isCut } = splitJson(bytes.blocks(), ['log', 'entries'])
  const root = readJson(around.replace(/^\uFEFF/, '')) // Charles and some browsers write one
  const jsonAt = ({ offset, length }: Element) => readJson(bytes.text(offset, length))
  if (root === undefined) return whyNotJson(bytes, isCut)
  const log = root.at('log')
  const chosen = log.at('entries').item(0)
  const elements = chosen === undefined ? undefined : lists[chosen]
  const others = lists.filter((list) => list !== elements).flat()
  if (others.some((element) => jsonAt(element) === undefined)) return notJson
  if (elements === undefined) return noEntries
  const creator = log.at('creator').text('name') ?? ''
  return {
    entries: elements.length,
    read(index) {
      const element = elements[index]
      const json = element && jsonAt(element)
      return json && readEntry(json, index, creator)
    },
    lineOf: (index) => elements[index]?.line ?? 1,
  }
}

/** Why a file is not JSON, as far as its first bytes and its end show it. */
function whyNotJson(bytes: FileBytes, isCut: boolean): string {
  const [start] = bytes.blocks()
  const why = unreadableAs(start)
  if (why === undefined) return isCut && beginsAsJson(start) ? cut : notJson
  if (why === 'empty') return 'This is no HAR file: it is empty. Record again.'
  return 'This is no HAR file: it is in UTF-16, as Windows PowerShell writes it. Save it as UTF-8.'
}

/** Whether a text begins as the one of a HAR file; a page or a message may have a brace in it, too. */
function beginsAsJson(start: Uint8Array | undefined = new Uint8Array()): boolean {
  return /^\uFEFF?\s*\{/.test(Buffer.from(start.subarray(0, 100)).toString('utf8'))
}

/**
 * Reads the text of a HAR file. What cannot be read is left out and named in `problems`, one line
 * each; nothing is thrown.
 */
export function fromHar(text: string): {
  readonly exchanges: HarExchange[]
  readonly problems: string[]
  /** Entries of the file, read or not; absent when it is no HAR file. */
  readonly entries?: number
} {
  const file = openHar(bytesOf(Buffer.from(text)))
  if (typeof file === 'string') return { exchanges: [], problems: [file] }
  const found = Array.from({ length: file.entries }, (_, index) => file.read(index))
  const read = found.filter((one) => one !== undefined)
  if (read.length < found.length) return { exchanges: [], problems: [notJson] }
  return {
    exchanges: read.flatMap(({ exchange }) => exchange ?? []),
    problems: read.flatMap(({ problems }) => problems),
    entries: file.entries,
  }
}
