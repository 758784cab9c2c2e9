import type { Range } from 'vscode-languageserver-types';

export interface FileLocation {
  readonly path: string;
  readonly range: Range;
}

export interface FileFinding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** In the reader's language. */
  readonly message: string;
  readonly path: string;
  readonly range: Range;
  readonly related: readonly { readonly message: string; readonly at: FileLocation }[];
  /** `IPAddressPool metallb-system/lan`; empty for a finding about a text. */
  readonly resource: string;
  /** Empty for a finding about a text. */
  readonly cluster: string;
}
