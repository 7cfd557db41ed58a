/** What Discord reads in one piece, as patterns that match at one place. */

/** `<t:1700000000:R>`, `<@1>`, `<@&1>`, `<#1>`, `</help:1>`, `<:name:1>`, `<a:name:1>`. */
export const REFERENCE =
  /<(?:t:(?<time>-?\d{1,13})(?::(?<style>[tTdDfFR]))?|(?<sigil>@!?|@&|#)(?<id>\d{1,20})|\/(?<command>[^:<>\n|]{1,100}):\d{1,20}|a?:(?<emoji>\w{2,32}):\d{1,20})>/y;

export const AUTOLINK = /<(?:https?:\/\/|mailto:)(?:(?!\|\|)[^\s<>])+>/iy;

/** Ends before what more often belongs to the sentence than to the address. */
export const BARE_URL = /https?:\/\/(?:(?!\|\||\]\()[^\s<>`])*(?:(?!\|\|)[^\s<>`*_~|.,:;!?"')\]])/iy;

/** An address that may go on: no mark at its end is one yet. */
export const BEGUN_URL = /https?:\/\/(?:(?!\|\||\]\()[^\s<>`|])*$/iy;

/** One line, with balanced brackets in the label and balanced parentheses in the address. */
export const LINK =
  /\[(?<label>(?:\\[^\n]|\[[^[\]\n]*\]|(?!\|\|)[^[\]\\\n]){1,500})\]\((?<target><(?:(?!\|\|)[^<>\n])*>|(?:\((?:(?!\|\|)[^\s()<>])*\)|(?!\|\|)[^\s()<>])*)(?:[ \t]+"[^"\n|]*")?[ \t]*\)/y;

/** `\` before punctuation takes its meaning away. */
export const ESCAPE = /\\[!-/:-@[-`{-~]/y;

/** Text without anything that may begin something else. */
export const PLAIN = /(?:(?!https?:\/\/)[^\n\\`|*_~[<])+/iy;

/** An info word counts only when a line break follows it at once. */
export const FENCE_OPENING = /```(?:([\w+.#-]+)\n)?/y;

export function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}
