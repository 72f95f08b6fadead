/** How mistakes of one schema are told apart: by their code and the member that they are in. */

/** Most kinds that one check reports: more would not help a reader. */
export const mostKinds = 20

/** A pointer without the position in a list: the same mistake in each item is one kind. */
export function memberOf(pointer: string): string {
  return pointer.replaceAll(/\/\d+(?=\/|$)/gu, '/*')
}
