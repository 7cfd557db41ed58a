/** Files as a person attaches them in Discord's client. */
import type { TestStack } from './use-stack.ts';

/** A picture of 640 × 480 pixels, as far as its head tells. */
export const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000280000001e0', 'hex');

/** Gives the upload's id, the value of an attachment option. */
export async function attach(
  stack: Pick<TestStack, 'urls' | 'member'>,
  file: { filename: string; type: string; bytes: Uint8Array | string },
  userId = stack.member,
): Promise<string> {
  const query = new URLSearchParams({ userId, filename: file.filename });
  const response = await fetch(`${stack.urls.page}/dev/uploads?${query}`, {
    method: 'POST',
    headers: { 'content-type': file.type },
    body: typeof file.bytes === 'string' ? file.bytes : new Uint8Array(file.bytes),
  });
  const { id } = (await response.json()) as { id?: string };
  if (id === undefined) throw new Error(`the file was not taken: ${response.status}`);
  return id;
}
