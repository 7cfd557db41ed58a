/** What the model calls an MCP server's tool: `<server>_<tool>`, within what OpenAI allows. Pure. */
export const MAX_NAME_CHARS = 64;
const HASH_CHARS = 8;

/**
 * The same name for the same tool, whatever else there is. A server's name has no underscore, so no server can take another's. What
 * has to be changed or cut, or is the name of a tool of Libra's own, ends with a hash of the server's own name for it.
 */
export function qualifiedName(server: string, tool: string, taken: ReadonlySet<string>): string {
  const allowed = tool.replaceAll(/[^A-Za-z0-9_-]/g, '_');
  const plain = `${server}_${allowed}`;
  if (allowed === tool && plain.length <= MAX_NAME_CHARS && !taken.has(plain)) return plain;
  return withHash(plain, tool);
}

/** `plain` is what was made of `own`, and something else may have been made the same. */
export function withHash(plain: string, own: string): string {
  return `${plain.slice(0, MAX_NAME_CHARS - HASH_CHARS - 1)}_${hash(own)}`;
}

/** FNV-1a over UTF-16 units: tells names apart, and protects nothing. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return (value >>> 0).toString(16).padStart(HASH_CHARS, '0');
}
