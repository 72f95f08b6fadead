/** A deadline for work of the file system, which may never answer. */
import { exitCodes, type ExitCode } from '../../../model/exit-codes.ts'
import { Problem } from '../../../model/problem.ts'

/** Milliseconds for one file outside the reports: a network file system may wake up first. */
const patience = 15_000

/** The file system does not answer: not even Node's own exit, which waits for it, would return. */
export class Stuck extends Problem {}

/**
 * The result of `work`, if it comes in time.
 *
 * @param what names what is written, to begin a sentence
 * @throws Stuck with `exitCode` after `milliseconds`
 */
export async function inTime<T>(
  what: string,
  work: Promise<T>,
  exitCode: ExitCode = exitCodes.unwritten,
  milliseconds: number = patience,
): Promise<T> {
  return whileMoving(what, async () => work, exitCode, milliseconds)
}

/**
 * The result of `work`, which may take any time while it goes on.
 *
 * @param work calls `moved` whenever the file system has answered
 * @throws Stuck with `exitCode` after `milliseconds` without
 */
export async function whileMoving<T>(
  what: string,
  work: (moved: () => void) => Promise<T>,
  exitCode: ExitCode,
  milliseconds: number,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const why = `${what} could not be written: the file system did not answer within ${milliseconds / 1000} s.`
      reject(new Stuck(`${why} Name another directory.`, exitCode))
    }, milliseconds)
  })
  return Promise.race([work(() => timer?.refresh()), late]).finally(() => clearTimeout(timer))
}
