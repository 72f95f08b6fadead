/** AWS's generator of keys, as a module of its own: loaded late, a CommonJS library has no named exports in a bundle. */
export { getToken } from '@aws/bedrock-token-generator'
