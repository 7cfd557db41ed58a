/** A person as the stores know them: by Discord's id, and where not even that may stay, by a pseudonym. */
import { pseudonymise } from '../../../shared/observe/pseudonym.ts';

export interface Person {
  userId: string;
  /** One a shared secret: while it rotates, another isolate may know the person by the other. */
  pseudonyms: readonly string[];
}

export async function toPerson(userId: string, secrets: readonly string[]): Promise<Person> {
  const pseudonyms: string[] = [];
  // One after the other: the pseudonyms of one secret at a time are remembered.
  for (const secret of secrets.toReversed()) pseudonyms.push(await pseudonymise(secret, userId));
  return { userId, pseudonyms };
}
