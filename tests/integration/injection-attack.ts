/** An attack by text from outside. */
export type Source =
  /** A page that the person wants read. */
  | 'page'
  /** The title or the excerpt of what a search finds. */
  | 'search'
  /** A message of somebody else in the channel. */
  | 'channel'
  /** A file that comes with the question. */
  | 'file'
  /** Somebody's message, under a message command. */
  | 'quote'
  /** The arguments of a call, and what its result repeats of them. */
  | 'arguments'
  /** The instructions of a persona of the server. */
  | 'persona'
  /** A document that somebody has added to the channel. */
  | 'document'
  /** What an MCP server says of one of its tools. */
  | 'description'
  /** What a tool of an MCP server gives. */
  | 'result';

/** `form`: of a document, the name of its file; of a description, the field that holds it; of a result, its kind. */
export type Attack = readonly [
  source: Source,
  language: 'en' | 'ko',
  what: string,
  text: string,
  form?: string,
];
