/** Paths of files as they are shown: equal on every system, so that reports can be compared. */
import path, { type PlatformPath } from 'node:path'

/**
 * A path with forward slashes.
 * @param system - Rules of the system that the path is of.
 */
export function withSlashes(file: string, system: PlatformPath = path): string {
  return file.split(system.sep).join('/')
}

/**
 * A path as seen from a folder, with forward slashes, also where it lies above it (`../a/b`); the whole
 * path where it lies on another drive.
 * @param folder - Default: the working directory.
 */
export function pathFrom(file: string, folder = '', system: PlatformPath = path): string {
  return withSlashes(system.relative(folder, file), system)
}

/**
 * A path as seen from a folder where it lies in that folder (`.` for the folder itself), else as it is
 * given; with forward slashes.
 * @param folder - Default: the working directory.
 */
export function shownPath(file: string, folder = '', system: PlatformPath = path): string {
  const below = system.relative(folder, file)
  const isOutside = system.isAbsolute(below) || below.split(system.sep)[0] === '..'
  return withSlashes(isOutside ? file : below || '.', system)
}
