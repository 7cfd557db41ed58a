/** The links of a message of which Discord draws a preview. Pure. */
const MAX_PREVIEWS = 5;
const CODE = /```[\s\S]*?```|``[\s\S]*?``|`[^`\n]*`/g;
/** A link in angle brackets has none. */
const LINK = /(<)?\bhttps?:\/\/[^\s<>]+/g;

/** Each address once, in order. */
export function previewLinks(content: string): URL[] {
  const found = new Map<string, URL>();
  for (const [text, bracket] of content.replaceAll(CODE, ' ').matchAll(LINK)) {
    if (bracket !== undefined || found.size >= MAX_PREVIEWS) continue;
    // What closes a sentence, a pair of brackets or a spoiler is not part of the address.
    const url = URL.parse(text.replace(/[.,:;!?'")\]|*_~]+$/, ''));
    if (url !== null) found.set(url.href, url);
  }
  return [...found.values()];
}
