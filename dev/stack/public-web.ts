import type { Request, Response } from 'miniflare';

/** Answers in its place, for tests. */
export type PublicWeb = (request: Request) => Promise<Response>;

/**
 * The public internet as the bff of the local stack reaches it for pages. A deployed Worker cannot reach a private network;
 * workerd on this machine can, so it looks at the addresses that a name resolves to, when it connects.
 */
export const PUBLIC_WEB = { network: { allow: ['public'], tlsOptions: { trustBrowserCas: true } } };
