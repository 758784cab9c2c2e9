/** A page, as text: what the bundler makes of it. */
declare module '*.md' {
  const text: string;
  export default text;
}
