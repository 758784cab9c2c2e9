import { failure, goFunction } from '../function.ts';
import { map, string, stringOf, type GoFunction } from '../value.ts';
import { readToml } from './tomlRead.ts';
import { tomlText } from './tomlText.ts';

export const toml: Readonly<Record<string, GoFunction>> = {
  toToml: goFunction(
    ['interface {}'],
    (context, value) => {
      const text = tomlText(context, value);
      if (!('error' in text)) return stringOf(text);
      return text.panics ? failure(text.error) : string(text.error);
    },
    { tracksUnknown: true },
  ),
  fromToml: goFunction(['string'], (context, text) => {
    context.spend(text.text.length);
    const read = readToml(text.text);
    return 'error' in read ? map([['Error', string(read.error)]]) : { ...read, origins: text.origins };
  }),
};
