/** What is said of a model beside its name: its price, and what it can do. Pure. */
import type { OfferedModel, OfferedModels } from '../../../shared/contract/offered-models.ts';
import type { Texts } from '../locale/texts.ts';

/** Empty when nothing is known of it. */
export function hintOf(model: OfferedModel, offer: Pick<OfferedModels, 'default'>, texts: Texts): string {
  const { models: t } = texts;
  return [
    ...(model.name === offer.default ? [t.isDefault] : []),
    ...(model.price === undefined ? [] : [priceOf(model.price, texts)]),
    ...(model.vision === true ? [t.vision] : []),
    ...(model.reasoning === true ? [t.reasoning] : []),
  ].join(' · ');
}

function priceOf({ prompt, completion }: NonNullable<OfferedModel['price']>, { models: t }: Texts): string {
  return prompt === 0 && completion === 0 ? t.free : t.price(dollars(prompt), dollars(completion));
}

/** `$0.15`, `$10`, `$0.075`. */
function dollars(microUsd: number): string {
  const usd = microUsd / 1_000_000;
  const cents = usd.toFixed(2);
  const fine = Number(usd.toFixed(4));
  return `$${Number(cents) === fine ? cents.replace(/\.00$/, '') : fine}`;
}
