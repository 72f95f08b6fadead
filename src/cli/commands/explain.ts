/** `explain`: what a case, a check or a rule requires, and its source; what a finding means. */
import { suggest } from '../../model/text/nearest.ts'
import type { Catalogue } from '../../model/case.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { jsonText } from '../../report/json/printable.ts'
import {
  explainableIds,
  explanationOf,
  type ExplainedCase,
  type ExplainedCheck,
  type ExplainedFinding,
  type ExplainedRule,
  type Explanation,
} from '../../suite/list/explain.ts'
import { hanging } from '../../report/text/width.ts'
import { loadSuite, type SuiteFlags } from '../../suite/load-suite.ts'
import { Problem } from '../../model/problem.ts'
import { withSuites, type Define } from '../flags.ts'

/** Flags of `explain`. */
export const define: Define = (command, finish) => {
  withSuites(command)
    .argument('<id>', 'for example stream.basic, stream.basic/done-last or openai.stream.done')
    .option('--json', 'print as JSON', false)
    .action((id, flags) => {
      finish(explain(id, flags))
    })
}

/** Prints what `id` (a case, `case/check`, a check of the protocol packs, a rule, or the code of a finding) means. */
export function explain(
  id: string,
  { json, ...flags }: SuiteFlags & { readonly json: boolean },
): number {
  const catalogue = loadSuite(flags)
  const found = explanationOf(catalogue, id)
  if (found === undefined) {
    const hint =
      suggest(id, [...explainableIds(catalogue), ...ofPacks(catalogue, id)]) ??
      'see what there is with "list"'
    throw new Problem(`No case, check, rule or finding is named "${id}": ${hint}`)
  }
  if (json) process.stdout.write(jsonText(found))
  else print((columns) => linesOf(found, columns))
  return exitCodes.conformant
}

function linesOf(found: Explanation, columns: number): string[] {
  if ('case' in found) return caseLines(found.case, columns)
  if ('rule' in found) return ruleLines(found.rule, columns)
  if ('finding' in found) return findingLines(found.finding, columns)
  return found.checks.flatMap((check) => checkLines(check, columns))
}

/** The checks of the protocol packs, by the case of `id` where it is known. */
function ofPacks({ cases, packs }: Catalogue, id: string): string[] {
  const [name = ''] = id.split('/')
  const asked = cases.find((one) => one.id === name)
  const own = packs.filter((pack) => asked?.apis.some((api) => pack.apis.includes(api)) === true)
  return own.flatMap(({ checks }) => checks.map((check) => `${name}/${check.id}`))
}

/** Text for a terminal is wrapped; a file is not. */
function print(linesFor: (columns: number) => readonly string[]): void {
  process.stdout.write(`${linesFor(process.stdout.columns ?? Infinity).join('\n')}\n`)
}

function caseLines(explained: ExplainedCase, columns: number): string[] {
  const { id, title, from, covers, apis, checks, source } = explained
  return [
    ...hanging('', `${id}: ${title}`, columns),
    ...(from.length > 0 ? hanging('  from    ', from.join('; '), columns) : []),
    ...(covers.length > 0 ? hanging('  covers  ', covers.join(', '), columns) : []),
    ...hanging('  APIs    ', apis.join(', '), columns),
    `  case    ${source}`,
    ...hanging('  ', 'checks of its own, beside the protocol checks of each API:', columns),
    ...checks.flatMap((check) => checkLines(check, columns)),
  ]
}

function checkLines({ id, level, ...check }: ExplainedCheck, columns: number): string[] {
  const { assert, args, rule, source } = check
  const { text, url } = 'text' in rule ? rule : { text: '', url: '' }
  return [
    ...hanging(
      '  ',
      `${id}   ${level.toUpperCase()}   ${assert}: ${JSON.stringify(args)}`,
      columns,
    ),
    ...hanging('    rule  ', `${rule.id}: ${text}`, columns),
    `    at    ${url}`,
    `    case  ${source}`,
  ]
}

function findingLines({ code, meaning }: ExplainedFinding, columns: number): string[] {
  const next = 'What must hold, and what to change, is in the rule that a report names beside it.'
  return [...hanging('', `${code}: ${meaning}`, columns), ...hanging('  ', next, columns)]
}

function ruleLines(rule: ExplainedRule, columns: number): string[] {
  const optional = (lead: string, text: string | undefined): string[] =>
    text === undefined || text === '' ? [] : hanging(lead, text, columns)
  return [
    `${rule.id}   ${rule.level.toUpperCase()}`,
    ...hanging('  ', rule.text, columns),
    `  at      ${rule.url} (read ${rule.read})`,
    ...optional('  covers  ', rule.covers.join(', ')),
    ...optional('  remedy  ', rule.remedy),
    ...(rule.excluded === undefined
      ? hanging('  checks  ', rule.checks.join(', '), columns)
      : hanging('  ', `no check, because: ${rule.excluded}`, columns)),
    `  ledger  ${rule.source}`,
  ]
}
