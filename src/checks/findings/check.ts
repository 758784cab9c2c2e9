import type { Message } from '../../base/message.ts';
import type { Place } from '../../manifests/place.ts';
import type { CheckContext } from '../shared/context.ts';
import type { FindingData, Fix, RelatedPlace, Severity } from './finding.ts';

/** What a code stands for. Its page is `<code>.md` beside it. */
export interface Rule {
  /** Stable: `range/overlap`. Settings, suppressions and links name it. */
  readonly code: string;
  /** Without a setting; a single problem may have its own. */
  readonly severity: Severity;
  /** Its preferred fixes write the same thing in another form, so that all of a file may be made at once. */
  readonly fixAll?: true;
}

/** A rule that judges the resources of one cluster. */
export interface Check extends Rule {
  run(context: CheckContext): Iterable<Problem>;
}

/** What a check found; `runChecks` makes a finding of it. */
export interface Problem {
  /** The smallest token that is wrong. */
  readonly place: Place;
  readonly message: Message;
  readonly related?: readonly RelatedPlace[] | undefined;
  readonly fixes?: readonly Fix[] | undefined;
  /** Where this case weighs more or less than the rule usually does; a setting for the rule counts instead. */
  readonly severity?: Severity | undefined;
  readonly data?: FindingData | undefined;
  /** What is not known, and could explain the problem away: then it is a hint whatever the setting, and says so. */
  readonly doubt?: Message | undefined;
}
