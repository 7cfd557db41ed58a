/** Signing in with an operator's key, and out again. The key goes to the bff and is kept nowhere. */
import { senderOf } from '../../../shared/http/address.ts';
import type { Texts } from '../locale/texts.ts';
import { readForm } from '../read-form.ts';
import { htmlResponse, redirect } from '../responses.ts';
import type { ConsoleServices } from '../services.ts';
import { type Channel, formatSessionCookie } from '../session/cookie.ts';
import { createToken, hashText, hashVisitor } from '../session/hash.ts';
import type { Session } from '../session/rpc.ts';
import { LONGEST_MS } from '../session/rules.ts';
import type { Locale } from '../view/format.ts';
import { renderSignIn } from '../view/layout.ts';

export interface SignInContext {
  services: ConsoleServices;
  channel: Channel;
  locale: Locale;
  t: Texts;
}

const KEY = /^lb-[\w-]{20,80}$/;
const MAX_BYTES = 2_048;

export async function signIn(request: Request, context: SignInContext): Promise<Response> {
  const { services, t } = context;
  if (request.method !== 'POST') return htmlResponse(renderSignIn(context, null));
  const address = request.headers.get('cf-connecting-ip');
  const within = await services.loginLimit?.limit({ key: senderOf(address ?? 'local') });
  if (within?.success === false) return refuse(context, t.signIn.limited, 429);
  const key = await readKey(request);
  if (key === null) return refuse(context, t.signIn.refused, 401);

  const asked = await services.bff.identify(key, address);
  if (!asked.ok) {
    if (asked.code === 'upstream_unreachable') return refuse(context, t.signIn.unavailable, 503);
    if (asked.code === 'rate_limited') return refuse(context, t.signIn.limited, 429);
    services.log.warn('sign_in.refused', { code: asked.code });
    return refuse(context, t.signIn.refused, 401);
  }
  const token = createToken();
  await services.sessions.open({
    tokenHash: await hashText(token),
    agentHash: await hashVisitor(request),
    operator: asked.value,
    formToken: createToken(),
  });
  services.log.info('sign_in.accepted', { operator: asked.value.id });
  const response = redirect('/console/now');
  response.headers.append('set-cookie', formatSessionCookie(context.channel, token, LONGEST_MS / 1_000));
  return response;
}

export async function signOut(
  { sessions, log }: ConsoleServices,
  {
    channel,
    token,
    session,
    everywhere,
  }: { channel: Channel; token: string; session: Session; everywhere: boolean },
): Promise<Response> {
  if (everywhere) await sessions.closeAll(session.operator.id);
  else await sessions.close(await hashText(token));
  log.info('sign_out', { operator: session.operator.id, everywhere });
  const response = redirect('/console/login');
  response.headers.append('set-cookie', formatSessionCookie(channel, '', 0));
  return response;
}

function refuse(context: SignInContext, text: string, status: number): Response {
  return htmlResponse(renderSignIn(context, text), status);
}

/** Null for what cannot be a key: it is not looked up. */
async function readKey(request: Request): Promise<string | null> {
  const key = (await readForm(request, MAX_BYTES))?.get('key')?.trim() ?? '';
  return KEY.test(key) ? key : null;
}
