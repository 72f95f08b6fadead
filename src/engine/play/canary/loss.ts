/** Why the plain conversation of an API and model failed. */
import { isPathUnserved, isThrottling } from '../../../model/exchange.ts'
import { throttledBy } from '../../../assertions/evidence/throttled.ts'
import { comparable, errorMessage } from '../../../judge/causes/words.ts'
import { pageIn } from '../../../model/text/page.ts'
import type { Observation } from '../../../model/observation.ts'

/** Why what depends on a canary is not sent. */
export interface Loss {
  /** The same for canaries that fail alike. */
  readonly signature: string
  /** One sentence. */
  readonly because: string
  /** Whether a response came. */
  readonly isAnswered: boolean
  /** Whether it may be the path alone that is not served: those of other APIs may be. */
  readonly isOfPath: boolean
}

/** Whether a response is a reply of the API. */
export function isReply({ exchange, reply }: Observation): boolean {
  return (exchange.response?.status ?? 0) < 400 && (reply?.choices.length ?? 0) > 0
}

/** Characters of an answer that are compared. */
const longestText = 4000

/**
 * Why a canary failed; undefined where its API answered, or throttled.
 *
 * @param foreign what answered with a success instead of the API
 */
export function lossOf(first: Observation, foreign: string | undefined): Loss | undefined {
  const { response, failure } = first.exchange
  if (failure?.kind === 'aborted' || isThrottling(response?.status)) return undefined
  if (response === undefined || (failure !== undefined && first.reply === undefined)) {
    const message = failure?.message ?? 'No response came.'
    return {
      signature: failure?.kind ?? 'silent',
      because: message,
      isAnswered: false,
      isOfPath: false,
    }
  }
  if (isReply(first) || throttledBy(first) !== undefined) return undefined
  if (foreign !== undefined) {
    const signature = comparable(foreign, { model: '', region: '' })
    return { signature, because: `It was answered ${foreign}`, isAnswered: true, isOfPath: true }
  }
  const body = first.body?.text ?? ''
  const text = (errorMessage(body) ?? body).slice(0, longestText)
  const signature = `${response.status} ${comparable(text, { model: '', region: '' })}`
  const what = response.status < 400 ? 'what is no reply of the API' : 'an error'
  const shown = text.trim() === '' ? 'an empty body' : `${what}: ${text.slice(0, 200)}`
  return {
    signature,
    because: `It was answered ${response.status} with ${pageIn(body) ?? shown}`,
    isAnswered: true,
    isOfPath: isPathUnserved(response.status),
  }
}
