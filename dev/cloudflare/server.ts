/**
 * A stand-in for as much of Cloudflare's API as wrangler and `npm run deploy` ask for: Workers, their versions, deployments and
 * secrets. Each public Worker also answers at an address of its own, as far as a deployment looks at it.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequestVerifier } from '../../shared/signing/verify.ts';
import { startHttpServer } from '../stand-in/http-server.ts';
import { readBody, sendJson } from '../stand-in/read-body.ts';

export interface CloudflareStandIn {
  /** For CLOUDFLARE_API_BASE_URL. */
  url: string;
  token: string;
  accountId: string;
  /** `METHOD path`, without the account, in order. */
  calls(): readonly string[];
  workers: ReadonlyMap<string, FakeWorker>;
  /** Where requests of the world reach a Worker. */
  open(name: string): Promise<string>;
  /** From now on versions of this Worker answer with this status. Null: they work. */
  setSick(name: string, status: number | null): void;
  /** The next call of this method and path is answered 500. */
  failOnce(call: string): void;
  close(): Promise<void>;
}

export interface FakeVersion {
  id: string;
  annotations: Record<string, string>;
  vars: Record<string, string>;
}

export interface FakeWorker {
  versions: FakeVersion[];
  /** Newest first. */
  deployments: { id: string; versions: { version_id: string; percentage: number }[]; message: string }[];
  secrets: Map<string, string>;
  migrationTag: string | undefined;
}

interface Metadata {
  bindings?: { name: string; type: string; text?: string }[];
  annotations?: Record<string, string>;
  migrations?: { new_tag?: string };
}

/** `…/scripts/NAME/WHAT/ID` */
interface ScriptCall {
  method: string;
  what: string | undefined;
  id: string | undefined;
  metadata: Metadata | null;
  body: Buffer;
}

const MAX_BODY_BYTES = 50_000_000;
const SUBDOMAIN = 'stand-in';

export async function startCloudflareStandIn(options: { secret: string }): Promise<CloudflareStandIn> {
  const token = 'fake-cloudflare-token';
  const accountId = '0'.repeat(32);
  const calls: string[] = [];
  const workers = new Map<string, FakeWorker>();
  const sick = new Map<string, number>();
  const failing = new Set<string>();
  const servers: { close(): Promise<void> }[] = [];

  const api = await startHttpServer({ name: 'Cloudflare stand-in', handle });
  servers.push(api);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await readBody(request, MAX_BODY_BYTES)) ?? Buffer.alloc(0);
    const url = new URL(request.url ?? '/', api.origin);
    const path = url.pathname.replace(`/accounts/${accountId}`, '') || '/';
    const call = `${request.method} ${path}`;
    if (request.headers.authorization !== `Bearer ${token}`)
      return refuse(response, 403, 'Authentication error');
    calls.push(call);
    if (failing.delete(call)) return refuse(response, 500, 'stand-in fault');
    const result = await answer(request, path, body);
    if (result === undefined) return refuse(response, 404, 'not found', 10007);
    sendJson(response, 200, { success: true, errors: [], messages: [], result });
  }

  async function answer(request: IncomingMessage, path: string, body: Buffer): Promise<unknown> {
    const { method = 'GET' } = request;
    const [, first, second, name = '', what, id] = path.split('/');
    if (path === '/accounts') return [{ id: accountId, name: 'stand-in' }];
    if (first === 'workers' && second === 'subdomain') return { subdomain: SUBDOMAIN };
    if (first === 'workers' && second === 'services') return service(name);
    if (first === 'workers' && second === 'workers')
      return workers.has(name)
        ? { id: name, name, subdomain: { enabled: true, previews_enabled: false }, tags: [] }
        : undefined;
    if (first === 'workers' && second === 'scripts' && name !== '')
      return scripts(name, { method, what, id, metadata: await readUpload(request, body), body });
    return undefined;
  }

  function service(name: string): unknown {
    const worker = workers.get(name);
    if (worker === undefined) return undefined;
    const script = {
      id: name,
      tag: name,
      tags: [],
      migration_tag: worker.migrationTag,
      last_deployed_from: 'wrangler',
    };
    return { id: name, default_environment: { environment: 'production', script } };
  }

  /** A script that is put whole: its newest version gets all requests. */
  function putScript(name: string, metadata: Metadata): unknown {
    const worker = workers.get(name) ?? {
      versions: [],
      deployments: [],
      secrets: new Map(),
      migrationTag: undefined,
    };
    workers.set(name, worker);
    const version = addVersion(worker, metadata);
    setDeployment(
      worker,
      [{ version_id: version.id, percentage: 100 }],
      version.annotations['workers/message'] ?? '',
    );
    return {
      id: name,
      tag: name,
      startup_time_ms: 3,
      deployment_id: version.id,
      ...described(version),
      mutable_pipeline_id: name,
    };
  }

  function scripts(name: string, { method, what, id, metadata, body }: ScriptCall): unknown {
    const worker = workers.get(name);
    if (what === undefined && method === 'PUT' && metadata !== null) return putScript(name, metadata);
    // As where all files of a page are there already: there is nothing to send, and this token stands for them.
    if (what === 'assets-upload-session' && method === 'POST')
      return { jwt: 'fake-completion-token', buckets: [] };
    if (worker === undefined)
      return what === 'subdomain' && method === 'POST' ? { enabled: true } : undefined;
    switch (what) {
      case 'versions':
        if (method === 'POST' && metadata !== null) {
          if (metadata.migrations !== undefined) return undefined;
          return { ...described(addVersion(worker, metadata)), startup_time_ms: 3 };
        }
        return id === undefined
          ? { items: worker.versions.map(described) }
          : worker.versions.filter((version) => version.id === id).map(described)[0];
      case 'deployments':
        if (method !== 'POST') return { deployments: worker.deployments };
        return deployFrom(worker, body);
      case 'secrets':
        return [...worker.secrets.keys()].map((secret) => ({ name: secret, type: 'secret_text' }));
      case 'script-settings':
      case 'settings':
        return { tags: [], bindings: [] };
      case 'schedules':
        return { schedules: [] };
      case 'subdomain':
        return { enabled: true, previews_enabled: false };
      default:
        return undefined;
    }
  }

  function addVersion(
    worker: FakeWorker,
    { bindings = [], annotations = {}, migrations }: Metadata,
  ): FakeVersion {
    const ofType = (type: string) =>
      bindings.flatMap((each) => (each.type === type ? [[each.name, each.text ?? ''] as const] : []));
    for (const [secret, value] of ofType('secret_text')) worker.secrets.set(secret, value);
    if (migrations?.new_tag !== undefined) worker.migrationTag = migrations.new_tag;
    const version = { id: randomUUID(), annotations, vars: Object.fromEntries(ofType('plain_text')) };
    worker.versions.push(version);
    return version;
  }

  function described(version: FakeVersion): object {
    const metadata = {
      has_preview: false,
      created_on: new Date(0).toISOString(),
      author_email: 'stand-in',
      source: 'wrangler',
    };
    const resources = { script: {}, bindings: [], script_runtime: {} };
    return { id: version.id, number: 1, metadata, annotations: version.annotations, resources };
  }

  function deployFrom(worker: FakeWorker, body: Buffer): unknown {
    const given = JSON.parse(body.toString()) as {
      versions: { version_id: string; percentage: number }[];
      annotations?: Record<string, string>;
    };
    const isKnown = given.versions.every(({ version_id }) =>
      worker.versions.some(({ id }) => id === version_id),
    );
    if (!isKnown) return undefined;
    return setDeployment(worker, given.versions, given.annotations?.['workers/message'] ?? '');
  }

  function setDeployment(
    worker: FakeWorker,
    versions: { version_id: string; percentage: number }[],
    message: string,
  ): unknown {
    const deployment = { id: randomUUID(), versions, message };
    worker.deployments.unshift(deployment);
    return { ...deployment, strategy: 'percentage' };
  }

  async function open(name: string): Promise<string> {
    const verifier = createRequestVerifier({ secrets: [options.secret], accept: 'bot' });
    const server = await startHttpServer({
      name,
      async handle(request, response) {
        const body = (await readBody(request, MAX_BODY_BYTES)) ?? Buffer.alloc(0);
        const status = sick.get(name);
        const path = new URL(request.url ?? '/', server.origin).pathname;
        if (status !== undefined && path === '/health') return sendJson(response, status, {});
        if (path === '/health')
          return sendJson(response, 200, { status: 'ok', version: shownVersion(name, request) });
        if (path === '/interactions') return sendJson(response, 401, {});
        const headers = request.headers as Record<string, string>;
        const web = new Request(`${server.origin}${path}`, { method: 'POST', headers });
        const verdict = await verifier.verify(web, new Uint8Array(body));
        const parts = Object.fromEntries(['redis', 'database', 'llm'].map((part) => [part, { state: 'ok' }]));
        sendJson(response, verdict.ok ? 200 : 401, verdict.ok ? { parts } : {});
      },
    });
    servers.push(server);
    return server.origin;
  }

  /** As Cloudflare does it: the version that the header names, else one of those that get requests. */
  function shownVersion(name: string, request: IncomingMessage): string | undefined {
    const worker = workers.get(name);
    const wanted = /"([^"]+)"/.exec(
      String(request.headers['cloudflare-workers-version-overrides'] ?? ''),
    )?.[1];
    const now = worker?.deployments[0]?.versions ?? [];
    const id = now.find(({ version_id }) => version_id === wanted)?.version_id ?? now[0]?.version_id;
    return worker?.versions.find((version) => version.id === id)?.vars.LIBRA_VERSION;
  }

  return {
    url: api.origin,
    token,
    accountId,
    calls: () => calls,
    workers,
    open,
    setSick: (name, status) => void (status === null ? sick.delete(name) : sick.set(name, status)),
    failOnce: (call) => void failing.add(call),
    async close() {
      for (const server of servers) await server.close();
    },
  };
}

/** What wrangler sends beside a script's modules. */
async function readUpload(request: IncomingMessage, body: Buffer): Promise<Metadata | null> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return null;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  return JSON.parse(String(form.get('metadata'))) as Metadata;
}

function refuse(response: ServerResponse, status: number, message: string, code = status): void {
  sendJson(response, status, { success: false, errors: [{ code, message }], messages: [], result: null });
}
