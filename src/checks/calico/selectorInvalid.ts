import { message, sentences } from '../../base/message.ts';
import { parseSelector } from '../../engine/calico/selector.ts';
import { spanOf, type FieldPlace } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { replacing } from '../findings/fixes.ts';
import { brokenSelectors, type BrokenSelector } from '../shared/calico/selectorTexts.ts';

export const calicoSelectorInvalid: Check = {
  code: 'calico/selector-invalid',
  scope: 'cluster',
  severity: 'error',
  *run({ cluster }: CheckContext): Generator<Problem> {
    for (const broken of brokenSelectors(cluster)) {
      const right = correction(broken);
      yield {
        place: placeIn(broken),
        message: sentences(message('Calico cannot read this selector of {0}.', broken.label), broken.fault.message),
        fixes:
          right === undefined
            ? []
            : [replacing(message('Write {0}', right), true, { place: broken.place, replaces: broken.text, text: right })],
      };
    }
  },
};

/** Where reading ended; at the very end of a text the whole of it, since nothing stands there. */
function placeIn({ text, fault: { start, end }, place }: BrokenSelector): FieldPlace {
  return start < end && start < text.length ? spanOf(place, start, end) : place;
}

/** `=` for `==`, and a bare word for a value: when that alone makes a selector of the text. */
function correction({ text }: BrokenSelector): string | undefined {
  const candidates = [
    text.replace(doubled, '=='),
    text.replace(bareValue, '$1"$2"'),
    text.replace(doubled, '==').replace(bareValue, '$1"$2"'),
  ];
  return candidates.find((candidate) => candidate !== text && parseSelector(candidate).ok);
}

const doubled = /(?<![=!])=(?!=)/g;
const bareValue = /([=!]=\s*|contains\s+|starts\s*with\s+|ends\s*with\s+)([A-Za-z0-9_][A-Za-z0-9_./-]*)/g;
