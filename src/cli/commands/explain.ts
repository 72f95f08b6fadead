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
} from '../../suite/list/explain.ts'
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
  else if ('case' in found) print(caseLines(found.case))
  else if ('rule' in found) print(ruleLines(found.rule))
  else if ('finding' in found) print(findingLines(found.finding))
  else print(found.checks.flatMap(checkLines))
  return exitCodes.conformant
}

/** The checks of the protocol packs, by the case of `id` where it is known. */
function ofPacks({ cases, packs }: Catalogue, id: string): string[] {
  const [name = ''] = id.split('/')
  const asked = cases.find((one) => one.id === name)
  const own = packs.filter((pack) => asked?.apis.some((api) => pack.apis.includes(api)) === true)
  return own.flatMap(({ checks }) => checks.map((check) => `${name}/${check.id}`))
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}

function caseLines({ id, title, from, covers, apis, checks, source }: ExplainedCase): string[] {
  return [
    `${id}: ${title}`,
    ...(from.length > 0 ? [`  from    ${from.join('; ')}`] : []),
    ...(covers.length > 0 ? [`  covers  ${covers.join(', ')}`] : []),
    `  APIs    ${apis.join(', ')}`,
    `  case    ${source}`,
    '  checks of its own, beside the protocol checks of each API:',
    ...checks.flatMap(checkLines),
  ]
}

function checkLines({ id, level, assert, args, rule, source }: ExplainedCheck): string[] {
  const { text, url } = 'text' in rule ? rule : { text: '', url: '' }
  return [
    `  ${id}   ${level.toUpperCase()}   ${assert}: ${JSON.stringify(args)}`,
    `    rule  ${rule.id}: ${text}`,
    `    at    ${url}`,
    `    case  ${source}`,
  ]
}

function findingLines({ code, meaning }: ExplainedFinding): string[] {
  return [
    `${code}: ${meaning}`,
    '  What must hold, and what to change, is in the rule that a report names beside it.',
  ]
}

function ruleLines(rule: ExplainedRule): string[] {
  return [
    `${rule.id}   ${rule.level.toUpperCase()}`,
    `  ${rule.text}`,
    `  at      ${rule.url} (read ${rule.read})`,
    ...(rule.covers.length === 0 ? [] : [`  covers  ${rule.covers.join(', ')}`]),
    ...(rule.remedy === undefined ? [] : [`  remedy  ${rule.remedy}`]),
    rule.excluded === undefined
      ? `  checks  ${rule.checks.join(', ')}`
      : `  no check, because: ${rule.excluded}`,
    `  ledger  ${rule.source}`,
  ]
}
