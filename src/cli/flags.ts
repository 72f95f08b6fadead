/** Flags that several commands share, and the parsers of their values. */
import { InvalidArgumentError, Option, type Command } from 'commander'
import { splitList } from '../model/lists/comma-list.ts'
import { levels } from '../model/names.ts'
import { mostShards } from '../model/report.ts'
import { parseBudget, smokeBudget, type Budget } from '../model/run/power.ts'
import { authModes } from '../target/flags.ts'

/** Receives the exit code of the command that ran. */
export type Finish = (code: number) => void

/** Declares the flags and the action of one command. */
export type Define = (command: Command, finish: Finish) => void

/** A parser of comma-separated values, by which a flag shows that it takes them. */
export function commaList(value: string): string[] {
  return splitList(value)
}

/** Gathers the values of a flag that may be repeated. */
export function collect(value: string, earlier: string[] = []): string[] {
  return [...earlier, value]
}

/** Gathers the values of a flag that may be repeated and holds comma-separated values. */
export function collectCommas(value: string, earlier: string[] = []): string[] {
  return [...earlier, ...commaList(value)]
}

/**
 * A parser of whole numbers.
 *
 * @throws InvalidArgumentError on anything else and on numbers below `least` or above `most`
 */
export function wholeNumber(
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): (value: string) => number {
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} up` : `${least} to ${most}`
  return (value) => {
    const number = Number(value)
    if (/^\d+$/.test(value) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`Expected a whole number from ${range}.`)
  }
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/**
 * A parser of durations: `500`, `500ms`, `5s`, `2m` or `1h`, in milliseconds.
 *
 * @throws InvalidArgumentError on anything else and on none at all
 */
export function duration(value: string): number {
  const [, number, unit = 'ms'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(value) ?? []
  const milliseconds = Math.round(Number(number) * (units[unit] ?? 1))
  if (milliseconds >= 1) return milliseconds
  throw new InvalidArgumentError('Expected a time, for example 500ms, 30s or 10m.')
}

/**
 * A parser of budgets.
 *
 * @throws InvalidArgumentError on anything else
 */
function budget(value: string): Budget {
  const parsed = parseBudget(value)
  if (parsed !== undefined) return parsed
  throw new InvalidArgumentError(
    'Expected requests, tokens or a time, for example 12, 20k-tokens or 2m.',
  )
}

/** `--budget` and `--smoke`. */
function withBudget(command: Command): Command {
  return command
    .option(
      '--budget <amount>',
      'send only what finds most for this: a number of requests (12), of tokens (20k-tokens) or a time (2m)',
      budget,
    )
    .addOption(
      new Option('--smoke', `a budget of ${smokeBudget.amount} requests`).conflicts('budget'),
    )
}

/** The value of `--shard`. */
function shard(value: string): { index: number; count: number } {
  const [, index, count] = (/^(\d+)\/(\d+)$/.exec(value) ?? []).map(Number)
  const isSplit = index !== undefined && count !== undefined && count <= mostShards
  if (isSplit && index >= 1 && index <= count) {
    return { index, count }
  }
  throw new InvalidArgumentError(`Expected i/n with 1 ≤ i ≤ n ≤ ${mostShards}, for example 2/7.`)
}

/** `--quiet` and `--verbose`. */
export function withDetail(command: Command): Command {
  return command
    .addOption(
      new Option('-q, --quiet', 'print the verdict and the causes only').conflicts('verbose'),
    )
    .option('-v, --verbose', 'print every failure in full, and a line for each cell that is run')
}

/** The heading of the flags that say what is printed and written. */
export const reportFlags = 'Reports:'

/** What `--quiet` and `--verbose` select. */
export function detailOf({
  quiet,
  verbose,
}: {
  readonly quiet?: boolean | undefined
  readonly verbose?: boolean | undefined
}): 'quiet' | 'usual' | 'verbose' {
  if (quiet === true) return 'quiet'
  return verbose === true ? 'verbose' : 'usual'
}

/** `--level`. */
export function levelFlag(): Option {
  return new Option('--level <level>', 'select checks of this level or a stricter one').choices([
    ...levels,
  ])
}

/** `--config` and the suites that are loaded. */
export function withSuites(command: Command): Command {
  return withConfig(command)
    .option(
      '--suites <dir>',
      'folder with cases of your own; prefix=DIR names their prefix (default: my); repeatable',
      collect,
    )
    .option('--suites-only', 'run the cases of these folders only')
}

/** `--config`. */
export function withConfig(command: Command): Command {
  return command.option(
    '--config <file>',
    'configuration file, or "none" (default: bedrock-conformance.yaml here or above)',
  )
}

/** Flags that say where a target is and how to authenticate. */
export function withTarget(command: Command): Command {
  const placed = command
    .option('--endpoint <url>', 'base URL of the target; may contain {region}')
    .option('--region <names>', 'comma-separated regions or globs, or "all"', commaList)
    .option('--model <ids>', 'comma-separated model ids; a comma within one is "\\,"', commaList)
    .addOption(
      new Option(
        '--auth <mode>',
        'key: Bedrock API keys, generated from AWS credentials where needed; sigv4: signed requests; auto: a key if set, else sigv4; none: no credentials',
      ).choices([...authModes]),
    )
    .addOption(
      new Option(
        '--no-auth',
        'send no credentials, and leave out the cases about wrong ones; the same as --auth=none',
      ).preset('none'),
    )
    .option('--key-variable <name>', 'environment variable that holds the key')
  return withReach(placed)
}

/** Flags for servers that want more than an address. */
function withReach(command: Command): Command {
  return command
    .option(
      '--header <name: value>',
      'header of every request; ${NAME} is an environment variable; repeatable',
      collect,
    )
    .option(
      '--query <name=value>',
      'query parameter of every request; ${NAME} is an environment variable; repeatable',
      collect,
    )
    .option(
      '--body-extra <json>',
      'JSON object whose members every JSON body gets that has no such member',
    )
    .option(
      '--path <api=/path>',
      'path before /chat/completions, /model/… and so on, for one API; repeatable',
      collect,
    )
    .option('--has <capabilities>', 'capabilities that the target has; repeatable', collectCommas)
    .option(
      '--lacks <capabilities>',
      'capabilities that the target lacks: it must refuse them cleanly; repeatable',
      collectCommas,
    )
    .option('--unix-socket <file>', 'connect to a Unix domain socket')
    .option('--client-cert <file>', 'client certificate, in PEM form')
    .option('--client-key <file>', 'its key, in PEM form (default: in the same file)')
    .option('--http2', 'use HTTP/2 without negotiation; over TLS it is negotiated anyway')
}

/** Flags that change what the reference server does. */
export function withReference(command: Command): Command {
  return command
    .optionsGroup('The reference:')
    .addOption(
      new Option('--mutant <id>', 'run the reference with one deliberate defect').conflicts(
        'oddity',
      ),
    )
    .option('--oddity <id>', 'run the reference with one unusual but legal behaviour')
    .option(
      '--trouble <region=kind>',
      'simulate a failing region of the reference; repeatable',
      collect,
    )
    .optionsGroup('')
}

/** Flags that select a target and the cells that run on it. */
export function withSelection(command: Command): Command {
  const target = command
    .optionsGroup('What to judge:')
    .option('-t, --target <name>', 'server to judge: a name, or a target file', 'reference')
  const selected = withTarget(target)
    .addOption(
      new Option(
        '--upstream <name>',
        'server behind the target; "reference" lets cases inject faults into it',
      ).choices(['reference']),
    )
    .optionsGroup('What to run:')
    .option(
      '--case <glob>',
      'select cases or checks, for example "stream.*" or "chat.simple/status"; exclude with "!auth.*"; repeatable',
      collect,
    )
    .option('--api <names>', 'comma-separated APIs', commaList)
    .addOption(levelFlag())
    .option(
      '--last-failed [report]',
      'only what failed in the last run, or in the report of this directory',
    )
    .option('--shard <i/n>', 'run the i-th of n parts of the cells', shard)
    .option('--samples <n>', 'number of samples per behaviour check', wholeNumber(1))
  return withSuites(withBudget(selected))
}
