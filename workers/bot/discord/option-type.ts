/** Discord's numbers for the options of a command, as far as Libra uses them; discord-interactions has none. */
export const OPTION_TYPE = {
  SUB_COMMAND: 1,
  STRING: 3,
  INTEGER: 4,
  BOOLEAN: 5,
  USER: 6,
  ATTACHMENT: 11,
} as const;
