import type { Command, Option } from 'commander'
import { collect, collectCommas, commaList } from '../flags.ts'

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
