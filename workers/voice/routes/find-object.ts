import type { VoiceEnv } from '../env.ts';

/** Null for what is no id of a `TalkSession`: ids are signed by the platform, so that nobody makes one up. */
export function findObject({ TALK_SESSION: namespace }: VoiceEnv, objectId: string) {
  try {
    return namespace.get(namespace.idFromString(objectId));
  } catch {
    return null;
  }
}
