/** The findings of `doctor` as text. */
import { plainTable } from '../text/table.ts'
import { visible } from '../text/visible.ts'
import { wrap } from '../text/width.ts'
import type { Diagnosis } from '../../model/run/diagnosis.ts'

/** Lines within `columns`, ending in a newline. */
export function renderDiagnosis(diagnosis: Diagnosis, columns: number): string {
  const { settings = [], found, targets, reached, remedies } = diagnosis
  const sections = [
    ...(settings.length === 0 ? [] : [['Settings', ...settingLines(settings, columns)]]),
    ['Found', ...found.flatMap((fact) => entry(fact.name, [fact.value], fact.problem, columns))],
    ...(targets.length === 0
      ? []
      : [['Would use', ...targets.flatMap((one) => prospectLines(one, columns))]]),
    ...(reached === undefined
      ? []
      : [['Reached', ...reached.flatMap((location) => reachedLines(location, columns))]]),
    ['When it says', ...remedyLines(remedies, columns)],
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function entry(
  name: string,
  lines: readonly string[],
  problem: string | undefined,
  columns: number,
): string[] {
  const [value = '', ...more] = lines
  const wrong = problem === undefined ? [] : [`! ${problem}`]
  const [first = '', ...rest] = [`${name}: ${value}`, ...more, ...wrong].flatMap((line) =>
    wrap(visible(line), columns - 6),
  )
  return [`  ${first}`, ...rest.map((line) => `      ${line}`)]
}

function settingLines(settings: NonNullable<Diagnosis['settings']>, columns: number): string[] {
  return settings.flatMap(({ flag, value, origin }) =>
    entry(flag, [`${value} (${origin})`], undefined, columns),
  )
}

function prospectLines(
  { target, endpoint, regions, models, notes, problems }: Diagnosis['targets'][number],
  columns: number,
): string[] {
  const where = regions.length === 0 ? '' : ` · ${regions.join(', ')}`
  const what = models.length === 0 ? [] : [models.join(', ')]
  const wrong = problems.map((problem) => `! ${problem}`)
  return entry(
    target,
    [`${endpoint ?? '?'}${where}`, ...what, ...notes, ...wrong],
    undefined,
    columns,
  )
}

function reachedLines(
  { front, region, model, ok, message, remedy }: NonNullable<Diagnosis['reached']>[number],
  columns: number,
): string[] {
  const location = [front, region, model].filter((part) => part !== undefined && part !== '-')
  const mark = ok ? '✓' : '✗'
  return entry(`${mark} ${location.join(' ')}`, [message], ok ? undefined : remedy, columns)
}

function remedyLines(remedies: Diagnosis['remedies'], columns: number): string[] {
  const narrow = columns < 100
  if (narrow)
    return remedies.flatMap(({ says, remedy }) => entry(says, [remedy], undefined, columns))
  const rows = remedies.map(({ says, cause, remedy }) => [says, cause, remedy])
  const share = Math.floor((columns - 6) / 3)
  return plainTable(
    ['IT SAYS', 'BECAUSE', 'WHAT TO DO'],
    rows,
    ['left', 'left', 'left'],
    [share, share, share],
  ).map((line) => `  ${line}`)
}
