/**
 * Scripts that complete commands, flags and their values. Not a library: those start the program at
 * each key press; these scripts know everything themselves.
 */
import type { DescribedCommand, DescribedOption } from './describe.ts'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

const program = 'bedrock-conformance'
const functionName = '_bedrock_conformance'

/** The script of a shell; it needs nothing but the shell. */
export function completionScript(shell: Shell, commands: readonly DescribedCommand[]): string {
  return { bash, zsh, fish }[shell](commands)
}

/** POSIX shell, section 2.2.2. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

function bash(commands: readonly DescribedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ')
  const flags = commands.map(({ name, options, operandChoices }) => {
    const all = options.flatMap(({ short, long, value }) => [
      ...(short === undefined ? [] : [short]),
      value?.startsWith('<') === true ? `${long}=` : long,
    ])
    const operands =
      operandChoices.length === 0 ? '' : ` operands=${quoted(operandChoices.join(' '))}`
    return `    ${name}) flags=${quoted([...all, '--help'].join(' '))}${operands} ;;`
  })
  return `# Completion of ${program} for bash. Load it: source <(${program} completion bash)
${functionName}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} flag= flags= values= operands=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ${quoted(names)} -- "$cur"))
    return
  fi
  # bash takes = for a word of its own.
  if [ "$cur" = = ]; then flag=$prev cur=
  elif [ "$prev" = = ]; then flag=\${COMP_WORDS[COMP_CWORD - 2]}
  elif [[ $prev == -* ]]; then flag=$prev
  fi
  case $flag in
${bashValues(commands)}
  esac
  if [ -n "$values" ]; then
    COMPREPLY=($(compgen -W "$values" -- "$cur"))
    return
  fi
  case \${COMP_WORDS[1]} in
${flags.join('\n')}
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$cur"))
    if [[ \${COMPREPLY[0]} == *= ]]; then compopt -o nospace; fi
  elif [ -n "$operands" ]; then
    COMPREPLY=($(compgen -W "$operands" -- "$cur"))
  else
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}
complete -F ${functionName} ${program}
`
}

function bashValues(commands: readonly DescribedCommand[]): string {
  const byFlag = new Map<string, readonly string[]>()
  for (const { options } of commands) {
    for (const { short, long, choices } of options) {
      if (choices.length > 0) byFlag.set(short === undefined ? long : `${long}|${short}`, choices)
    }
  }
  return [...byFlag]
    .map(([flag, choices]) => `    ${flag}) values=${quoted(choices.join(' '))} ;;`)
    .join('\n')
}

function zsh(commands: readonly DescribedCommand[]): string {
  const described = commands.map(({ name, about }) => quoted(`${name}:${zshText(about)}`))
  const cases = commands.map(({ name, options, operands, operandChoices }) => {
    const specs = options.flatMap(zshOption)
    const values = operandChoices.length === 0 ? '_files' : `(${operandChoices.join(' ')})`
    const rest = operands === '' ? [] : [quoted(`*:value:${values}`)]
    return `    ${name}) _arguments -S ${[...specs, ...rest].join(' \\\n      ')} ;;`
  })
  return `#compdef ${program}
# Completion of ${program} for zsh. Put it into a folder of $fpath as _${program}.
${functionName}() {
  local -a commands=(
    ${described.join('\n    ')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
# Loaded from $fpath, this file is the body of the function that completes.
if [[ $funcstack[1] == _${program} ]]; then
  ${functionName} "$@"
else
  compdef ${functionName} ${program}
fi
`
}

function zshText(text: string): string {
  return text.replaceAll(/[\\:[\]]/g, String.raw`\$&`)
}

function zshOption({ short, long, value, about, choices, isPath }: DescribedOption): string[] {
  const action = choices.length > 0 ? `(${choices.join(' ')})` : isPath ? '_files' : ' '
  const needed = value?.startsWith('<') === true
  const tail = value === undefined ? '' : `${needed ? ':' : '::'}value:${action}`
  const text = `[${zshText(about)}]${tail}`
  const repeats = about.includes('repeatable') ? '*' : ''
  const longSpec = `${repeats}${long}${value === undefined ? '' : needed ? '=' : '=-'}${text}`
  const shortSpec = short === undefined ? [] : [`${repeats}${short}${needed ? '+' : ''}${text}`]
  return [longSpec, ...shortSpec].map(quoted)
}

function fish(commands: readonly DescribedCommand[]): string {
  const lines = commands.flatMap(({ name, about, options, operandChoices }) => [
    `complete -c ${program} -n __fish_use_subcommand -f -a ${name} -d ${fishQuoted(about)}`,
    ...(operandChoices.length === 0 ? [] : [fishOperands(name, operandChoices)]),
    ...options.map((option) => fishOption(name, option)),
  ])
  return `# Completion of ${program} for fish: ${program} completion fish > ~/.config/fish/completions/${program}.fish
${lines.join('\n')}
`
}

function fishOperands(command: string, choices: readonly string[]): string {
  return `complete -c ${program} -n '__fish_seen_subcommand_from ${command}' -f -a ${fishQuoted(choices.join(' '))}`
}

/** In single quotes fish knows two escapes only. */
function fishQuoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`
}

function fishOption(
  command: string,
  { short, long, value, about, choices, isPath }: DescribedOption,
): string {
  return [
    `complete -c ${program} -n '__fish_seen_subcommand_from ${command}'`,
    ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
    `-l ${long.slice(2)}`,
    ...(value?.startsWith('<') === true ? ['-r'] : []),
    ...(choices.length > 0 ? [`-f -a ${fishQuoted(choices.join(' '))}`] : isPath ? ['-F'] : ['-f']),
    `-d ${fishQuoted(about)}`,
  ].join(' ')
}
