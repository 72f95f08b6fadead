/** `docs/findings.md`: what each program was found to do, and how to see it again. */
import { code, prose } from '../../report/markdown/markdown-text.ts'
import type { Evidence, PartFindings } from './format.ts'
import { matrix, nameOf } from './matrix.ts'
import { evidenceOfNewest, isOpen, programsOf, type Finding, type Program } from './programs.ts'

/** What the page says of a rule. */
export interface RuleSource {
  readonly text: string
  readonly url: string
}

type Rules = ReadonlyMap<string, RuleSource>

const head = `# Findings

What released programs were found to do by \`npm run e2e\`: servers and gateways in front of the embedded reference, mocks and a model by themselves. Each entry names the rule of the specification, the smallest request that shows it, what was expected and received, and the first release in which it was seen. A program may deviate on purpose: an entry says that a client which relies on the rule will notice, and no more.

This page is generated from \`fixtures/baselines\` and \`fixtures/findings\`; \`npm run e2e\` renews it. An entry that a later release no longer shows stays, marked with that release. \`ID\`, \`TIME\` and \`PORT\` stand for what differs from run to run.

To repeat an entry, start the program in one terminal. It prints a line of variables for another terminal, from which the request is then sent:

\`\`\`sh
npm run e2e -- --only=PART --hold
\`\`\`
`

/** The whole page. */
export function findingsPage(parts: readonly PartFindings[], rules: Rules): string {
  const programs = programsOf(parts)
  const table = ['## Findings by rules', '', matrix(programs), ''].join('\n')
  return [head, table, ...programs.map((program) => section(program, rules))].join('\n')
}

function section({ name, parts, findings }: Program, rules: Rules): string {
  const lines = parts.map((part) => {
    const start = `\`npm run e2e -- --only=${part.part} --hold\``
    return `- [${nameOf(part)}](${part.page}): ${start}`
  })
  const entries = findings.map((one) => entry(one, parts, rules))
  return [`## ${name}`, '', ...lines, '', ...entries].join('\n')
}

function entry(finding: Finding, parts: readonly PartFindings[], rules: Rules): string {
  const { title, text, link } = finding
  const [shown, ...others] = evidenceOfNewest(finding)
  if (shown === undefined) return ''
  const discussion = link === undefined ? '' : `See [the discussion](${link}).`
  const paragraph = [text, discussion].filter((part) => part !== '').join(' ')
  return [
    `### ${prose(title)}`,
    '',
    ...(paragraph === '' ? [] : [paragraph, '']),
    `- Rule, ${shown.level}: ${ruleOf(shown, rules)}`,
    `- Expected: ${code(shown.expected)}`,
    `- Received: ${prose(shown.message)} ${code(shown.received)}`,
    `- Check: \`${shown.example}\` on ${shown.api}`,
    ...others.map((one) => `- Also, ${one.level}: ${also(one, rules)}`),
    `- ${status(finding, parts)}`,
    '',
    ...(shown.curl === undefined ? [] : ['```sh', shown.curl, '```', '']),
  ].join('\n')
}

function ruleOf({ rule }: Evidence, rules: Rules): string {
  const source = rules.get(rule)
  return source === undefined ? `\`${rule}\`` : `[\`${rule}\`](${source.url}) ${source.text}`
}

function also({ rule, example, api, message }: Evidence, rules: Rules): string {
  const source = rules.get(rule)
  const name = source === undefined ? `\`${rule}\`` : `[\`${rule}\`](${source.url})`
  return `${name}, \`${example}\` on ${api}. ${prose(message)}`
}

function status(finding: Finding, parts: readonly PartFindings[]): string {
  const seen = parts.filter((part) => isOpen(finding, part)).map(nameOf)
  const where = seen.length === 0 ? '' : `; seen in ${seen.toReversed().join('; ')}`
  const timing = finding.sights.some(({ evidence }) => evidence.intermittent)
    ? '; it depends on timing, so repeat the request'
    : ''
  const end = finding.fixed === undefined ? '' : `; fixed in ${finding.fixed}`
  return `Since ${finding.since}${where}${end}${timing}`
}
