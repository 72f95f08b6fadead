import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, type Option } from 'commander'
import { describe, expect, it } from 'vitest'
import { define as defineJudge } from './commands/judge.ts'
import { define as defineRun } from './commands/run.ts'
import { commandOf, repeatedFlags } from './repeat-command.ts'
import { applySettings } from './settings/settings.ts'
import { temporaryFolder } from './testing/program.ts'

/** What selects cells, which a report adds, and what changes neither requests nor verdicts. */
const leftOut: Readonly<Record<string, readonly string[]>> = {
  run: [
    'target',
    'case',
    'api',
    'last-failed',
    'shard',
    'budget',
    'smoke',
    'fail-fast',
    'update-baseline',
    'history',
    'report-dir',
  ],
  judge: ['case', 'report-dir'],
}
const ofOutput = ['open', 'json', 'list', 'quiet', 'verbose']

/** A value of each form that a flag takes. */
const values: Readonly<Record<string, string>> = {
  '<i/n>': '1/2',
  '<n>': '3',
  '<amount>': '12',
  '<time>': '7s',
  '<names>': 'a,b',
  '<ids>': 'm1,m2',
  '<region=kind>': 'us-west-2=hang',
}

const commands = { run: defineRun, judge: defineJudge }

function parsed(name: keyof typeof commands, args: readonly string[]): Command {
  const command = new Command(name)
  commands[name](command, () => undefined)
  command.action(() => undefined)
  return command.parse([...(name === 'judge' ? ['a.har'] : []), ...args], { from: 'user' })
}

function given(option: Option): string[] {
  const { long, flags, argChoices } = option
  const form = /<.+>$/.exec(flags)?.[0]
  if (form === undefined) return [option.negate ? '--auth=none' : String(long)]
  return [`${long}=${argChoices?.[0] ?? values[form] ?? 'word'}`]
}

describe.each(['run', 'judge'] as const)('%s repeats', (name) => {
  const { options } = parsed(name, [])

  it.each(options.map((option) => [option.long?.slice(2) ?? '', option] as const))(
    '--%s as given, unless it changes neither what is sent nor what is judged',
    (flag, option) => {
      const isLeftOut = [...(leftOut[name] ?? []), ...ofOutput].includes(flag)
      expect(repeatedFlags(parsed(name, given(option)))).toEqual(isLeftOut ? [] : given(option))
    },
  )

  it('no flag that was not given', () => {
    expect(repeatedFlags(parsed(name, []))).toEqual([])
  })
})

it('a flag that was given several times is repeated as often', () => {
  const args = ['--trouble=us-west-2=hang', '--trouble=eu-west-1=dns', "--baseline=it's.yaml"]
  expect(repeatedFlags(parsed('run', args)).toSorted()).toEqual([
    "--baseline=it's.yaml",
    '--trouble=eu-west-1=dns',
    '--trouble=us-west-2=hang',
  ])
})

it('a comma within a model id is repeated as it was written', () => {
  const args = [String.raw`--model=provider\,name,other`]
  expect(repeatedFlags(parsed('run', args))).toEqual(args)
})

it('flags are quoted for a shell in the command', () => {
  expect(commandOf(["--baseline=it's.yaml", '--timeout=5s'])).toMatch(
    / -- '--baseline=it'\\''s\.yaml' --timeout=5s$/,
  )
})

it('flags that a report adds are replaced', () => {
  const command = parsed('run', ['--region=us-east-1', '--timeout=5000'])
  expect(repeatedFlags(command, ['region', 'model'])).toEqual(['--timeout=5s'])
})

it('flags are repeated that a variable gives, or the configuration file beside the command line', async () => {
  const file = join(temporaryFolder(), 'settings.yaml')
  writeFileSync(file, 'baseline: known.yaml\nheaders: { X-One: a }\n')
  const config = `--config=${file}`
  const command = parsed('run', [config, '--baseline=own.yaml'])
  const env = { BEDROCK_CONFORMANCE_TIMEOUT: '7s', BEDROCK_CONFORMANCE_LAST_FAILED: 'true' }
  const ofAll = ['timeout', 'lastFailed']
  await applySettings(command, env, async () => ofAll)
  expect(repeatedFlags(command).toSorted()).toEqual(['--baseline=own.yaml', config, '--timeout=7s'])
  expect(command.getOptionValue('lastFailed')).toBe(true)
})
