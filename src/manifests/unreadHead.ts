/** What can be told of a document whose YAML cannot be read: what its lines surely say of kind, name and namespace. */
export interface UnreadHead {
  /** Each that a line says: more than one where a conflict or a template leaves the choice. Absent: it may be anything. */
  readonly kinds: readonly string[] | undefined;
  readonly names: readonly string[] | undefined;
  readonly namespace: string | undefined;
}

/**
 * Goes by lines at the left edge (`kind: Service`) and those right below `metadata:`, so it says nothing of a document in another form than the usual block map.
 * A kind that is not written out, a second `metadata:`, or a `List` leaves open what there is.
 */
export function unreadHead(text: string): UnreadHead {
  const kinds = new Set<string>();
  const names = new Set<string>();
  const namespaces = new Set<string>();
  let areKindsOpen = false;
  let areNamesOpen = false;
  let inMetadata: number | undefined;
  for (const { 1: indent = '', 2: key = '', 3: value = '' } of text.matchAll(entry)) {
    if (indent.length === 0) inMetadata = key === 'metadata' ? Infinity : undefined;
    if (indent.length === 0 && key === 'kind') {
      const kind = plain(value);
      if (/^[A-Z]\w*$/.test(kind) && !kind.endsWith('List')) kinds.add(kind);
      else areKindsOpen = true;
    }
    if (indent.length === 0 && key === 'metadata' && plain(value) !== '') areNamesOpen = true;
    if (indent.length === 0 || inMetadata === undefined) continue;
    // The first line below says how far in its entries stand; what stands further in is no name of the object.
    if (inMetadata === Infinity) inMetadata = indent.length;
    if (indent.length !== inMetadata || (key !== 'name' && key !== 'namespace')) continue;
    const known = plain(value);
    if (!/^[a-z0-9][a-z0-9.-]*$/.test(known)) areNamesOpen = true;
    else if (key === 'name') names.add(known);
    else namespaces.add(known);
  }
  const [namespace, another] = namespaces;
  return {
    kinds: areKindsOpen || kinds.size === 0 ? undefined : [...kinds],
    names: areNamesOpen || names.size === 0 ? undefined : [...names],
    namespace: another === undefined && !areNamesOpen ? namespace : undefined,
  };
}

const entry = /^( *)([A-Za-z][\w.-]*):(?=[ \t\r\n]|$)(.*)$/gm;

function plain(value: string): string {
  return value
    .replace(/[ \t]#.*/, '')
    .trim()
    .replace(/^(['"])(.*)\1$/, '$2');
}
