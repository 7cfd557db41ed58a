/** Whether the model that is asked sees images, and which one of the catalogue does. Pure. */
import { type Catalogue, findChain, kindOfChain, modelsOf } from '../../../../shared/catalogue/catalogue.ts';
import type { ChatMessage } from '../../../../shared/chat/messages.ts';
import type { Failure } from '../../../../shared/contract/failure.ts';
import type { AcceptedChat } from '../accepted-chat.ts';

export function showsImages(messages: readonly ChatMessage[]): boolean {
  return messages.some(
    ({ content }) => Array.isArray(content) && content.some(({ type }) => type === 'image_url'),
  );
}

/** For a person: an API client hears it by the name of its field. Null where the catalogue does not rule it out. */
export function findVisionFault(
  catalogue: Catalogue,
  { caller, model, messages }: Pick<AcceptedChat, 'caller' | 'model' | 'messages'>,
): Failure | null {
  if (caller === undefined || !showsImages(messages)) return null;
  const targets = modelsOf(findChain(catalogue, model ?? catalogue.defaultName) ?? []);
  const mayRead = targets.some(({ abilities }) => abilities?.includes('vision') ?? true);
  return mayRead || targets.length === 0 ? null : visionFault(catalogue);
}

export function visionFault(catalogue: Catalogue): Failure {
  const model = findVisionModel(catalogue);
  return { code: 'vision_unsupported', ...(model === undefined ? {} : { evidence: { model } }) };
}

/** The first name whose first model is known to see. */
function findVisionModel({ chains }: Catalogue): string | undefined {
  return [...chains].find(
    ([, chain]) =>
      kindOfChain(chain) === 'chat' && modelsOf(chain)[0]?.abilities?.includes('vision') === true,
  )?.[0];
}
