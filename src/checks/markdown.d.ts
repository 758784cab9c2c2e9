/** A page, as text: what the bundler makes of it. */
declare module '*.md' {
  const text: string;
  // The bundler gives a text as the default export of its file.
  // eslint-disable-next-line no-restricted-syntax
  export default text;
}
