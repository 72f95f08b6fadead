/** The command line as plain data: what help, completion and the manual say comes from one source. */
import type { Command, Option } from 'commander'
import { loadKnownFiles } from '../../target/files/known-files.ts'
import { isProblem } from '../../target/problem.ts'
import { apiNames, capabilities } from '../../model/names.ts'

export interface DescribedOption {
  /** `-t`, where there is one. */
  readonly short?: string
  /** `--target` */
  readonly long: string
  /** `<name>`; absent for a switch. */
  readonly value?: string
  readonly about: string
  /** Values that can be offered. */
  readonly choices: readonly string[]
  /** Whether its value is the path of a file or folder. */
  readonly isPath: boolean
}

export interface DescribedCommand {
  readonly name: string
  readonly about: string
  /** `<files...>` */
  readonly operands: string
  /** Values that can be offered for its operand; none where it is a file. */
  readonly operandChoices: readonly string[]
  readonly options: readonly DescribedOption[]
}

/** Every command of the program, whose flags must have been declared. */
export function describeProgram(program: Command): DescribedCommand[] {
  const targets = targetNames()
  return program.commands.map((command) => ({
    name: command.name(),
    about: command.description(),
    operands: command.registeredArguments
      .map((argument) => {
        const name = `${argument.name()}${argument.variadic ? '...' : ''}`
        return argument.required ? `<${name}>` : `[${name}]`
      })
      .join(' '),
    operandChoices: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    options: command.options.flatMap((option) => describeOption(option, targets)),
  }))
}

function describeOption(option: Option, targets: readonly string[]): DescribedOption[] {
  const { short, long, flags, description } = option
  if (long == null) return []
  const [value] = /[<[].*[>\]]$/.exec(flags) ?? []
  return [
    {
      ...(short != null && { short }),
      long,
      ...(value !== undefined && { value }),
      about: description,
      choices: choicesOf(option, targets),
      isPath: /^[<[](?:file|dir|report)/.test(value ?? ''),
    },
  ]
}

function choicesOf(option: Option, targets: readonly string[]): readonly string[] {
  const own: Readonly<Record<string, readonly string[]>> = {
    target: targets,
    against: targets,
    api: apiNames,
    has: capabilities,
    lacks: capabilities,
  }
  return option.argChoices ?? own[option.attributeName()] ?? []
}

function targetNames(): string[] {
  const known = loadKnownFiles()
  return isProblem(known) ? [] : [...known.targets.keys()]
}
