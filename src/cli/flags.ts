/** Flags that several commands share, and the parsers of their values. */
import { InvalidArgumentError, Option, type Command } from 'commander'
import { collect } from './collect.ts'
import { notRepeated } from './repeat-command.ts'
import { levels } from '../model/names.ts'
import { authModes } from '../target/resolve/resolved.ts'

/** Receives the exit code of the command that ran. */
export type Finish = (code: number) => void

/** Declares the flags and the action of one command. */
export type Define = (command: Command, finish: Finish) => void

/** `a, b` → `['a', 'b']`. */
export function commaList(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/**
 * A parser of whole numbers.
 *
 * @throws InvalidArgumentError on anything else and on numbers below `least`
 */
export function wholeNumber(least: number): (value: string) => number {
  return (value) => {
    const number = Number(value)
    if (Number.isInteger(number) && number >= least) return number
    throw new InvalidArgumentError(`Expected a whole number from ${least} up.`)
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

function shard(value: string): { index: number; count: number } {
  const [, index, count] = (/^(\d+)\/(\d+)$/.exec(value) ?? []).map(Number)
  if (index !== undefined && count !== undefined && index >= 1 && index <= count) {
    return { index, count }
  }
  throw new InvalidArgumentError('Expected i/n with 1 ≤ i ≤ n, for example 2/7.')
}

/** `--quiet` and `--verbose`. */
export function withDetail(command: Command): Command {
  return command
    .addOption(
      notRepeated(
        new Option('--quiet', 'print the verdict and the causes only').conflicts('verbose'),
      ),
    )
    .addOption(
      notRepeated(new Option('--verbose', 'print every failure in full, and a line for each cell')),
    )
}

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

/** `--json` of commands that print a summary. */
export function jsonFlag(): Option {
  return new Option('--json', 'print report.json instead of the summary').default(false)
}

/** `--level`. */
export function levelFlag(): Option {
  const about = 'select checks of this level or a stricter one'
  return new Option('--level <level>', about).choices([...levels])
}

/** Flags that say where a target is and how to authenticate. */
export function withTarget(command: Command): Command {
  return command
    .option('--endpoint <url>', 'base URL of the target; may contain {region}')
    .option('--region <names>', 'comma-separated regions or globs, or "all"', commaList)
    .option('--model <ids>', 'comma-separated model ids', commaList)
    .addOption(
      new Option(
        '--auth <mode>',
        'key: Bedrock API keys, generated from AWS credentials where needed; sigv4: signed requests; auto: a key if set, else sigv4',
      ).choices([...authModes]),
    )
}

/** Flags that change what the reference server does. */
export function withReference(command: Command): Command {
  return command
    .option('--mutant <id>', 'run the reference with one deliberate defect')
    .option('--oddity <id>', 'run the reference with one unusual but legal behaviour')
    .option(
      '--trouble <region=kind>',
      'simulate a failing region of the reference; repeatable',
      collect,
    )
}

/** Flags that select a target and the cells that run on it. */
export function withSelection(command: Command): Command {
  const target = new Option('--target <name>', 'server to judge').default('reference')
  const cases = 'select cases or checks, for example "stream.*" or "chat.simple/status"; repeatable'
  const targeted = withTarget(command.addOption(notRepeated(target)))
    .addOption(notRepeated(new Option('--case <glob>', cases).argParser(collect)))
    .addOption(
      notRepeated(new Option('--api <names>', 'comma-separated APIs').argParser(commaList)),
    )
    .addOption(levelFlag())
    .addOption(
      notRepeated(
        new Option('--shard <i/n>', 'run the i-th of n parts of the cells').argParser(shard),
      ),
    )
    .option('--samples <n>', 'number of samples per behaviour check', wholeNumber(1))
    .addOption(
      new Option(
        '--upstream <name>',
        'server behind the target; "reference" lets cases inject faults into it',
      ).choices(['reference']),
    )
  return withReference(targeted)
}
