/** Short-term keys of fake credentials, made by AWS's own generator. */
import { getToken } from '@aws/bedrock-token-generator'

export const fakeCredentials = {
  accessKeyId: 'ASIAFAKEFAKEFAKEFAKE',
  secretAccessKey: 'fake/secret/+of/nobody/at/all/0123456789',
  // Characters that percent-encoding changes.
  sessionToken: 'FakeSession+Token/With=Signs//0123456789==',
}

/** A key in the parameter order of the JavaScript generator. */
export async function generatedKey(region: string, expiresInSeconds = 43_200): Promise<string> {
  return getToken({ credentials: { ...fakeCredentials }, region, expiresInSeconds })
}

/** The order in which botocore presigns: the Python generator adds the signature last. */
const pythonOrder = [
  'Action',
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  'X-Amz-Security-Token',
  'X-Amz-Signature',
  'Version',
]

/** The same key in the parameter order of the Python generator. */
export function inPythonOrder(key: string): string {
  const url = decodedUrl(key)
  const [head = '', query = ''] = url.split('?')
  const pairs = query.split('&').toSorted((a, b) => rank(a) - rank(b))
  const text = `${head}?${pairs.join('&')}`
  return `bedrock-api-key-${Buffer.from(text, 'utf8').toString('base64')}`
}

function rank(pair: string): number {
  return pythonOrder.indexOf(pair.split('=')[0] ?? '')
}

export function decodedUrl(key: string): string {
  return Buffer.from(key.slice('bedrock-api-key-'.length), 'base64').toString('utf8')
}
