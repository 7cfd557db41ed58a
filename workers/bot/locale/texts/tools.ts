/** What a person reads of the tools that an answer was made with. Types alone. */
export interface ToolTexts {
  /**
   * While one works, in one line that ends with `…`. By its name; `other` for one that has no line of its own. `subject`: a
   * host, a search; null when there is none.
   */
  working: Readonly<Record<string, (subject: string | null) => string>> & {
    other: (subject: string | null) => string;
  };
  /** What a tool is called; one without an entry goes by its own name. */
  names: Readonly<Record<string, string>>;
  used: (names: string) => string;
}
