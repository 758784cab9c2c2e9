import { expect } from 'chai';
import { fitsDocuments } from '../../src/editor/fitsDocuments.ts';

const edit = (uri: string, version: number | null) => ({ documentChanges: [{ textDocument: { uri, version }, edits: [] }] });
const open = [{ uri: 'file:///a.yaml', version: 3 }];

describe('an edit that the reader chose', () => {
  it('fits documents of the version that it was made for, and files that nobody has open', () => {
    expect(fitsDocuments(edit('file:///a.yaml', 3), open)).to.equal(true);
    expect(fitsDocuments(edit('file:///b.yaml', null), open)).to.equal(true);
    expect(fitsDocuments({}, open)).to.equal(true);
  });

  it('does not fit a document that was edited or closed since', () => {
    expect(fitsDocuments(edit('file:///a.yaml', 2), open)).to.equal(false);
    expect(fitsDocuments(edit('file:///b.yaml', 1), open)).to.equal(false);
  });
});
