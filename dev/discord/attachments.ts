/** Uploaded files, served as Discord's CDN would: never as something that could run in the page's origin. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AttachmentLinks } from './attachment-links.ts';
import type { FaultSwitch } from './rest/faults.ts';
import type { AttachmentStore } from './world/attachment-store.ts';
import type { StoredAttachment } from './world/records.ts';
import type { World } from './world/world.ts';

const SHOWN_INLINE = /^(image\/(png|jpeg|gif|webp)|audio\/[\w.+-]+)$/;

export interface AttachmentDeps {
  world: World;
  store: AttachmentStore;
  links: AttachmentLinks;
  faults: Pick<FaultSwitch, 'cdn'>;
  /** Aborts when the stand-in is closed. */
  signal: AbortSignal;
}

export function createAttachmentRoutes({ world, store, links, faults, signal }: AttachmentDeps): Hono {
  const app = new Hono();

  async function serve(c: Context, attachment: StoredAttachment | undefined): Promise<Response> {
    const { cdn } = faults;
    if (cdn === 'hang') await untilAborted(AbortSignal.any([signal, c.req.raw.signal]));
    else if (cdn !== undefined && 'delayMs' in cdn) await sleep(cdn.delayMs, undefined, { signal });
    else if (cdn !== undefined) return c.text('The CDN is down.', cdn.status as ContentfulStatusCode);
    const path = new URL(c.req.url).pathname;
    const genuine = attachment !== undefined && links.verify(path, c.req.query());
    const bytes = genuine ? await store.get(attachment.id) : null;
    if (attachment === undefined || bytes === null)
      return c.text('This content is no longer available.', 404);
    const inline = SHOWN_INLINE.test(attachment.content_type);
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': attachment.content_type,
      'content-disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(attachment.filename)}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
  }

  app.get('/attachments/:channel/:id/:filename', (c) =>
    serve(c, world.attachment(c.req.param('channel'), c.req.param('id'))),
  );
  app.get('/ephemeral-attachments/:application/:id/:filename', (c) =>
    serve(c, world.upload(c.req.param('id'))),
  );
  return app;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
}
