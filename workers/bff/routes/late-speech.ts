/**
 * `POST /v1/audio/speech` of a live conversation, of a clause that is not written yet: its guard is asked while the model thinks.
 * What does not come is given back, and nobody was asked.
 */
import { firstNameOf } from '../../../shared/catalogue/catalogue.ts';
import { authenticateLateRequest } from '../access/verified.ts';
import { serveComingCall } from '../passthrough/serve.ts';
import { payerOf } from '../passthrough/talk-payer.ts';
import { errorResponse } from '../reply.ts';
import { chooseModel } from '../request/models/find-model.ts';
import { parseLateSpeech } from '../request/passthrough/late-speech.ts';
import type { Services } from '../services.ts';

const PATH = '/v1/audio/speech';

export async function handleLateSpeech(request: Request, services: Services): Promise<Response> {
  const { catalogue } = services.config;
  const authentication = await authenticateLateRequest(request, services);
  if (!authentication.ok) return errorResponse(authentication);
  const { identity, late } = authentication;
  const told = late.rest();
  if (identity.signer !== 'voice') return errorResponse({ code: 'forbidden' });
  const speech = parseLateSpeech(late.about, firstNameOf(catalogue, 'speech'));
  if (!speech.ok) return errorResponse(speech);
  const { most, of, libra } = speech.value;
  const model = chooseModel(catalogue, most.model, 'speech');
  if (!model.ok) return errorResponse(model);
  const payer = await payerOf(services, identity, libra);
  if (!payer.ok) return errorResponse(payer);
  const named = { path: PATH, model: model.value } as const;
  const exact = told.then((bytes) => {
    const draft = bytes === null ? null : of(bytes);
    return draft === null ? null : { ...draft, ...named };
  });
  const coming = { most: { ...most, ...named }, late: exact };
  return serveComingCall(services, payer.value, coming, request.signal);
}
