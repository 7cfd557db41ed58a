/** Where Libra is to be silent: the bot writes it; the bot's gate and the bff's guard read it. Pure. */

/** `mute:<channel or thread id>` = unix milliseconds of its end. An operator reads one with `redis-cli get mute:<id>`. */
export function muteKey(id: string): string {
  return `mute:${id}`;
}
