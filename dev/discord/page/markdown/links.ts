/** True for the three kinds of link that Discord makes clickable. */
export function isSafeLink(url: string): boolean {
  return /^(https?:\/\/[^/]|mailto:[^\s])/i.test(url.trim());
}

/** What an address may not hold is encoded; what is encoded already stays. */
export function toHref(url: string): string {
  return url
    .trim()
    .toWellFormed()
    .replace(/%(?![0-9a-f]{2})|[^\w\-.~:/?#[\]@!$&'()*+,;=%]+/gi, encodeURIComponent);
}
