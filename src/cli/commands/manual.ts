/** `manual`: the manual page. */
import { exitCodes } from '../../model/exit-codes.ts'
import type { Define } from '../flags.ts'
import { manualPage } from '../shell/manual.ts'
import { described } from './completion.ts'

/** Flags of `manual`. */
export const define: Define = (command, finish) => {
  command.action(async () => {
    const about = 'judges whether an Amazon Bedrock endpoint, or a server in front of it, conforms'
    process.stdout.write(manualPage(about, await described()))
    finish(exitCodes.conformant)
  })
}
