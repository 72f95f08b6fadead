/** APIs that carry no conversation: they are asked by raw requests only. */
import type { ApiName } from '../model/names.ts'
import type { Api } from './api.ts'

/** @param path what a raw request asks for that names no path of its own */
export function rawApi(name: ApiName, path: string): Api {
  return {
    name,
    route: () => ({ method: 'GET', path }),
    expressible: () => false,
    encode: () => undefined,
    read: () => undefined,
  }
}
