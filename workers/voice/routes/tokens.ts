/** `POST /v1/talk/tokens` and `/v1/talk/erase`, for the bot. */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { TalkToken } from '../../../shared/contract/talk.ts';
import { errorResponse } from '../../../shared/http/error-response.ts';
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import type { VoiceEnv } from '../env.ts';
import type { Grant } from '../session/rpc.ts';

export async function mintToken(body: JsonRecord, caller: Caller, env: VoiceEnv): Promise<Response> {
  const grant = grantOf(body, caller);
  if (grant === null) return errorResponse('invalid_request');
  const token = await env.TALK_SESSION.getByName(caller.user_id).mint(grant);
  return Response.json({ token } satisfies TalkToken);
}

export async function eraseTalk(caller: Caller, env: VoiceEnv): Promise<Response> {
  await env.TALK_SESSION.getByName(caller.user_id).erase();
  return Response.json({});
}

const MAX_NAME_CHARS = 100;
const MAX_TOKEN_CHARS = 400;

function grantOf({ channel_name: name, interaction }: JsonRecord, caller: Caller): Grant | null {
  if (name !== null && (typeof name !== 'string' || name.length > MAX_NAME_CHARS)) return null;
  if (interaction === undefined) return { caller, channelName: name, interaction: null };
  if (!isRecord(interaction)) return null;
  const { application_id: applicationId, token } = interaction;
  if (typeof applicationId !== 'string' || !/^\d{1,20}$/.test(applicationId)) return null;
  if (typeof token !== 'string' || !/^[\w.-]+$/.test(token) || token.length > MAX_TOKEN_CHARS) return null;
  return { caller, channelName: name, interaction: { applicationId, token } };
}
