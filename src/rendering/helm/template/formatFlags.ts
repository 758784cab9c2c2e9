/** What stands between `%` and the verb. */
export interface FormatFlags {
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly plus: boolean;
  readonly minus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  /** `%+v`: names of fields. */
  readonly plusValue: boolean;
  /** `%#v`: as Go source. */
  readonly sharpValue: boolean;
}

export const noFlags: FormatFlags = {
  width: undefined,
  precision: undefined,
  plus: false,
  minus: false,
  sharp: false,
  space: false,
  zero: false,
  plusValue: false,
  sharpValue: false,
};
