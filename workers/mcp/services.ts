/** Builds this Worker's parts out of its configuration: once per isolate what holds no request's I/O, the rest per request. */
import { TRACEPARENT_HEADER } from '../../shared/contract/routes.ts';
import { createUploadGate, type UploadGate } from '../../shared/http/upload-gate.ts';
import { createLogger, type Logger } from '../../shared/observe/log.ts';
import { continueTrace } from '../../shared/observe/trace.ts';
import { createRequestVerifier, type RequestVerifier } from '../../shared/signing/verify.ts';
import { type McpConfig, type McpEnv, type McpServerConfig, readMcpConfig } from './config.ts';
import type { McpServerRpc } from './server/rpc.ts';

interface IsolateParts {
  config: McpConfig;
  verifier: RequestVerifier;
  uploads: UploadGate;
}

export interface Services extends IsolateParts {
  stateOf(server: McpServerConfig): McpServerRpc;
  fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  now: () => number;
  log: Logger;
  /** Lets work finish after the response (`waitUntil`). */
  defer(work: Promise<unknown>): void;
}

const isolates = new WeakMap<object, IsolateParts>();

/** Throws `VariablesError` when the configuration is not right. `defer` is the execution context's `waitUntil`. */
export function createServices(
  env: McpEnv,
  request: Request,
  defer: (work: Promise<unknown>) => void,
): Services {
  const parts = isolatePartsOf(env);
  const trace = continueTrace(request.headers.get(TRACEPARENT_HEADER));
  return {
    ...parts,
    // With its address: what was learned of another server does not hold for this one.
    stateOf: ({ name, url }) => env.MCP_SERVER_STATE.getByName(`${name} ${url}`),
    fetch: (url, init) => fetch(url, init),
    now: Date.now,
    log: createLogger({ worker: 'mcp', trace, level: parts.config.logLevel }),
    defer,
  };
}

function isolatePartsOf(env: McpEnv): IsolateParts {
  const known = isolates.get(env);
  if (known !== undefined) return known;
  const config = readMcpConfig(env);
  const parts = {
    config,
    verifier: createRequestVerifier({ secrets: config.sharedSecrets, accept: 'bff' }),
    uploads: createUploadGate(),
  };
  isolates.set(env, parts);
  return parts;
}
