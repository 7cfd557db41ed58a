/** Characters that Unicode knows in a raised or lowered form. Pure. */

const SUPER_FROM = '0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδθφχ';
const SUPER_TO = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᶿᵠᵡ';
const SUB_FROM = '0123456789+-=()aehijklmnoprstuvxβγρφχ';
const SUB_TO = '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ';

const SUPERSCRIPTS = pairUp(SUPER_FROM, SUPER_TO);
const SUBSCRIPTS = pairUp(SUB_FROM, SUB_TO);

/** Undefined when one of the characters has no raised form. */
export function toSuperscript(text: string): string | undefined {
  return mapAll(text, SUPERSCRIPTS);
}

export function toSubscript(text: string): string | undefined {
  return mapAll(text, SUBSCRIPTS);
}

function pairUp(from: string, to: string): ReadonlyMap<string, string> {
  const targets = [...to];
  return new Map([...from].map((char, index) => [char, targets[index] ?? char]));
}

function mapAll(text: string, map: ReadonlyMap<string, string>): string | undefined {
  const mapped = [...text.replace(/\s/g, '').replaceAll('−', '-')].map((char) => map.get(char));
  return mapped.includes(undefined) || mapped.length === 0 ? undefined : mapped.join('');
}
