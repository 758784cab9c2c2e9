import type {
  BoolValue,
  CallContext,
  Failure,
  GoFunction,
  FloatValue,
  FunctionValue,
  GoValue,
  IntValue,
  ListValue,
  MapValue,
  ObjectValue,
  StringValue,
} from './value.ts';

/**
 * Go's name of a parameter's type. `interface {}` takes everything and gives nil as `nil`; `reflect.Value` takes everything as it is.
 * Any other name is an object's type: `time.Time`, `*semver.Version`.
 */
export type GoType = keyof ArgumentOfType | (string & {});

interface ArgumentOfType {
  'interface {}': GoValue;
  'reflect.Value': GoValue;
  string: StringValue;
  bool: BoolValue;
  int: IntValue;
  int64: IntValue;
  float64: FloatValue;
  'map[string]interface {}': MapValue;
  'map[string]string': MapValue;
  '[]interface {}': ListValue;
  '[]string': ListValue;
  '[]uint8': ListValue;
  func: FunctionValue;
}

export type ArgumentOf<T extends GoType> = T extends keyof ArgumentOfType ? ArgumentOfType[T] : ObjectValue;
type ArgumentsOf<P extends readonly GoType[]> = { readonly [K in keyof P]: ArgumentOf<P[K]> };

export function failure(message: string, errorClass: Failure['class'] = 'function'): Failure {
  return { kind: 'failure', message, class: errorClass };
}

interface FunctionOptions {
  readonly tracksUnknown?: true;
}

/** A function of a fixed number of arguments. */
export function goFunction<const P extends readonly GoType[]>(
  parameters: P,
  call: (context: CallContext, ...args: ArgumentsOf<P>) => GoValue | Failure,
  options: FunctionOptions = {},
): GoFunction {
  // The executor has checked that the arguments are of these types.
  return { parameters, call: (context, args) => call(context, ...(args as unknown as ArgumentsOf<P>)), ...options };
}

/** A function that takes any number of arguments of one type after the fixed ones. */
export function variadicFunction<const P extends readonly GoType[], const V extends GoType>(
  parameters: P,
  variadic: V,
  call: (context: CallContext, fixed: ArgumentsOf<P>, more: readonly ArgumentOf<V>[]) => GoValue | Failure,
  options: FunctionOptions = {},
): GoFunction {
  return {
    parameters,
    variadic,
    call: (context, args) =>
      call(
        context,
        args.slice(0, parameters.length) as unknown as ArgumentsOf<P>,
        args.slice(parameters.length) as unknown as readonly ArgumentOf<V>[],
      ),
    ...options,
  };
}
