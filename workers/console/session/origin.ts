/**
 * Whether a form comes from the console itself. Pure. A browser says from where, and a page cannot make it say otherwise; what says
 * nothing at all is no browser of the last years. Source: https://fetch.spec.whatwg.org/#origin-header
 */
export function isOwnForm(request: { url: string; headers: Headers }): boolean {
  const origin = request.headers.get('origin');
  if (origin !== null) return origin === new URL(request.url).origin;
  return request.headers.get('sec-fetch-site') === 'same-origin';
}
