/**
 * The manual page, in the language of man(7). Not a library: those make it from Markdown, which would be
 * a second source beside the declarations of the flags.
 */
import { version } from '../../model/package.ts'
import { exitMeanings } from '../../model/exit-codes.ts'
import type { DescribedCommand, DescribedOption } from './describe.ts'

/** The page; what it says of commands and flags is what `--help` says. */
export function manualPage(about: string, commands: readonly DescribedCommand[]): string {
  return [
    `.TH BEDROCK-CONFORMANCE 1 "" "bedrock-conformance ${roff(version)}" "User Commands"`,
    '.SH NAME',
    `bedrock-conformance \\- ${roff(about)}`,
    '.SH SYNOPSIS',
    '.B bedrock-conformance',
    '.I command',
    '[\\fIflags\\fR]',
    ...commands.flatMap(commandLines),
    '.SH EXIT STATUS',
    ...Object.entries(exitMeanings).flatMap(([code, meaning]) => [
      '.TP',
      `.B ${code}`,
      roff(meaning),
    ]),
    '.SH ENVIRONMENT',
    '.TP',
    '.B BEDROCK_CONFORMANCE_*',
    'Each flag in upper case, as BEDROCK_CONFORMANCE_REPORT_DIR for \\-\\-report\\-dir. A flag goes before its variable.',
    '.TP',
    '.B NO_COLOR, FORCE_COLOR',
    'Print without colours, or with them though the output is no terminal.',
    '.SH FILES',
    '.TP',
    '.B bedrock-conformance.yaml',
    'Settings, read from the working directory or the nearest folder above it that has one.',
    '',
  ].join('\n')
}

function commandLines({ name, about, operands, options }: DescribedCommand): string[] {
  return [
    `.SH ${roff(name).toUpperCase()}`,
    `.B bedrock-conformance ${roff(name)}`,
    ...(operands === '' ? [] : [`.I ${roff(operands)}`]),
    '.PP',
    `${roff(about[0]?.toUpperCase() ?? '')}${roff(about.slice(1))}.`,
    ...options.flatMap(optionLines),
  ]
}

function optionLines({ short, long, value, about, choices }: DescribedOption): string[] {
  const names = [...(short === undefined ? [] : [short]), long].map(
    (name) => `\\fB${roff(name)}\\fR`,
  )
  const given = value === undefined ? '' : ` \\fI${roff(value)}\\fR`
  const among = choices.length === 0 ? '' : ` (${choices.join(', ')})`
  return ['.TP', `${names.join(', ')}${given}`, roff(`${about}${among}`)]
}

/** Hyphens stay hyphens for those who copy, and no line begins a request. */
function roff(text: string): string {
  const escaped = text.replaceAll('\\', '\\e').replaceAll('-', '\\-')
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped
}
