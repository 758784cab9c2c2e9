import { message } from '../../../base/message.ts';
import type { Span } from '../../origin.ts';
import type { YamlMap } from '../../yaml/node.ts';
import { map, string, type MapValue } from '../value.ts';
import { textOfBytes } from '../goText.ts';
import { valueOfYaml } from '../yamlValue.ts';
import { chartFault, startOf } from './fault.ts';
import type { PackedSources } from './packed.ts';
import { settings, withSetting, type Setting } from './setValues.ts';
import { mergedMaps, readValues } from './valuesFile.ts';

/** Values that are laid over those of a chart: a file, a map that stands in a file already read (a HelmRelease), or one that was put together. */
export type GivenValues = { readonly file: string } | { readonly root: YamlMap } | { readonly values: MapValue };

export interface GivenSetting {
  readonly setting: Setting;
  readonly text: string;
  /** Where it is written; absent: on a command line. */
  readonly at?: Span | undefined;
}

/**
 * What a user says, maps merged: files and maps in their order, then the settings, each sort in Helm's order. `fileOf` says what path in the sources a name in `--set-file` means.
 * Throws a `ChartFault` for what cannot be read. helm/pkg/cli/values/options.go
 */
export function userValues(
  sources: PackedSources,
  given: readonly GivenValues[],
  set: readonly GivenSetting[],
  fileOf: (name: string) => string,
): MapValue {
  let values: MapValue = map();
  for (const one of given) {
    if ('root' in one) values = mergedMaps(values, valueOfYaml(one.root) as MapValue);
    else if ('values' in one) values = mergedMaps(values, one.values);
    else {
      const text = sources.text(one.file);
      if (text === undefined) throw chartFault('values-invalid', message('There is no file {0}.', one.file), startOf(one.file));
      values = mergedMaps(values, readValues(text, one.file));
    }
  }
  for (const setting of settings)
    for (const { text, at } of set.filter((one) => one.setting === setting)) {
      const read = (name: string) => {
        const file = fileOf(name);
        const content = sources.bytes(file);
        return content === undefined ? undefined : string(textOfBytes(content), [{ file, start: 0, end: sources.text(file)?.length ?? 0 }]);
      };
      values = withSetting(values, setting, text, read, at);
    }
  return values;
}
