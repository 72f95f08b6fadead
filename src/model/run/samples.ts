/** How often a case with behaviours is played: few times, because every answer costs money. */
export const defaultSamples = 5

/** The most plays, where the first ones do not decide. */
export const mostSamples = 20
