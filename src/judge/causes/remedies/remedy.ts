/** What to do about a fault whatever the rule: many rules are broken by it alike. */

/** What is known of a fault. */
export interface Fault {
  readonly code: string
  /** Something else answered than the API. */
  readonly isForeign: boolean
  /** A part of the prompt never reached the model. */
  readonly isLost: boolean
  /** Nothing is at the address, or nothing has that name, whatever was called. */
  readonly isNowhere: boolean
}

/** The remedy of a fault; undefined where it is the one of its rule. */
export function remedyOf({ code, isForeign, isLost, isNowhere }: Fault): string | undefined {
  if (isForeign) return ofForeign
  if (isNowhere) return ofNowhere
  return isLost ? ofLostPrompt : ofCode[code]
}

const ofForeign =
  'Correct the base URL, or the proxy in front of the API: what answered is not the API.'

const ofNowhere =
  'Correct what the answer names: the path of --endpoint, or the name of --model. If both are right, the server must serve them.'

const ofLostPrompt =
  'Pass every part of the request to the model: the system prompt, all earlier messages, tools and their results. Then count them all in the tokens of the prompt.'

const ofCode: Readonly<Partial<Record<string, string>>> = {
  'text.empty':
    'Send the text of the answer, and reasoning beside it in a member of its own, never in its place. Where the model declines, or the limit ends the answer, say so in the reason for its end.',
}
