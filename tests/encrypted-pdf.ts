/** A PDF that is encrypted, and that everybody may open. */
import { createHash } from 'node:crypto';

const PAD = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');
const ID = Buffer.alloc(16, 7);
const OWNER = Buffer.alloc(32, 9);
const PERMITS = -4;

const md5 = (...parts: readonly Buffer[]) => createHash('md5').update(Buffer.concat(parts)).digest();

function rc4(key: Buffer, data: Buffer): Buffer {
  const state = Array.from({ length: 256 }, (_, index) => index);
  const swap = (one: number, other: number) => {
    [state[one], state[other]] = [state[other] ?? 0, state[one] ?? 0];
  };
  for (let at = 0, other = 0; at < 256; at += 1) {
    other = (other + (state[at] ?? 0) + (key[at % key.length] ?? 0)) & 255;
    swap(at, other);
  }
  let [one, other] = [0, 0];
  return data.map((byte) => {
    one = (one + 1) & 255;
    other = (other + (state[one] ?? 0)) & 255;
    swap(one, other);
    return byte ^ (state[((state[one] ?? 0) + (state[other] ?? 0)) & 255] ?? 0);
  }) as Buffer;
}

/** So that it opens without a password, by the oldest way: RC4 of 40 bits (ISO 32000-1, 7.6). */
export function encryptPdf(pdf: Uint8Array, name = '/Encrypt'): Uint8Array {
  const permits = Buffer.alloc(4);
  permits.writeInt32LE(PERMITS);
  const key = md5(PAD, OWNER, permits, ID).subarray(0, 5);
  const source = Buffer.from(pdf).toString('latin1');
  const objects = source.replaceAll(
    /(\d+) 0 obj\n(<<[^\n]*>>\nstream\n)([\s\S]*?)(\nendstream)/g,
    (_: string, number: string, head: string, data: string, end: string) => {
      const which = Buffer.from([Number(number) & 255, Number(number) >> 8, 0, 0, 0]);
      const ofObject = md5(key, which).subarray(0, 10);
      return `${number} 0 obj\n${head}${rc4(ofObject, Buffer.from(data, 'latin1')).toString('latin1')}${end}`;
    },
  );
  const hex = (bytes: Buffer) => `<${bytes.toString('hex')}>`;
  const dictionary = `<< /Filter /Standard /V 1 /R 2 /O ${hex(OWNER)} /U ${hex(rc4(key, PAD))} /P ${PERMITS} >>`;
  const said = `${name} ${dictionary} /ID [${hex(ID)} ${hex(ID)}] >>\nstartxref`;
  return Uint8Array.from(Buffer.from(objects.replace('>>\nstartxref', said), 'latin1'));
}
