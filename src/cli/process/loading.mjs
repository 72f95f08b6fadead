/**
 * The first sign of life on a terminal, for the time in which the program is still being read. Plain
 * JavaScript without imports, since whatever it needed would have to be read before it.
 */

/** Return to the start of the line and erase it (ECMA-48 EL 2). */
const erase = '\r\u001b[2K'

/** Shows on a terminal that the program is starting. */
export function showLoading() {
  if (process.stderr.isTTY) process.stderr.write(`${erase}loading the program …`)
}

/** Erases what `showLoading` wrote, also in another copy of this module. */
export function clearLoading() {
  if (process.stderr.isTTY) process.stderr.write(erase)
}
