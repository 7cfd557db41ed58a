/** RFC 9530 `Content-Digest` with the one algorithm that Libra uses: `sha-256=:<base64>:`. */
export async function createContentDigest(body: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', body));
  return `sha-256=:${hash.toBase64()}:`;
}
