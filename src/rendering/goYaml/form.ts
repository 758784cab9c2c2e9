import { naturalOrder, naturalOrderOfThree } from './keyOrder.ts';

/** In what the two versions of the library differ. */
export interface Form {
  /** A space is replaced by a line end when more columns than this are on the line. */
  readonly width: number;
  /** Whether a list under a key is indented. */
  readonly indentsLists: boolean;
  /** Whether a text of several lines may hold tabs and is still printed as lines. */
  readonly tabsInBlocks: boolean;
  /** Whether `0o-7` counts as a number. */
  readonly signedOctals: boolean;
  readonly order: (a: string, b: string) => number;
}

/** goyaml v2, behind `toYaml`, `kubectl kustomize` and everything that goes through sigs.k8s.io/yaml. */
export const goYaml2: Form = { width: 80, indentsLists: false, tabsInBlocks: false, signedOctals: false, order: naturalOrder };

/** go-yaml v3 with an indentation of two, behind `toYamlPretty`. */
export const goYaml3: Form = { width: Infinity, indentsLists: true, tabsInBlocks: true, signedOctals: true, order: naturalOrderOfThree };
