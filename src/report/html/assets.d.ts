/** A file as the browser takes it; `src/cli/build/assets.mjs` makes it. */
declare module '*?text' {
  export const text: string
}
