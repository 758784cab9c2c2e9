/** What walking one value of a tree counts, in the steps of a rendering: it makes objects, and several units of text. */
export const costOfNode = 10;
