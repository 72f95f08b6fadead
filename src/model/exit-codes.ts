/** Process exit codes; scripts rely on them. */
export const exitCodes = {
  conformant: 0,
  violation: 1,
  usage: 2,
  unreachable: 3,
  staleBaseline: 4,
  inconclusive: 5,
  /** A fault of this program; EX_SOFTWARE of sysexits.h. */
  fault: 70,
  /** Reports could not be written whole; EX_IOERR of sysexits.h. */
  unwritten: 74,
  interrupted: 130,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
