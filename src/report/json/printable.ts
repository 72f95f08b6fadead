/** JSON that is printed or opened in an editor: the same values, and nothing that is acted upon. */

/** Legal in JSON but acted upon by terminals and editors: C1 controls, separators, overrides. */
const deceptive =
  /[\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]|\udb40[\udc00-\udfff]/g

/** What a job's runner acts on in a line of JSON that is printed, as far as its last character. */
const commands = /##(?=(?:vso|teamcity)?\[)|::(?=[a-z])|section_(?=(?:start|end):)/gi

/** `value` as JSON text: two spaces of indentation, a newline at the end. */
export function jsonText(value: unknown): string {
  return `${printable(JSON.stringify(value, undefined, 2))}\n`
}

/** JSON text with every deceptive character and runner command as escapes. */
export function printable(text: string): string {
  const printed = text.replace(commands, (start) => start.slice(0, -1) + asEscape(start.slice(-1)))
  return printed.replace(deceptive, asEscape)
}

function asEscape(text: string): string {
  return text.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
