/** What a deployment asks of Cloudflare's API itself; building and uploading is wrangler's. Errors never hold the token. */

export interface DeployedVersion {
  id: string;
  percentage: number;
  /** The release that it was built from; undefined when it was deployed by hand. */
  release: string | undefined;
  message: string | undefined;
}

export interface Cloudflare {
  /** Null: there is no such Worker. */
  findWorker(name: string): Promise<{ migrationTag: string | undefined } | null>;
  secretNames(name: string): Promise<string[]>;
  /** What requests go to now, then what they went to before it, newest first. */
  deployments(name: string): Promise<DeployedVersion[][]>;
  deploy(
    name: string,
    versions: readonly { id: string; percentage: number }[],
    message: string,
  ): Promise<void>;
  /** Of `NAME.SUBDOMAIN.workers.dev`. */
  subdomain(): Promise<string>;
}

export class CloudflareError extends Error {
  readonly status: number;
  constructor(what: string, status: number, messages: readonly string[]) {
    const next =
      status === 401 || status === 403
        ? ' Is CLOUDFLARE_API_TOKEN right, and may it edit Workers (template “Edit Cloudflare Workers”)?'
        : '';
    super(`Cloudflare refuses ${what} (${status}): ${messages.join('; ') || 'no reason given'}.${next}`);
    this.name = 'CloudflareError';
    this.status = status;
  }
}

export interface CloudflareAccess {
  baseUrl: string;
  token: string;
  accountId: string;
}

interface Envelope {
  success?: boolean;
  errors?: { code?: number; message?: string }[];
  result?: unknown;
}

const TIMEOUT_MS = 30_000;
/** No such Worker. */
const NOT_FOUND = 404;

export function createCloudflare({ baseUrl, token, accountId }: CloudflareAccess): Cloudflare {
  async function call(path: string, method = 'GET', body?: object): Promise<unknown> {
    const response = await fetch(`${baseUrl}/accounts/${accountId}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const envelope = (await response.json().catch(() => ({ success: false }))) as Envelope;
    if (response.ok && envelope.success !== false) return envelope.result;
    const messages = (envelope.errors ?? []).flatMap(({ message }) => message ?? []);
    throw new CloudflareError(`${method} ${path}`, response.status, messages);
  }

  async function callOrNull(path: string): Promise<unknown> {
    try {
      return await call(path);
    } catch (error) {
      if (error instanceof CloudflareError && error.status === NOT_FOUND) return null;
      throw error;
    }
  }

  async function readVersion(name: string, id: string, percentage: number): Promise<DeployedVersion> {
    const version = (await callOrNull(`/workers/scripts/${name}/versions/${id}`)) as {
      annotations?: Record<string, string>;
    } | null;
    const annotations = version?.annotations ?? {};
    return { id, percentage, release: annotations['workers/tag'], message: annotations['workers/message'] };
  }

  return {
    async findWorker(name) {
      const service = (await callOrNull(`/workers/services/${name}`)) as {
        default_environment?: { script?: { migration_tag?: string } };
      } | null;
      return service && { migrationTag: service.default_environment?.script?.migration_tag };
    },
    async secretNames(name) {
      const secrets = (await callOrNull(`/workers/scripts/${name}/secrets`)) as { name: string }[] | null;
      return (secrets ?? []).map((secret) => secret.name);
    },
    async deployments(name) {
      const listed = (await callOrNull(`/workers/scripts/${name}/deployments`)) as {
        deployments?: { versions: { version_id: string; percentage: number }[] }[];
      } | null;
      // The newest ten say enough, and each version is one more request.
      const newest = (listed?.deployments ?? []).slice(0, 10);
      return Promise.all(
        newest.map(({ versions }) =>
          Promise.all(
            versions.map(({ version_id, percentage }) => readVersion(name, version_id, percentage)),
          ),
        ),
      );
    },
    async deploy(name, versions, message) {
      // force: Cloudflare else refuses a version whose secrets are not the newest, which is what a rollback wants.
      await call(`/workers/scripts/${name}/deployments?force=true`, 'POST', {
        strategy: 'percentage',
        versions: versions.map(({ id, percentage }) => ({ version_id: id, percentage })),
        annotations: { 'workers/message': message },
      });
    },
    async subdomain() {
      const { subdomain } = (await call('/workers/subdomain')) as { subdomain: string };
      return subdomain;
    },
  };
}
