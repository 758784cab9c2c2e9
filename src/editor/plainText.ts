/**
 * A text that VS Code shows in a notification as it is. There `[x](command:y)` becomes a link that runs a command, be it the name of a file or the value of a label;
 * no sign escapes it, so that a space without width stands between its two halves.
 */
export function plain(text: string): string {
  return text.replaceAll('](', ']\u200B(');
}

/** The same of a text in a list to choose from, where `$(x)` becomes an icon. */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$\u200B(');
}
