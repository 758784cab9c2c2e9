/** Bounds that keep memory and time finite on any input; each ends in one `yaml/limit` finding. Documented in docs/checks.md. */
export const limits = {
  /** Characters of a file; a larger one is not read. */
  file: 5 * 1024 * 1024,
  /** Characters of one document; a larger one is not read, the others of its file are. */
  document: 1024 * 1024,
  /** Characters of one document that is rendered, or that something is rendered from: definitions of resources in charts are often larger than what people write. */
  renderedDocument: 4 * 1024 * 1024,
  /** Maps and lists inside one another. */
  depth: 100,
  /** Documents of one file. */
  documents: 20_000,
  /** Syntax errors of one document; with more it is not read at all. */
  syntaxErrors: 100,
  /** Problems reported of one document; further ones are not. */
  problems: 200,
  /** Values that the aliases of one document stand for, all together. */
  aliasedValues: 100_000,
  /** Entries that merge keys may copy into the maps of one document. */
  mergedEntries: 100_000,
  /** Objects that one root kustomization gathers, each counted as often as it is reached, together with what is done to them: twenty changes count as one object. */
  kustomizeSteps: 40_000,
  /** The same for all root kustomizations of a workspace together. */
  allKustomizeSteps: 250_000,
} as const;
