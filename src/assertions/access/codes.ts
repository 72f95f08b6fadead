/** Every kind of violation that the checks of keys, regions and models report, with its meaning. */

/** Codes are what a baseline pins: never rename one, never reuse one for something else. */
export const accessFindingCodes = {
  'availability.available': 'A model answers where it is not expected.',
  'availability.path-not-served': 'The path of the API is not served there.',
  'availability.iam-denied': 'The identity may not do it.',
  'availability.scp-denied': 'A service control policy forbids it.',
  'availability.model-access': 'The account has no access to the model there.',
  'availability.model-access-marketplace': 'The account may not subscribe to the model.',
  'availability.needs-inference-profile': 'The model is called by its profile only.',
  'availability.not-in-region-or-bad-id': 'The model is not there, or its id is another.',
  'availability.legacy': 'The model is being retired and closed to this account.',
  'availability.use-case-form': 'The use-case form of the model has not been filled in.',
  'availability.feature-unsupported': 'The model is there but cannot do what was asked.',
  'availability.transient': 'The service failed, or broke off.',
  'availability.unclassified': 'The answer is none that Bedrock is known to give.',

  'listing.not-callable': 'A region lists what cannot be called in it.',
  'listing.malformed': 'The answer of the control plane cannot be read as what it must be.',
  'listing.destination': 'An inference profile routes where its name does not say.',
  'listing.availability':
    'What the control plane says of a model contradicts how a call of it went.',

  'key.missing': 'There is nothing to authenticate with.',
  'key.unknown': 'The key is not of a form that Bedrock issues.',
  'key.region': 'The key was made in another region than the one called.',
  'key.expired': 'The key has expired.',
  'key.expiring': 'The key is about to expire.',
} as const

export type AccessFindingCode = keyof typeof accessFindingCodes
