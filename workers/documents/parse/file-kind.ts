/** What a file is: by its first bytes, and only among texts by its name. Pure. */

export type FileKind = 'pdf' | 'docx' | 'html' | 'markdown' | 'table' | 'text';

const PDF = '%PDF-';
/** Some programs write something before it; readers look so far. */
const PDF_SEARCHED_BYTES = 1_024;
const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** The part that makes a ZIP a Word document, as it stands in the list of the ZIP. */
const WORD_PART = 'word/document.xml';

/** `text`: of the file, where it is one. Null: it is of no kind that is read. */
export function kindOfFile(
  bytes: Uint8Array,
  { name, contentType }: { name: string; contentType: string | null },
  text: string | null,
): FileKind | null {
  if (latin1(bytes.subarray(0, PDF_SEARCHED_BYTES)).includes(PDF)) return 'pdf';
  if (ZIP.every((byte, index) => bytes[index] === byte))
    return includesAscii(bytes, WORD_PART) ? 'docx' : null;
  // Word's other format is text by its bytes, and nonsense to read.
  if (text === null || text.startsWith('{\\rtf')) return null;
  const end = /\.([^.]{1,16})$/.exec(name.toLowerCase())?.[1] ?? '';
  if (['html', 'htm', 'xhtml'].includes(end) || contentType?.startsWith('text/html') === true) return 'html';
  if (['md', 'markdown', 'mdx', 'rst'].includes(end)) return 'markdown';
  return ['csv', 'tsv'].includes(end) ? 'table' : 'text';
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

export function includesAscii(bytes: Uint8Array, wanted: string): boolean {
  const first = wanted.charCodeAt(0);
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (latin1(bytes.subarray(at, at + wanted.length)) === wanted) return true;
  }
  return false;
}
