/** Uploaded files, served as Discord's CDN would: never as something that could run in the page's origin. */
import { Hono } from 'hono';
import type { AttachmentStore } from './world/attachment-store.ts';
import type { World } from './world/world.ts';

const SHOWN_INLINE = /^(image\/(png|jpeg|gif|webp)|audio\/[\w.+-]+)$/;

export function createAttachmentRoutes(world: World, store: AttachmentStore): Hono {
  const app = new Hono();
  app.get('/:channel/:id/:filename', async (c) => {
    const { channel, id } = c.req.param();
    const attachment = world.attachment(channel, id);
    const bytes = attachment === undefined ? null : await store.get(id);
    if (attachment === undefined || bytes === null)
      return c.text('This content is no longer available.', 404);
    const inline = SHOWN_INLINE.test(attachment.content_type);
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': attachment.content_type,
      'content-disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(attachment.filename)}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
  });
  return app;
}
