/** After the first answer to a person in a server they are told what is stored about them. Pure. */
import type { DeliveryReport } from './deliver.ts';

/** Something of the answer was shown, and nothing of this person had been stored in this server. */
export function isFirstUse({ outcome, firstTextMs }: DeliveryReport): boolean {
  return outcome.about.first_use === true && firstTextMs !== null;
}
