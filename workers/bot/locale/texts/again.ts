/** What is said to wishes about the newest answer, its model and its language. Types alone. */
export interface AgainTexts {
  /** Another version is on its way. `model`: who writes it; null: the same as before. */
  writing: (model: string | null) => string;
  /** `models`: names to choose from; empty when they are not known. */
  whichModel: (models: readonly string[]) => string;
  languageSet: string;
}

/** The key is the stable code that the person is shown. */
export interface AgainProblemTexts {
  nothing_to_regenerate: string;
  newest_unavailable: string;
}
