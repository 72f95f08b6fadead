/** `docs/findings.md`: what each program was found to do, and how to see it again. */
import type { Evidence, PartFindings } from './format.ts'

/** What the page says of a rule. */
export interface RuleSource {
  readonly text: string
  readonly url: string
}

const head = `# Findings

What released programs were found to do by \`npm run e2e\`, in front of the embedded reference or by themselves. A program that is a draft there was judged on some of the cases only. Each entry names the rule of the specification, the smallest request that shows it, and what was expected and received. A program may deviate on purpose: an entry says that a client which relies on the rule will notice, and no more.

This page is generated from \`fixtures/baselines\` and \`fixtures/findings\`; \`npm run e2e\` renews it. An entry that a later release no longer shows stays, marked with that release.

To repeat an entry, start the program in one terminal:

\`\`\`sh
npm run e2e -- --only=PART --hold     # prints its address and a key
\`\`\`

and send the request from another, with \`URL\` set to the address and \`OPENAI_API_KEY\` or \`AWS_BEARER_TOKEN_BEDROCK\` to the key.
`

/** The whole page. */
export function findingsPage(
  parts: readonly PartFindings[],
  rules: ReadonlyMap<string, RuleSource>,
): string {
  const shown = parts.filter(({ findings }) => findings.length > 0)
  return [head, matrix(shown), ...shown.map((part) => section(part, parts, rules))].join('\n')
}

/** \`openai.stream.done\` → \`openai.stream\`. */
function familyOf({ rule }: Evidence): string {
  return rule
    .split('.')
    .slice(0, rule.split('.').length > 2 ? 2 : 1)
    .join('.')
}

function open({ findings }: PartFindings): readonly Evidence[] {
  return findings.filter(({ fixed }) => fixed === undefined)
}

function matrix(parts: readonly PartFindings[]): string {
  const families = [...new Set(parts.flatMap((part) => open(part).map(familyOf)))].toSorted()
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const lines = families.map((family) =>
    row([
      `\`${family}\``,
      ...parts.map((part) => {
        const count = open(part).filter((one) => familyOf(one) === family).length
        return count === 0 ? '' : String(count)
      }),
    ]),
  )
  return [
    '## Findings by rules',
    '',
    row(['rules', ...parts.map(({ program, version }) => `${program} ${version}`)]),
    row(['---', ...parts.map(() => '--:')]),
    ...lines,
    row(['**all**', ...parts.map((part) => `**${open(part).length}**`)]),
    '',
  ].join('\n')
}

function section(
  part: PartFindings,
  parts: readonly PartFindings[],
  rules: ReadonlyMap<string, RuleSource>,
): string {
  const { program, version, page, findings } = part
  const start = `Start it with \`npm run e2e -- --only=${part.part} --hold\`.`
  const entries = findings.map((one) => entry(one, releasesOf(one, part, parts), rules))
  return [`## ${program} ${version}`, '', `[${page}](${page}). ${start}`, '', ...entries].join('\n')
}

/** Releases of the same program that were judged and show it, the earliest first. */
function releasesOf(
  { code, rule }: Evidence,
  { program }: PartFindings,
  parts: readonly PartFindings[],
): readonly string[] {
  return parts
    .filter((one) => one.program === program)
    .filter((one) => open(one).some((other) => other.code === code && other.rule === rule))
    .map(({ version }) => version)
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
}

function entry(
  one: Evidence,
  releases: readonly string[],
  rules: ReadonlyMap<string, RuleSource>,
): string {
  const rule = rules.get(one.rule)
  const status =
    one.fixed === undefined ? `seen in ${releases.join(', ')}` : `fixed in ${one.fixed}`
  const title = one.message.replace(/\.$/, '')
  return [
    `### ${escaped(title)}`,
    '',
    one.reason + (one.link === undefined ? '' : ` See [the discussion](${one.link}).`),
    '',
    `- Rule, ${one.level}: ${rule === undefined ? one.rule : `[\`${one.rule}\`](${rule.url}) ${rule.text}`}`,
    `- Expected: ${inCode(one.expected)}`,
    `- Received: ${inCode(one.received)}`,
    `- Check: \`${one.example}\` on ${one.api} (${one.checks} in all); ${status}`,
    '',
    ...(one.curl === undefined ? [] : ['```sh', one.curl, '```', '']),
  ].join('\n')
}

/** Text of a server, in a code span that it cannot end. */
function inCode(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1)
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${fence}${pad}${text.replaceAll(/\s+/g, ' ')}${pad}${fence}`
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>#|]/g, String.raw`\$&`).replaceAll(/\s+/g, ' ')
}
