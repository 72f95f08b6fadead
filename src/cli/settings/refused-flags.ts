import type { Command, Option } from 'commander'
import { collect, collectCommas, commaList } from '../flags.ts'

/** Refuses an empty path: it would mean the working directory. */
export function refuseEmptyPaths(command: Command): void {
  for (const option of command.options) {
    const [, what] = /<(dir|file|folder|path)>/.exec(option.flags) ?? []
    if (what === undefined) continue
    command.on(`option:${option.name()}`, (value: string) => {
      if (value.trim() !== '') return
      const name = option.long ?? option.short
      command.error(`error: ${name} needs a path: name one, or omit ${name}.`)
    })
  }
}

/** Refuses each flag of `command` that is given twice, unless its declaration collects its values. */
export function refuseRepeatedFlags(command: Command): void {
  const single = command.options.filter(
    ({ parseArg }) => parseArg !== collect && parseArg !== collectCommas,
  )
  for (const option of single) {
    let isGiven = false
    command.on(`option:${option.name()}`, () => {
      if (isGiven)
        command.error(`error: ${option.long ?? option.short} was given twice: ${adviceOn(option)}`)
      isGiven = true
    })
  }
}

function adviceOn({ parseArg }: Option): string {
  return parseArg === commaList ? 'join its values with commas.' : 'keep one of them.'
}
