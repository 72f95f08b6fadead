/** `explain`: what a case, a check or a rule requires, and its source. */
import { suggest } from '../../model/text/nearest.ts'
import type { Case, Catalogue, Check } from '../../model/case.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { refusalRule } from '../../suite/compile/refusal.ts'
import { ledgerOf } from '../../suite/list/ledger.ts'
import { loadSuite, type SuiteFlags } from '../../suite/load-suite.ts'
import { Problem } from '../../model/problem.ts'
import { withSuites, type Define } from '../flags.ts'

/** Flags of `explain`. */
export const define: Define = (command, finish) => {
  withSuites(command)
    .argument('<id>', 'for example stream.basic, stream.basic/done-last or openai.stream.done')
    .action((id, flags) => {
      finish(explain(id, flags))
    })
}

/** Prints what `id` (a case, `case/check`, a check of the protocol packs, or a rule) means. */
export function explain(id: string, flags: SuiteFlags = {}): number {
  const catalogue = loadSuite(flags)
  const text =
    explainCase(catalogue, id) ?? explainRule(catalogue, id) ?? explainCheck(catalogue, id)
  if (text === undefined) throw new Problem(unknownId(catalogue, id))
  process.stdout.write(`${text.join('\n')}\n`)
  return exitCodes.conformant
}

function explainCase({ cases, rules }: Catalogue, id: string): string[] | undefined {
  const found = cases.find((one) => one.id === id)
  if (found === undefined) return undefined
  return [
    `${found.id}: ${found.title}`,
    ...(found.from.length > 0 ? [`  from    ${found.from.join('; ')}`] : []),
    ...(found.covers.length > 0 ? [`  covers  ${found.covers.join(', ')}`] : []),
    `  APIs    ${found.apis.join(', ')}`,
    `  case    ${location(found)}`,
    '  checks of its own, beside the protocol checks of each API:',
    ...found.checks.flatMap((check) => describeCheck(check, rules)),
  ]
}

function explainCheck({ cases, packs, rules }: Catalogue, id: string): string[] | undefined {
  const [caseId, checkId = caseId] = id.split('/')
  const own = cases.filter((one) => one.id === caseId).flatMap(({ checks }) => checks)
  const name = checkId?.split('.').at(-1)
  const found = [...own, ...packs.flatMap(({ checks }) => checks)].filter(
    (check) => check.id === checkId || check.id === name,
  )
  return found.length === 0 ? undefined : found.flatMap((check) => describeCheck(check, rules))
}

function describeCheck(check: Omit<Check, 'step'>, rules: Catalogue['rules']): string[] {
  const rule = rules.get(check.rule)
  return [
    `  ${check.id}   ${check.level.toUpperCase()}   ${check.assert}: ${JSON.stringify(check.args)}`,
    `    rule  ${check.rule}: ${rule?.text ?? ''}`,
    `    at    ${rule?.url ?? ''}`,
    `    case  ${location(check)}`,
  ]
}

function explainRule(catalogue: Catalogue, id: string): string[] | undefined {
  const entries = ledgerOf(catalogue, [refusalRule]).entries
  const found = entries.find(({ rule }) => rule.id === id)
  if (found === undefined) return undefined
  const { rule, checkedBy } = found
  return [
    `${rule.id}   ${rule.level.toUpperCase()}`,
    `  ${rule.text}`,
    `  at      ${rule.url} (read ${rule.read})`,
    ...(rule.covers === undefined ? [] : [`  covers  ${rule.covers.join(', ')}`]),
    ...(rule.remedy === undefined ? [] : [`  remedy  ${rule.remedy}`]),
    rule.excluded === undefined
      ? `  checks  ${checkedBy.join(', ')}`
      : `  no check, because: ${rule.excluded}`,
    `  ledger  ${location(rule)}`,
  ]
}

function location({ source }: Pick<Case, 'source'>): string {
  return `${source.file}:${source.line}`
}

function unknownId({ cases, packs, rules }: Catalogue, id: string): string {
  const known = [
    ...cases.map((one) => one.id),
    ...cases.flatMap((one) => one.checks.map((check) => `${one.id}/${check.id}`)),
    ...packs.flatMap(({ checks }) => checks.map((check) => check.id)),
    ...rules.keys(),
  ]
  const hint = suggest(id, known) ?? 'see what there is with "list"'
  return `No case, check or rule is named "${id}": ${hint}`
}
