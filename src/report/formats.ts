/** The reports that a run writes. A new format is a folder of its own and one entry here. */
import type { ReportModel } from './model/model.ts'
import type { RenderOptions } from './render-options.ts'
import { renderBadge } from './badge/badge.ts'
import { renderHtml } from './html/html.ts'
import { renderJson } from './json/json.ts'
import { renderJunit } from './junit/junit.ts'
import { renderMarkdown } from './markdown/markdown.ts'
import { renderRegions } from './regions/regions.ts'

type FormatName = 'json' | 'junit' | 'markdown' | 'html' | 'regions' | 'badge'

interface Format {
  readonly name: FormatName
  /** Its name in the report directory. */
  readonly file: string
  /** A pure function of the model; undefined where the format does not apply to this report. */
  readonly render: (model: ReportModel, options: RenderOptions) => string | undefined
  /** Set where it removes secrets itself, with `options.clean`. */
  readonly isClean?: true
}

/** In the order in which they are written; other programs read `report.json` first. */
export const formats: readonly Format[] = [
  { name: 'json', file: 'report.json', render: ({ report }) => renderJson(report) },
  { name: 'junit', file: 'junit.xml', render: renderJunit },
  { name: 'markdown', file: 'report.md', render: renderMarkdown },
  { name: 'html', file: 'report.html', render: renderHtml, isClean: true },
  { name: 'regions', file: 'regions.md', render: renderRegions },
  { name: 'badge', file: 'badge.json', render: renderBadge },
]

/** Gives the text of a format; undefined where it does not apply. */
export type Rendering = (name: FormatName) => string | undefined

/**
 * Renders formats on demand, each at most once.
 *
 * @param clean applied to every text, to remove secrets
 */
export function renderingOf(
  model: ReportModel,
  options: RenderOptions,
  clean: (text: string) => string,
): Rendering {
  const done = new Map<FormatName, string | undefined>()
  return (name) => {
    if (!done.has(name)) {
      const format = formats.find((one) => one.name === name)
      const text = format?.render(model, { ...options, clean })
      done.set(name, text === undefined || format?.isClean === true ? text : clean(text))
    }
    return done.get(name)
  }
}
