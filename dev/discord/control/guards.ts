/**
 * Who may talk to the stand-in. It listens on the loopback interface alone, but any web page that is open on this
 * machine can reach that: so the `Host` must be loopback's (else a foreign name was rebound to it), and the control
 * routes serve the stand-in's own page or a program, never a foreign page.
 */
import type { MiddlewareHandler } from 'hono';

const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

export const requireLoopbackHost: MiddlewareHandler = async (c, next) => {
  if (!LOOPBACK_HOST.test(c.req.header('host') ?? ''))
    return c.json({ error: 'The host is not loopback' }, 421);
  return next();
};

export const requireSameOrigin: MiddlewareHandler = async (c, next) => {
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site') ?? 'none';
  const own = origin === undefined || origin === `http://${c.req.header('host')}`;
  if (!own || !['same-origin', 'none'].includes(site)) {
    return c.json({ error: 'Requests of other origins are refused' }, 403);
  }
  return next();
};
