import type { Texts } from '../locale/texts.ts';

export function Privacy({ texts }: { texts: Texts }) {
  return (
    <section class="privacy">
      <h2>{texts.privacyTitle}</h2>
      <ul>
        {texts.privacy.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
