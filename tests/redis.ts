/** What a stack's Redis holds, past the Workers. */
import type { Stack } from '../dev/stack/stack.ts';

export async function redis<T = string | null>(
  stack: Stack,
  ...command: readonly (string | number)[]
): Promise<T> {
  const response = await fetch(stack.urls.upstash, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.keys.upstashToken}` },
    body: JSON.stringify(command.map(String)),
  });
  return ((await response.json()) as { result: T }).result;
}
