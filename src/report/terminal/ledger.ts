/** The ledger of rules as text. */
import { plainTable } from '../text/table.ts'
import { wrap } from '../text/width.ts'

interface NamedRule {
  readonly id: string
  readonly text: string
  readonly excluded?: string
  readonly source: { readonly file: string; readonly line: number }
}

/** What is shown of a ledger. */
export interface ShownLedger {
  readonly sources: readonly {
    readonly file: string
    readonly rules: number
    readonly checked: number
    readonly excluded: readonly NamedRule[]
    readonly open: readonly NamedRule[]
  }[]
  readonly contradicted: readonly {
    readonly rule: NamedRule
    readonly checkedBy: readonly string[]
  }[]
  readonly ruleless: readonly string[]
  readonly claimedTwice: readonly string[]
}

const defaultColumns = 100
const indent = '    '

/** One row for each file with its denominators, the excluded rules with their reasons, and every fault. */
export function renderLedger(
  ledger: ShownLedger,
  { columns = defaultColumns }: { readonly columns?: number } = {},
): string {
  const blocks = [table(ledger), excluded(ledger, columns), faults(ledger, columns)]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

function table({ sources }: ShownLedger): string[] {
  const rows = sources.map(({ file, rules, checked, excluded: out, open }) =>
    row(file.replace('suites/rules/', ''), checked, rules, out.length, open.length),
  )
  const sum = (of: (source: ShownLedger['sources'][number]) => number): number =>
    sources.reduce((total, source) => total + of(source), 0)
  const all = row(
    'all',
    sum(({ checked }) => checked),
    sum(({ rules }) => rules),
    sum(({ excluded: out }) => out.length),
    sum(({ open }) => open.length),
  )
  const align = ['left', 'right', 'right', 'right'] as const
  return plainTable(['SOURCE', 'CHECKED', 'EXCLUDED', 'OPEN'], [...rows, all], align)
}

function row(name: string, checked: number, rules: number, out: number, open: number): string[] {
  return [name, `${checked}/${rules}`, String(out), String(open)]
}

function excluded({ sources }: ShownLedger, columns: number): string[] {
  const rules = sources.flatMap((source) => source.excluded)
  if (rules.length === 0) return []
  const lines = rules.flatMap(({ id, excluded: why = '' }) => [
    `  ${id}`,
    ...wrap(why, columns - indent.length).map((line) => indent + line),
  ])
  return ['Excluded, each for its reason:', ...lines]
}

function faults(ledger: ShownLedger, columns: number): string[] {
  const open = ledger.sources.flatMap((source) => source.open)
  const described = [
    ...open.map((rule) => `${where(rule)} nothing checks ${rule.id}, and no reason is given.`),
    ...ledger.contradicted.map(
      ({ rule, checkedBy }) =>
        `${where(rule)} ${rule.id} is excluded, yet checked by ${checkedBy.join(', ')}.`,
    ),
    ...ledger.ruleless.map((claim) => `${claim} is no rule of the ledger.`),
    ...ledger.claimedTwice.map((name) => `Two rules claim to cover ${name}.`),
  ]
  return described.flatMap((fault) => wrap(fault, columns))
}

function where({ source }: NamedRule): string {
  return `${source.file}:${source.line}`
}
