/** RFC 9530 `Content-Digest` with the one algorithm that Libra uses: `sha-256=:<base64>:`. */
export async function createContentDigest(body: Uint8Array): Promise<string> {
  return formatContentDigest(await crypto.subtle.digest('SHA-256', body));
}

export function formatContentDigest(sha256: ArrayBuffer): string {
  return `sha-256=:${new Uint8Array(sha256).toBase64()}:`;
}
