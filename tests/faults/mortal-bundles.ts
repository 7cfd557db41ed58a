/**
 * The deployed bundles with a way to die in them: everything that Libra does is the bundle's own code; what is added
 * kills the isolate of one delivery (as the platform does with `ctx.abort()`), fires its alarm now, deletes its last
 * message, and breaks the bff's streams off. An eviction from outside would wait until the object is idle, which is just what it must not be.
 */
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Bundle, PROJECT_ROOT, type WorkerName } from '../../dev/stack/build.ts';
import { isStub } from '../without-documents.ts';

/** What the mortal `ReplyDelivery` adds to the real one. */
export interface MortalDelivery {
  /** Rejects: the object dies in the middle of this call, and with it everything that it held in memory. */
  die(): Promise<void>;
  fireAlarm(): Promise<void>;
  /** The time in which the actions that it has proposed can be approved is over. */
  lapse(): Promise<void>;
  followUps(): Promise<readonly string[]>;
  /** With the token of the interaction, which is known nowhere else. Gives Discord's status. */
  deleteLastMessage(): Promise<number>;
}

/** What the mortal `Reminders` adds to the real one: the time of all of them has come. */
export interface MortalReminders {
  comeDue(): Promise<void>;
}

/** What the mortal `DocumentReading` adds to the real one. */
export type MortalReading = Pick<MortalDelivery, 'die' | 'fireAlarm'>;

/** `POST` on the bff: breaks off all of its open streams. */
export const CUT_PATH = '/cut-streams';

const WRAPPERS: Partial<Record<WorkerName, (bundle: string) => string>> = {
  bot: (bundle) => `
    import worker, { PersonErasure, Reminders as RealReminders, ReplyDelivery as Real } from ${bundle};
    export { PersonErasure };
    export class Reminders extends RealReminders {
      async comeDue() {
        const kept = this.ctx.storage.kv.get('reminders');
        const nextMs = Date.now();
        const reminders = kept.reminders.map((one) => ({ ...one, state: { ...one.state, nextMs } }));
        this.ctx.storage.kv.put('reminders', { ...kept, reminders });
        await this.ctx.storage.setAlarm(nextMs);
      }
    }
    export class ReplyDelivery extends Real {
      die() { this.ctx.abort('killed by a test'); }
      fireAlarm() { return this.alarm(); }
      lapse() {
        const kept = this.ctx.storage.kv.get('actions');
        const expiresAtMs = Date.now();
        const actions = kept.actions.map((one) => ({ ...one, state: { ...one.state, expiresAtMs } }));
        this.ctx.storage.kv.put('actions', { ...kept, actions });
      }
      followUps() { return this.ctx.storage.kv.get('delivery')?.followUpIds ?? []; }
      async deleteLastMessage() {
        const { job, followUpIds } = this.ctx.storage.kv.get('delivery');
        const { DISCORD_API_BASE_URL: base, DISCORD_APPLICATION_ID: id } = this.env;
        const url = base + '/webhooks/' + id + '/' + job.token + '/messages/' + followUpIds.at(-1);
        const headers = { 'user-agent': 'DiscordBot (https://example.com, 1)' };
        return (await fetch(url, { method: 'DELETE', headers })).status;
      }
    }
    export default worker;`,
  documents: (bundle) => `
    import worker, { DocumentReading as Real } from ${bundle};
    export class DocumentReading extends Real {
      die() { this.ctx.abort('killed by a test'); }
      fireAlarm() { return this.alarm(); }
    }
    export default worker;`,
  bff: (bundle) => `
    import worker, { MemoryPause } from ${bundle};
    export { MemoryPause };
    let cuts = 0;
    export default {
      ...worker,
      async fetch(request, env, ctx) {
        if (new URL(request.url).pathname === ${JSON.stringify(CUT_PATH)}) {
          cuts += 1;
          return new Response();
        }
        const response = await worker.fetch(request, env, ctx);
        if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response;
        const before = cuts;
        const reader = response.body.getReader();
        return new Response(new ReadableStream({
          async pull(controller) {
            const next = reader.read();
            for (;;) {
              // The flag is looked at by a timer: one request cannot reach into another's stream.
              const step = await Promise.race([next, new Promise((resolve) => setTimeout(resolve, 20, null))]);
              if (cuts > before) {
                await reader.cancel();
                throw new Error('cut by a test');
              }
              if (step === null) continue;
              if (step.done) controller.close();
              else controller.enqueue(step.value);
              return;
            }
          },
          cancel: (reason) => reader.cancel(reason),
        }), response);
      },
    };`,
};

const built = new Map<string, Promise<Bundle>>();

/** Once a process: all of its stages have the same. */
export function buildMortalBundles(bundles: readonly Bundle[]): Promise<Bundle[]> {
  return Promise.all(
    bundles.map((bundle) => {
      const kept = built.get(bundle.scriptPath) ?? buildMortal(bundle);
      built.set(bundle.scriptPath, kept);
      return kept;
    }),
  );
}

async function buildMortal(bundle: Bundle): Promise<Bundle> {
  const wrap = WRAPPERS[bundle.worker];
  if (wrap === undefined || isStub(bundle)) return bundle;
  // Other processes build theirs at the same time.
  const scriptPath = join(bundle.scriptPath, '..', `mortal-${process.pid}.js`);
  await build({
    stdin: { contents: wrap(JSON.stringify(bundle.scriptPath)), resolveDir: PROJECT_ROOT, loader: 'js' },
    outfile: scriptPath,
    bundle: true,
    minifyWhitespace: true,
    format: 'esm',
    target: 'esnext',
    external: ['cloudflare:*', 'node:*'],
    logLevel: 'error',
  });
  return { ...bundle, scriptPath };
}
