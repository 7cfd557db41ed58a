/** A character that Libra takes on, as a server keeps it under a name. Pure. */

export interface Persona {
  /** Told apart without regard to case. */
  name: string;
  /** Added to the system prompt. */
  instructions: string;
  /** A name of the catalogue; null: as without a persona. */
  model: string | null;
  temperature: number | null;
  /** Said when somebody chooses it. */
  greeting: string | null;
  /** What stands before its answers, as an emoji. */
  avatar: string | null;
}

export const MAX_GREETING_CHARS = 500;
export const MAX_AVATAR_CHARS = 64;
export const MAX_TEMPERATURE = 2;
/** Discord's autocompletion and its selects show 25. */
export const MAX_PERSONAS = 25;
