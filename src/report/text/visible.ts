/**
 * Text of servers, made safe to show: one line, nothing that a terminal, an XML reader or a
 * text-direction algorithm would act on.
 *
 * Replaced are the categories Cc (C0 and C1 controls, among them ESC and the 8-bit CSI), Cs (lone
 * surrogates), Zl and Zp (line and paragraph separators), noncharacters, and Cf (bidirectional
 * overrides, zero-width marks, tags) but for U+200C and U+200D, which scripts and emoji need.
 */
const unsafe = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * What the runner of a job acts on in its log, wherever it stands on a line that may be wrapped or
 * indented: `##[command]` and `::command` of GitHub Actions (runner, ActionCommand.cs), `##vso[command]` of
 * Azure Pipelines, `##teamcity[message]`, and the section markers of GitLab (docs.gitlab.com, "Custom
 * collapsible sections").
 */
const commands = /#(?=#(?:vso|teamcity)?\[)|:(?=:[a-z])|section(?=_(?:start|end):)/gi

/**
 * Text from outside (a server, a file, the environment) on one line, with every control, deceptive
 * character and runner command written so that it does nothing. All such text goes through here, into
 * whatever output.
 */
export function visible(text: string): string {
  return withoutCommands(
    text.replace(unsafe, (character) => named[character] ?? escaped(character)),
  )
}

/** `text` of many lines, made safe in the same way; it keeps the ends of its lines and its tabs. */
export function visibleLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.split('\t').map(visible).join('\t'))
    .join('\n')
}

function withoutCommands(text: string): string {
  return text.replace(commands, '$&\\')
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`
}
