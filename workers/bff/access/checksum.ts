/** CRC-32 (IEEE 802.3), as in the tokens of other services: it tells a typing error or an invention from a key. Pure. */
const POLYNOMIAL = 0xedb88320;

/** Of ASCII text, in six characters of base64url. */
export function checksumOf(text: string): string {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index += 1) {
    crc ^= text.charCodeAt(index) & 0xff;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
  }
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, ~crc);
  return bytes.toBase64({ alphabet: 'base64url', omitPadding: true });
}
