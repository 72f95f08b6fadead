/** A page of tables: a comparison, a kill matrix. */
import type { PageHead, PageSection } from './data.ts'
import { pageOf } from './document.ts'
import { fitting, lazily } from './encode/size.ts'
import { shownBy } from './encode/texts.ts'

/** Bytes of the rows of one section, and of all sections. */
const mostOfSection = 900_000
const mostBytes = 2_200_000
/** Characters of one entry. */
const longestEntry = 600
const longestSentence = 2000

/** The page, below 3 MB; rows that do not fit are counted in the title of their section. */
export function renderTables(head: PageHead, sections: readonly PageSection[]): string {
  const shown = shownBy((text) => text)
  const share = Math.min(mostOfSection, Math.floor(mostBytes / Math.max(1, sections.length)))
  return pageOf({
    kind: 'tables',
    head: {
      ...head,
      title: shown(head.title, longestEntry),
      sentence: shown(head.sentence, longestSentence),
      facts: head.facts.map(([label, value]) => [label, shown(value, longestEntry)]),
      notes: head.notes.slice(0, 40).map((note) => shown(note, longestEntry)),
    },
    sections: sections.map((section) => {
      const all = lazily(section.rows, (row) => row.map((value) => shown(value, longestEntry)))
      const rows = fitting(all, share)
      const left = section.rows.length - rows.length
      const title = left > 0 ? `${section.title} (${left} rows are left out)` : section.title
      return { ...section, title, rows }
    }),
  })
}
