/** The reports that a run writes. A new format is a folder of its own and one entry here. */
import type { ReportModel } from './model/model.ts'
import type { RenderOptions } from './render-options.ts'
import type { Text } from '../model/text/pieces.ts'
import { renderBadge } from './badge/badge.ts'
import { renderHtml } from './html/html.ts'
import { jsonPieces } from './json/json.ts'
import { renderJunit } from './junit/junit.ts'
import { renderMarkdown } from './markdown/markdown.ts'
import { renderRegions } from './regions/regions.ts'

type FormatName = 'json' | 'junit' | 'markdown' | 'html' | 'regions' | 'badge'

interface Format {
  readonly name: FormatName
  /** Its name in the report directory. */
  readonly file: string
  /**
   * The texts of its files, a pure function of the model: none where the format does not apply to this
   * report, several where one would be too large.
   */
  readonly render: (model: ReportModel, options: RenderOptions) => Iterable<Text>
  /** Set where it may have several files. */
  readonly isSplit?: true
  /** Set where it removes secrets itself, with `options.clean`. */
  readonly isClean?: true
}

/** In the order in which they are written; other programs read `report.json` first. */
export const formats: readonly Format[] = [
  { name: 'json', file: 'report.json', render: ({ report }) => [jsonPieces(report)] },
  { name: 'junit', file: 'junit.xml', render: renderJunit, isSplit: true },
  { name: 'markdown', file: 'report.md', render: single(renderMarkdown) },
  { name: 'html', file: 'report.html', render: single(renderHtml), isClean: true },
  { name: 'regions', file: 'regions.md', render: single(renderRegions) },
  { name: 'badge', file: 'badge.json', render: single(renderBadge) },
]

/** A format of at most one text, which is short. */
function single(render: (model: ReportModel, options: RenderOptions) => string | undefined) {
  return (model: ReportModel, options: RenderOptions): readonly string[] => {
    const text = render(model, options)
    return text === undefined ? [] : [text]
  }
}

/** Gives the texts of a format, each a file: the first by its name, others numbered from 2. */
export type Rendering = (name: FormatName) => Iterable<Text>

/** The name of one of the files of a format, counted from 1: `junit.xml`, `junit-2.xml`; `*` stands for all but the first. */
export function fileOfPart(file: string, number: number | '*'): string {
  return number === 1 ? file : file.replace(/(?=\.\w+$)/, `-${number}`)
}

/** Whether `name` is that of a further file of a format, of this run or another. */
export function isFurtherFile(name: string): boolean {
  const first = name.replace(/-\d+(?=\.\w+$)/, '')
  return first !== name && formats.some(({ file, isSplit }) => isSplit && file === first)
}

/**
 * Renders formats on demand. Short texts are made once and kept; what comes in pieces is made anew,
 * since it may be larger than all else.
 *
 * @param clean applied to every text, to remove secrets; no secret crosses the pieces of a text
 */
export function renderingOf(
  model: ReportModel,
  options: RenderOptions,
  clean: (text: string) => string,
): Rendering {
  const kept = new Map<FormatName, readonly string[]>()
  return (name) => {
    const known = kept.get(name)
    if (known !== undefined) return known
    const format = formats.find((one) => one.name === name)
    const texts = format?.render(model, { ...options, clean }) ?? []
    if (!areShort(texts)) return cleaned(texts, clean)
    const short = format?.isClean === true ? texts : texts.map(clean)
    kept.set(name, short)
    return short
  }
}

function areShort(texts: Iterable<Text>): texts is readonly string[] {
  return Array.isArray(texts) && texts.every((text) => typeof text === 'string')
}

function* cleaned(texts: Iterable<Text>, clean: (text: string) => string): Generator<Text> {
  for (const text of texts) yield cleanedPieces(text, clean)
}

function* cleanedPieces(text: Text, clean: (text: string) => string): Generator<string> {
  for (const piece of typeof text === 'string' ? [text] : text) yield clean(piece)
}
