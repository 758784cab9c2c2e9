import { inWords, type Language } from '../../base/message.ts';
import type { AddressPlan } from '../../topology/plan/addressPlan.ts';
import type { PlanBar, PlanCell, PlanFinding, PlanGroup, PlanHeading, PlanSegment } from '../../topology/plan/planProtocol.ts';
import type { UnsaidBar, UnsaidCell, UnsaidFinding, UnsaidGroup, UnsaidPlan } from '../../topology/plan/unsaidPlan.ts';

/** Says address plans in one language. What was said before stays the same object, so that plans compare quickly. */
export class PlanWording {
  readonly #language: Language;
  readonly #bars = new WeakMap<UnsaidBar, PlanBar>();

  constructor(language: Language) {
    this.#language = language;
  }

  planOf({ clusters, bars }: UnsaidPlan): AddressPlan {
    return { clusters, bars: new Map([...bars].map(([id, bar]) => [id, this.#bar(bar)])) };
  }

  #bar(unsaid: UnsaidBar): PlanBar {
    let said = this.#bars.get(unsaid);
    if (said === undefined) {
      const { label, segments, overlaps, groups, findings, ...rest } = unsaid;
      said = {
        ...rest,
        label: this.#language.say(label),
        segments: segments.map((segment) => inWords<PlanSegment, 'label'>(segment, ['label'], this.#language)),
        overlaps: overlaps.map(({ owners: [one, other], ...overlap }) => ({
          ...overlap,
          owners: [this.#language.say(one), this.#language.say(other)],
        })),
        groups: groups.map((group) => this.#group(group)),
        findings: this.#findings(findings),
      };
      this.#bars.set(unsaid, said);
    }
    return said;
  }

  #group({ headings, cells, findings, ...rest }: UnsaidGroup): PlanGroup {
    return {
      ...rest,
      headings: headings.map((heading) => inWords<PlanHeading, 'label'>(heading, ['label'], this.#language)),
      cells: cells.map((cell) => this.#cell(cell)),
      findings: this.#findings(findings),
    };
  }

  #cell({ owner, overlap, cells, ...rest }: UnsaidCell): PlanCell {
    return {
      ...rest,
      owner: this.#language.say(owner),
      overlap: this.#language.say(overlap),
      cells: cells.map((cell) => this.#cell(cell)),
    };
  }

  #findings(findings: readonly UnsaidFinding[]): readonly PlanFinding[] {
    return findings.map((finding) => inWords<PlanFinding, 'message'>(finding, ['message'], this.#language));
  }
}
