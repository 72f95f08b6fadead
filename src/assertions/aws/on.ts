import { z } from 'zod'

/** For assertions that are only switched on: `name: true`. */
export const on = z.literal(true)
