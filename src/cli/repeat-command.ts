import { runCommand } from '../model/package.ts'
import { shellQuoted } from '../report/text/shell-word.ts'
import type { RunFlags, SelectionFlags } from '../engine/flags.ts'

/**
 * The command that judges the same target again, without its selection: reports add that.
 *
 * @param replaced flags that are added with other values
 */
export function repeatCommand(
  flags: SelectionFlags & Pick<Partial<RunFlags>, 'against' | 'againstEndpoint'>,
  replaced: readonly string[] = [],
): string {
  const { target, endpoint, auth, mutant, oddity, upstream, against } = flags
  const region = flags.region?.join(',')
  const trouble = flags.trouble?.join(',')
  const second = { against, 'against-endpoint': flags.againstEndpoint }
  const reach = {
    header: flags.header,
    query: flags.query,
    'body-extra': flags.bodyExtra,
    'key-variable': flags.keyVariable,
    path: flags.path,
    has: flags.has,
    lacks: flags.lacks,
    'unix-socket': flags.unixSocket,
    'client-cert': flags.clientCert,
    'client-key': flags.clientKey,
  }
  const given = { endpoint, region, auth, ...reach, mutant, oddity, trouble, upstream, ...second }
  const more = Object.entries(given).flatMap(([flag, value]) =>
    value === undefined || replaced.includes(flag)
      ? []
      : [value].flat().map((one) => shellQuoted(`--${flag}=${one}`)),
  )
  if (flags.http2 === true) more.push('--http2')
  return [runCommand, shellQuoted(`--target=${target}`), ...more].join(' ')
}
