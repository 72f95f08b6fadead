/**
 * The only account that the reference knows. It is made up: these two constants are accepted only by a
 * reference server on the machine it runs on.
 */
export const fakeAccessKeyId = 'AKIDREFERENCEEXAMPLE'
export const fakeSecretAccessKey = 'reference/secret/that/opens/nothing/EXAMPLE'
export const fakeAccountId = '000000000000'
