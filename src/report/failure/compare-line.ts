import type { CheckResult, Report } from '../../model/report.ts'

/**
 * One line: the verdict of the same check on the target of `--against`, and which of the two is at
 * fault; nothing where the check was not compared.
 */
export function compareLine({ target, against }: Report, check: CheckResult): string | undefined {
  if (against === undefined || check.against === undefined) return undefined
  const { verdict, findings = [], blame } = check.against
  const seen = findings.length === 0 ? verdict : `${verdict} (${findings.join(', ')})`
  const conclusion = blame === undefined ? ': no conclusion' : ` → ${sentence(blame, target.name)}`
  return `${against.name} ${seen}${conclusion}`
}

function sentence(blame: string, target: string): string {
  if (blame === 'upstream') return 'upstream: both deviate in the same way'
  if (blame === 'model') return 'model: the behaviour varies'
  return blame === target ? `introduced by ${blame}` : `${blame}: only it deviates`
}
