/** A model that another release of the server calls by another id. */
import type { Cause } from '../../model/findings/cause.ts'
import { isAsked, type CellResult, type Report } from '../../model/report.ts'
import { haveCellInCommon } from './cells.ts'

/** Two ids that are taken for one model: before, and now. */
export interface Renamed {
  readonly before: string
  readonly now: string
}

/**
 * The ids of the only model of each run, where they are alike and no cell is in common but for the id: a
 * release may call a service that spells it in another way. With several models nothing says which is which.
 */
export function renamedBetween(older: Report, newest: Report): Renamed | undefined {
  const [before, ...others] = modelsOf(older)
  const [now, ...more] = modelsOf(newest)
  if (before === undefined || now === undefined || others.length + more.length > 0) return undefined
  if (before === now || !areAlike(before, now) || haveCellInCommon(older, newest)) return undefined
  const renamed = { before, now }
  return haveCellInCommon(withName(older, renamed), newest) ? renamed : undefined
}

/** Whether one id holds the name in the other: services put a provider or a region before it, and a version behind. */
function areAlike(one: string, other: string): boolean {
  const [name, longer] = [one, other].map(nameIn).toSorted((a, b) => a.length - b.length)
  return name !== undefined && name !== '' && longer?.includes(name) === true
}

/** Letters and digits behind the last slash: services part them as they like. */
function nameIn(id: string): string {
  return id
    .slice(id.lastIndexOf('/') + 1)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** The report as if the model had been called by its new id. */
export function withName(report: Report, { before, now }: Renamed): Report {
  const nameOf = (model: string): string => (model === before ? now : model)
  const { selection } = report
  const models = selection?.models?.map(nameOf)
  return {
    ...report,
    ...(selection && { selection: { ...selection, ...(models && { models }) } }),
    cells: report.cells.map((cell) => ({
      ...cell,
      model: nameOf(cell.model),
      ...(cell.after && { after: { ...cell.after, model: nameOf(cell.after.model) } }),
    })),
    ...(report.causes && { causes: report.causes.map((cause) => withNameIn(cause, nameOf)) }),
  }
}

function withNameIn(cause: Cause, nameOf: (model: string) => string): Cause {
  const { models, example } = cause
  return {
    ...cause,
    models: models.map(nameOf),
    example: { ...example, model: nameOf(example.model) },
  }
}

/** A cell that asks no model has a dash in its place. */
function modelsOf({ cells }: Report): string[] {
  const named = (cell: CellResult): boolean => isAsked(cell) && cell.model !== '-'
  return [...new Set(cells.filter(named).map(({ model }) => model))]
}
