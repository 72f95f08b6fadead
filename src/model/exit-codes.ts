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
  /** Reports or the output could not be written whole; EX_IOERR of sysexits.h. */
  unwritten: 74,
  interrupted: 130,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** What each means, as the manual has it. */
export const exitMeanings: Readonly<Record<ExitCode, string>> = {
  [exitCodes.conformant]: 'Conformant: no must rule is violated outside the baseline.',
  [exitCodes.violation]: 'A violation, or a case that could not be completed.',
  [exitCodes.usage]: 'Invalid command line or file; nothing was sent.',
  [exitCodes.unreachable]: 'Target unreachable or credentials refused; nothing was judged.',
  [exitCodes.staleBaseline]: 'Conformant, but the baseline has stale entries.',
  [exitCodes.inconclusive]:
    'More than 5 % of the must checks are inconclusive, or none was judged.',
  [exitCodes.fault]: 'A fault of this program; all else is reported.',
  [exitCodes.unwritten]: 'Reports, or what is printed, could not be written whole.',
  [exitCodes.interrupted]: 'Interrupted; the reports contain what ran.',
}
