/** A value in another unit, time zone or notation. Throws `CalculationFault` alone. */
import { CalculationFault } from './fault.ts';
import { formatReal } from './format.ts';
import { INTL_STEPS } from './moments.ts';
import { combineReals, isExact, isPlain, type Quantity, type Value } from './quantity.ts';
import { bitsOf, integer } from './rational.ts';
import type { FormName, Target } from './syntax.ts';
import { sameDimension } from './units.ts';
import type { Work } from './work.ts';

export function convert(value: Value, to: Target, work: Work): Value {
  if ('zone' in to) {
    if (value.kind !== 'instant')
      throw new CalculationFault('only a time such as "15:00" has another time zone');
    work.spend(INTL_STEPS);
    return { ...value, zone: to.zone };
  }
  if (value.kind !== 'quantity') throw new CalculationFault('a date cannot be converted to a unit');
  if ('form' in to) return { kind: 'text', text: inForm(value, to.form, work) };
  if (!sameDimension(value.dimension, to.unit.dimension))
    throw new CalculationFault(
      `${value.unit?.symbol ?? 'a number without a unit'} cannot be converted to ${to.unit.symbol}`,
    );
  return { kind: 'quantity', value: value.value, dimension: value.dimension, unit: to.unit };
}

const BASES = { hex: [16, '0x'], binary: [2, '0b'], octal: [8, '0o'] } as const;
const MAX_FORM_BITS = 512;

function inForm(quantity: Quantity, form: FormName, work: Work): string {
  const { value } = quantity;
  if (!isPlain(quantity)) throw new CalculationFault('a number without a unit is expected');
  if (form === 'percent')
    return `${formatReal(combineReals(value, integer(100), 'multiply', work), work).text}%`;
  if (!isExact(value)) throw new CalculationFault('an exact number is expected');
  const { numerator, denominator } = value;
  if (Math.max(bitsOf(numerator), bitsOf(denominator)) > MAX_FORM_BITS)
    throw new CalculationFault('the number is too large');
  if (form === 'fraction') return `${numerator}/${denominator}`;
  if (denominator !== 1n) throw new CalculationFault('a whole number is expected');
  const [base, prefix] = BASES[form];
  const digits = (numerator < 0n ? -numerator : numerator).toString(base);
  return `${numerator < 0n ? '-' : ''}${prefix}${digits}`;
}
