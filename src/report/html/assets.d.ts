/** A file as the browser takes it; `src/cli/assets.mjs` makes it. */
declare module '*?text' {
  export const text: string
}
