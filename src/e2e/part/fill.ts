/** Fills in the placeholders of a part file. */

/** What `${name}` stands for. */
export type Values = Readonly<Record<string, string>>

/**
 * The text with each `${name}` replaced. A dotted name such as `${env.HOME}` belongs to the program
 * that is configured and stays.
 *
 * @throws Error for a name without a value
 */
export function fill(text: string, values: Values): string {
  return text.replaceAll(/\$\{([A-Za-z]+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value !== undefined) return value
    const known = Object.keys(values).join(', ')
    throw new Error(`There is no "\${${name}}" in a part file. There are: ${known}.`)
  })
}

/** The same for every value of a record. */
export function fillAll(texts: Readonly<Record<string, string>>, values: Values) {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, fill(text, values)]))
}

/** The addresses of a run, by the variables that stand for them in commands to repeat. */
export function addressesOf({ url = '', bedrock = '', mantle = '' }: Values) {
  return { URL: url, BEDROCK: bedrock, MANTLE: mantle }
}
