/**
 * Whether to print in colours on a stream: FORCE_COLOR and NO_COLOR (no-color.org) decide, also where
 * the stream is no terminal; else the terminal does.
 */
export function isColoured(
  stream: Pick<NodeJS.WriteStream, 'isTTY'> & { readonly hasColors?: () => boolean },
  env: NodeJS.ProcessEnv = process.env,
): boolean {
  const { NO_COLOR: without = '', FORCE_COLOR: force } = env
  if (force !== undefined) return !['0', 'false'].includes(force)
  if (without !== '') return false
  return stream.isTTY && (stream.hasColors?.() ?? false)
}
