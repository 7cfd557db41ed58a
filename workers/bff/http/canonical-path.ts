/**
 * The path that a request is routed by: clients write base URLs with a slash at the end and join them with another. What a
 * signature covers is the path as it came. Pure.
 */
export function canonicalPath(url: string): string {
  const { pathname } = new URL(url);
  const joined = pathname.replace(/\/{2,}/g, '/');
  return joined.length > 1 && joined.endsWith('/') ? joined.slice(0, -1) : joined;
}
