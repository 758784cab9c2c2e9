import { joinPath } from './paths.ts';

/** Where `buildMetadata` says that an object, or a change of it, comes from: paths from the root of the build. api/resource/origin.go */
export interface BuildOrigin {
  readonly path?: string;
  readonly configuredIn?: string;
  readonly configuredBy?: { readonly apiVersion: string; readonly kind: string; readonly name?: string; readonly namespace?: string };
}

export function fileOrigin(folder: string, entry: string): BuildOrigin {
  return { path: joinPath(folder, entry) };
}

export function builtinOrigin(folder: string, file: string, kind: string): BuildOrigin {
  return { configuredIn: joinPath(folder, file), configuredBy: { apiVersion: 'builtin', kind } };
}

/** As YAML in an annotation. */
export function originText(origin: BuildOrigin): string {
  return lines(origin)
    .map((line) => `${line}\n`)
    .join('');
}

export function transformationsText(origins: readonly BuildOrigin[]): string {
  return origins.flatMap((origin) => lines(origin).map((line, index) => `${index === 0 ? '- ' : '  '}${line}\n`)).join('');
}

function lines({ path, configuredIn, configuredBy }: BuildOrigin): readonly string[] {
  return [
    ...(path === undefined ? [] : [`path: ${path}`]),
    ...(configuredIn === undefined ? [] : [`configuredIn: ${configuredIn}`]),
    ...(configuredBy === undefined
      ? []
      : ['configuredBy:', ...Object.entries(configuredBy).flatMap(([key, value]) => (value === '' ? [] : [`  ${key}: ${value}`]))]),
  ];
}
