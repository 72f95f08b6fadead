/**
 * Where the values of flags come from: flag, then environment, then configuration file, then default.
 * The strongest that says something counts; headers, parameters, paths and capabilities are joined by
 * name.
 */
import { InvalidArgumentError, type Command, type Option } from 'commander'
import { refuseUnknownVariables, valuesIn, variableOf } from '../../configuration/environment.ts'
import { loadConfiguration, type Configuration } from '../../configuration/load.ts'
import { fileValues, type FileValue } from '../../configuration/values.ts'
import { smokeBudget } from '../../model/run/power.ts'
import type { Setting } from '../../model/run/diagnosis.ts'
import { Problem } from '../../model/problem.ts'
import { layered } from '../../target/own/settings.ts'
import type { TargetFlags } from '../../target/flags.ts'
import { renderProblem } from '../../yaml/file-problem.ts'
import { collect, collectCommas } from '../flags.ts'
import { settleConflicts } from './conflicts.ts'
import { shownValue } from './shown-value.ts'

/** Names, in camel case, of every flag of every command. */
export type AllFlags = () => Promise<readonly string[]>

/**
 * Fills in what the command line leaves open, once it has been read.
 *
 * @throws Problem for a variable or a file that is wrong
 */
export async function applySettings(
  command: Command,
  env: NodeJS.ProcessEnv,
  allFlags: AllFlags,
): Promise<void> {
  const origins = new Map<string, string>()
  for (const option of settable(command)) {
    const flag = option.attributeName()
    if (isGiven(command, flag)) origins.set(flag, 'flag')
    else if (readVariable(command, option, env)) origins.set(flag, variableOf(flag))
  }
  if (Object.keys(env).some((name) => name.startsWith(variableOf('')))) {
    refuseUnknownVariables(env, await allFlags())
  }
  if (command.options.some((option) => option.attributeName() === 'config')) {
    applyConfiguration(command, origins)
  }
  settleConflicts(command)
  if (command.getOptionValue('smoke') === true) command.setOptionValue('budget', smokeBudget)
  command.setOptionValue('settings', settingsOf(command, origins))
}

function applyConfiguration(command: Command, origins: Map<string, string>): void {
  const options: { config?: string; target?: string } = command.opts()
  const configuration = loadConfiguration(options.config, process.cwd())
  if (configuration === undefined) return
  const target = origins.has('target') ? options.target : undefined
  applyFile(command, configuration, fileValues(configuration, target), origins)
  command.setOptionValue('ownTargets', configuration.targets)
}

function settable({ options }: Command): readonly Option[] {
  return options.filter(({ negate, long }) => !negate && long !== '--version')
}

function isGiven(command: Command, flag: string): boolean {
  return !['default', undefined].includes(command.getOptionValueSource(flag))
}

/** Whether the variable of the flag is set; then its value is the flag's. */
function readVariable(command: Command, option: Option, env: NodeJS.ProcessEnv): boolean {
  const flag = option.attributeName()
  const name = variableOf(flag)
  const text = env[name]?.trim() ?? ''
  if (text === '') return false
  let value: unknown
  for (const one of valuesIn(text, isRepeatable(option))) {
    try {
      value = parsed(option, one, value)
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error
      throw new Problem(`${name}: ${error.message}`)
    }
  }
  command.setOptionValueWithSource(flag, value, 'env')
  return true
}

function isRepeatable({ parseArg }: Pick<Option, 'parseArg'>): boolean {
  return parseArg === collect || parseArg === collectCommas
}

function parsed(option: Option, text: string, before: unknown): unknown {
  const { parseArg } = option
  if (option.optional && /^(?:true|yes)$/i.test(text)) return true
  if (parseArg !== undefined) return parseArg<unknown>(text, before)
  if (option.required || option.optional) return text
  if (/^(?:1|true|yes)$/i.test(text)) return true
  if (/^(?:0|false|no)$/i.test(text)) return false
  throw new InvalidArgumentError('Expected true or false.')
}

function applyFile(
  command: Command,
  configuration: Configuration,
  values: readonly FileValue[],
  origins: Map<string, string>,
): void {
  const given: Record<string, unknown> = command.opts()
  const known = values.filter(({ flag }) => isKnown(command, flag))
  const fromFile = Object.fromEntries(
    known.map((value) => [value.flag, fromYaml(command, configuration, value)]),
  )
  const strong = Object.fromEntries(Object.entries(given).filter(([flag]) => origins.has(flag)))
  const both: Record<string, unknown> = {
    ...layered(fromFile as TargetFlags, strong as TargetFlags),
  }
  for (const { flag, at } of known) {
    const { line } = configuration.yaml.locate(at)
    const location = `${configuration.yaml.file}:${line}`
    const own = origins.get(flag)
    const isJoined = own !== undefined && both[flag] !== given[flag]
    if (own === undefined) origins.set(flag, location)
    if (isJoined) origins.set(flag, `${own}, and ${location}`)
    // A value that is given elsewhere too comes from the stronger source.
    const source = own === undefined ? 'config' : command.getOptionValueSource(flag)
    if (both[flag] !== undefined)
      command.setOptionValueWithSource(flag, both[flag], source ?? 'config')
  }
}

/** What a command that judges no target takes from the file. */
const ofEvery: ReadonlySet<string> = new Set(['target', 'suites', 'suitesOnly', 'history'])

function isKnown({ options }: Command, flag: string): boolean {
  const names = options.map((option) => option.attributeName())
  if (!names.includes('endpoint')) return names.includes(flag) && ofEvery.has(flag)
  return flag === 'expected' || names.includes(flag)
}

/** Text is read as on the command line: `20m`. */
function fromYaml(
  { options }: Command,
  { yaml }: Configuration,
  { flag, value, at }: FileValue,
): unknown {
  const option = options.find((one) => one.attributeName() === flag)
  if (typeof value !== 'string' || option?.parseArg === undefined) return value
  try {
    return option.parseArg<unknown>(value, undefined)
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error
    throw new Problem(renderProblem(yaml.problemAt(at, error.message.replace(/\.$/, ''))))
  }
}

/** All that is not as the program has it by default. */
function settingsOf(command: Command, origins: ReadonlyMap<string, string>): Setting[] {
  const values: Record<string, unknown> = command.opts()
  return settable(command).flatMap((option) => {
    const flag = option.attributeName()
    const value = values[flag]
    if (value === undefined || value === false) return []
    return [settingOf(flag, value, origins.get(flag) ?? 'default')]
  })
}

/** A value as `doctor` shows it. @param flag in camel case */
export function settingOf(flag: string, value: unknown, origin: string): Setting {
  const name = flag.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return { flag: `--${name}`, value: shownValue(flag, value), origin }
}
