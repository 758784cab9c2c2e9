import { failure, goFunction, variadicFunction } from '../../function.ts';
import { byteLength, bytesOf } from '../../goText.ts';
import { int, typeOf, unknownOf, type GoValue, type Failure } from '../../value.ts';
import { zeroOf } from '../arguments.ts';

/** Go's `index` (text/template/funcs.go). */
export const index = variadicFunction(['reflect.Value'], 'reflect.Value', (_, [collection], indices) => {
  if (collection.kind === 'nil' || collection.kind === 'invalid') return failure('index of untyped nil');
  let value: GoValue = collection;
  for (const key of indices) {
    const item = itemOf(value, key);
    if (item.kind === 'failure') return item;
    value = value.unknown || key.unknown ? unknownOf(item) : item;
  }
  return value;
});

function itemOf(value: GoValue, key: GoValue): GoValue | Failure {
  switch (value.kind) {
    case 'nil':
    case 'invalid':
      return failure('index of nil pointer');
    case 'map':
      if (key.kind === 'nil' || key.kind === 'invalid') return failure('value is nil; should be of type string');
      if (key.kind !== 'string') return failure(`value has type ${typeOf(key)}; should be string`);
      return value.entries.get(key.text)?.value ?? zeroOf(value.element);
    case 'list':
      return indexed(key, value.items.length, (place) => value.items[place]);
    case 'string':
      return indexed(key, byteLength(value.text), (place) => {
        const byte = bytesOf(value.text)[place];
        return byte === undefined ? undefined : int(byte, 'uint8', value.origins);
      });
    default:
      return failure(`can't index item of type ${typeOf(value)}`);
  }
}

function indexed(key: GoValue, length: number, item: (place: number) => GoValue | undefined): GoValue | Failure {
  if (key.kind === 'nil' || key.kind === 'invalid') return failure('cannot index slice/array with nil');
  if (key.kind !== 'int') return failure(`cannot index slice/array with type ${typeOf(key)}`);
  if (key.value < 0n || key.value > BigInt(length)) return failure(`index out of range: ${String(key.value)}`);
  return item(Number(key.value)) ?? failure('reflect: slice index out of range');
}

/** Go's `len`: bytes of a string. */
export const len = goFunction(['reflect.Value'], (_, value) => {
  switch (value.kind) {
    case 'invalid':
      return failure('reflect: call of reflect.Value.Type on zero Value');
    case 'nil':
      return failure('len of nil pointer');
    case 'map':
      return int(value.entries.size);
    case 'list':
      return int(value.items.length);
    case 'string':
      return int(byteLength(value.text));
    default:
      return failure(`len of type ${typeOf(value)}`);
  }
});
