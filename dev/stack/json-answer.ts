import { parseJson } from '../../shared/json.ts';

/** Throws one sentence where a page answers in the place of a service: of a wrong address, or of a proxy that cannot reach it. */
export async function jsonAnswer(response: Response): Promise<unknown> {
  const value = parseJson(await response.text());
  if (value !== undefined) return value;
  throw new Error(
    `${new URL(response.url).host} answers ${response.status} and no JSON: is that the address of the service, and is it up?`,
  );
}
