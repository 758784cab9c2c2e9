/** Two paths one behind the other, without `.` and, as far as they can be resolved, without `..`. Go's `filepath.Join`. */
export function joinPath(folder: string, entry: string): string {
  const segments: string[] = [];
  for (const segment of `${folder}/${entry}`.split('/')) {
    if (segment === '' || segment === '.') continue;
    const last = segments.at(-1);
    if (segment === '..' && last !== undefined && last !== '..') segments.pop();
    else segments.push(segment);
  }
  return segments.join('/');
}
