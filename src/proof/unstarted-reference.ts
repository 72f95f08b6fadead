import { fakeAccessKeyId, fakeSecretAccessKey } from '../reference/auth/credentials.ts'
import { mintKey } from '../reference/auth/key.ts'
import type { StartReference } from '../engine/preflight/open-target.ts'

/** An address at which nothing listens. */
const nowhere = 'http://127.0.0.1:9'

/**
 * The reference for commands that send nothing: it looks as if it had been started. With a deviation
 * it is started by `start`, which knows the names of all.
 */
export function unstartedReference(start: StartReference): StartReference {
  return async (options) => {
    if (Object.keys(options).length > 0) return start(options)
    return {
      bedrock: `${nowhere}/{region}`,
      mantle: `${nowhere}/mantle/{region}`,
      control: `${nowhere}/control/{region}`,
      llamaStack: nowhere,
      mintKey,
      credentials: { accessKeyId: fakeAccessKeyId, secretAccessKey: fakeSecretAccessKey },
      elsewhere: {},
      close: async () => undefined,
    }
  }
}
