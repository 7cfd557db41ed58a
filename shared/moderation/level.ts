/** What is done about what was flagged: nothing, a note for the moderators, or a refusal. From the mildest to the strictest. */
export const MODERATION_LEVELS = ['off', 'note', 'block'] as const;
export type ModerationLevel = (typeof MODERATION_LEVELS)[number];
