/** The voice Worker: the page of a live conversation, its tokens, and its socket. It asks the bff in its own name. */
import { HEALTH_PATH } from '../../shared/contract/routes.ts';
import {
  TALK_ERASE_PATH,
  TALK_PAGE,
  TALK_SESSIONS,
  TALK_SOCKET,
  TALK_TOKENS_PATH,
} from '../../shared/contract/talk.ts';
import { errorResponse } from '../../shared/http/error-response.ts';
import { withSecurityHeaders } from '../../shared/http/security-headers.ts';
import { createUploadGate, type UploadGate } from '../../shared/http/upload-gate.ts';
import { logCrash } from '../../shared/observe/crash.ts';
import { createLogger } from '../../shared/observe/log.ts';
import { createNonceBook, type NonceBook } from '../../shared/signing/nonce-book.ts';
import { createRequestVerifier, type RequestVerifier } from '../../shared/signing/verify.ts';
import { readSignedBody } from './access/signed-body.ts';
import { readVoiceConfig, type VoiceConfig } from './config.ts';
import type { VoiceEnv } from './env.ts';
import { servePage } from './routes/page.ts';
import { beginSession } from './routes/sessions.ts';
import { openSocket } from './routes/socket.ts';
import { eraseTalk, mintToken } from './routes/tokens.ts';
import { TalkSession } from './session/object.ts';

// The runtime looks for the Durable Object's class here.
export { TalkSession };

export default {
  async fetch(request, env) {
    const response = await respond(request, env);
    // The headers of an upgrade are not to be changed, and those of the page are its own.
    if (response.status === 101) return response;
    const ownRules = response.headers.get('content-security-policy');
    const secured = withSecurityHeaders(response);
    if (ownRules !== null) secured.headers.set('content-security-policy', ownRules);
    return secured;
  },
} satisfies ExportedHandler<VoiceEnv>;

async function respond(request: Request, env: VoiceEnv): Promise<Response> {
  const log = createLogger({ worker: 'voice' });
  try {
    const parts = partsOf(env);
    const { pathname } = new URL(request.url);
    const { method } = request;
    switch (pathname) {
      case HEALTH_PATH:
        if (method !== 'GET' && method !== 'HEAD') return errorResponse('method_not_allowed');
        return Response.json({ status: 'ok', version: parts.config.version });
      case TALK_TOKENS_PATH:
      case TALK_ERASE_PATH: {
        if (method !== 'POST') return errorResponse('method_not_allowed');
        const read = await readSignedBody(request, { ...parts, log });
        if (!read.ok) return errorResponse(read.code);
        if (pathname === TALK_ERASE_PATH) return await eraseTalk(read.caller, env);
        return await mintToken(read.body, read.caller, env);
      }
      case TALK_SESSIONS:
        return method === 'POST'
          ? await beginSession(request, env, parts.uploads)
          : errorResponse('method_not_allowed');
      case TALK_SOCKET:
        return method === 'GET' ? await openSocket(request, env) : errorResponse('method_not_allowed');
      default:
        if (pathname !== TALK_PAGE && !pathname.startsWith(`${TALK_PAGE}/`))
          return errorResponse('not_found');
        return method === 'GET' || method === 'HEAD'
          ? await servePage(request, env)
          : errorResponse('method_not_allowed');
    }
  } catch (error) {
    logCrash(log, error);
    return errorResponse('internal');
  }
}

interface Parts {
  config: VoiceConfig;
  verifier: RequestVerifier;
  nonces: NonceBook;
  uploads: UploadGate;
}

/** Of one isolate: a token that was minted twice is a second token, which opens no more than the first. */
const MAX_NONCES = 2_000;

let made: { env: VoiceEnv; parts: Parts } | undefined;

function partsOf(env: VoiceEnv): Parts {
  if (made?.env !== env) {
    const config = readVoiceConfig(env);
    const verifier = createRequestVerifier({ secrets: config.sharedSecrets, accept: 'bot' });
    const nonces = createNonceBook(MAX_NONCES);
    made = { env, parts: { config, verifier, nonces, uploads: createUploadGate() } };
  }
  return made.parts;
}
