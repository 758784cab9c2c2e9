/** `app: web`, as they stand in a manifest. */
export function labelTexts(labels: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(labels).map(([key, value]) => `${key}: ${value}`);
}
