/** Where the Workers of an environment answer: at `NAME.SUBDOMAIN.workers.dev`, or where the operator says. */
import type { WorkerName } from '../stack/build.ts';
import type { Cloudflare } from './cloudflare.ts';
import type { Target } from './targets.ts';

/** `given`: origins of Workers that have a domain of their own. */
export interface Addresses {
  originOf(worker: string): string | undefined;
}

/** Those of the public Workers, and `VOICE_URL` of the bot where the operator has not set it: it links to the voice Worker's page. */
export async function settleAddresses(
  targets: readonly Target[],
  given: ReadonlyMap<string, string>,
  cloudflare: Pick<Cloudflare, 'subdomain'>,
): Promise<Addresses> {
  const bot = targets.find(({ worker }) => worker === 'bot');
  const voice = bot === undefined || bot.config.vars?.VOICE_URL !== undefined ? undefined : voiceNameIn(bot);
  const names = new Map<WorkerName, string>([
    ...targets.filter(({ isPublic }) => isPublic).map(({ worker, name }) => [worker, name] as const),
    ...(voice === undefined ? [] : [['voice', voice] as const]),
  ]);
  const isAsked = [...names.keys()].some((worker) => !given.has(worker));
  const subdomain = isAsked ? await cloudflare.subdomain() : '';
  const originOf = (worker: string): string | undefined => {
    const name = names.get(worker as WorkerName);
    return given.get(worker) ?? (name === undefined ? undefined : `https://${name}.${subdomain}.workers.dev`);
  };
  if (bot !== undefined && voice !== undefined) {
    bot.config.vars = { ...bot.config.vars, VOICE_URL: originOf('voice') ?? '' };
  }
  return { originOf };
}

/** Of this environment, also where it is not deployed in this run. */
function voiceNameIn({ config: { services = [] } }: Target): string | undefined {
  return services.find(({ binding }) => binding === 'VOICE')?.service;
}
