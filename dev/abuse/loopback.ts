/** The same address, if it is one of this machine. Throws otherwise: no attack may leave it. Pure. */
export function requireLoopback(url: string): string {
  const hostname = URL.parse(url)?.hostname ?? '';
  if (!/^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])$/.test(hostname)) {
    throw new Error(`Attacks are played on the loopback interface alone, not on ${JSON.stringify(url)}`);
  }
  return url;
}
