/** Lifts a check over the message of Converse, or of a model whose body has its form. */
import type { CheckInput, CheckOutcome } from '../../assertion.ts'
import { unsaid, whyNoReply } from '../../outcome.ts'
import { whyNoEnd } from './events.ts'
import { messageOf, type Message } from './message.ts'

/**
 * Judges a message; a stream without its end owes none of what its last events bring.
 *
 * @param member what is judged, and may not have come yet
 */
export function onMessage(
  member: 'usage' | 'stopReason',
  judge: (message: Message, input: CheckInput) => CheckOutcome,
) {
  return (_: true, input: CheckInput): CheckOutcome => {
    const { observation } = input
    const message = messageOf(observation)
    if (message === undefined) return unsaid(whyNoReply(observation))
    const because = whyNoEnd(observation)
    if (because !== undefined && message[member] === undefined) return unsaid(because)
    return judge(message, input)
  }
}
