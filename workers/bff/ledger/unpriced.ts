/** Models of which no price is known: each is told once by an isolate, since its calls cost no budget of money. Pure. */
export interface UnpricedModels {
  /** True for one that has not been told yet. */
  isNew(model: string, provider: string | null): boolean;
}

const MAX_MODELS = 100;

export function createUnpricedModels(): UnpricedModels {
  const told = new Set<string>();
  return {
    isNew(model, provider) {
      const name = `${provider}/${model}`;
      if (told.has(name) || told.size >= MAX_MODELS) return false;
      told.add(name);
      return true;
    },
  };
}
