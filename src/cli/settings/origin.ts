/** Where the flag that a message is about was set. */
import type { Command } from 'commander'
import type { Setting } from '../../model/run/diagnosis.ts'

/** `message`, and where the flag that it begins with was set, unless that is the command line. */
export function withOrigin(message: string, program: Command | undefined): string {
  const flag = /^--[a-z\d-]+/u.exec(message)?.[0]
  const origin = settingsOf(program).find((one) => one.flag === flag)?.origin ?? 'default'
  const isElsewhere = origin !== 'default' && !origin.startsWith('flag')
  return isElsewhere ? `${message} (${flag} is set in ${origin})` : message
}

/** Those of the command that is running. */
function settingsOf(program: Command | undefined): readonly Setting[] {
  return (program?.commands ?? []).flatMap(
    (command) => (command.getOptionValue('settings') as readonly Setting[] | undefined) ?? [],
  )
}
