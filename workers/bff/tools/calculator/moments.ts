/** Arithmetic of days and moments. Throws `CalculationFault` alone. */
import { offsetAt } from '../../../../shared/time/zoned.ts';
import { addMonths, civilDate, DAY_MS, isDay } from './calendar.ts';
import { CalculationFault } from './fault.ts';
import { asFloat, combineReals, isExact, type Quantity, type Value } from './quantity.ts';
import { integer, toNumber } from './rational.ts';
import { sameDimension, unitOf } from './units.ts';
import type { Work } from './work.ts';
import { toInstant } from './zones.ts';

export type Moment = Extract<Value, { kind: 'date' | 'instant' }>;

const day = () => unitOf('day');
const second = () => unitOf('s');
const hour = () => unitOf('hour');

export function isMoment(value: Value): value is Moment {
  return value.kind === 'date' || value.kind === 'instant';
}

/** Months, years and the days of days and weeks go by the calendar; everything else by its length, and on a day in whole days. */
export function shift(moment: Moment, by: Quantity, sign: 1 | -1, work: Work): Moment {
  if (!sameDimension(by.dimension, day().dimension))
    throw new CalculationFault('only a time such as "90 days" can be added to a date');
  const months = monthsOf(by, work);
  if (months !== null) return shiftMonths(moment, months * sign, work);
  const seconds = asFloat(by.value) * sign;
  const days = seconds / 86_400;
  if (moment.kind === 'instant') {
    const shifted = checked({ ...moment, ms: moment.ms + Math.round(seconds * 1000) });
    const isOfDays = by.unit?.symbol === 'day' || by.unit?.symbol === 'week';
    const whole = isOfDays ? Math.trunc(days) : 0;
    if (whole === 0) return shifted;
    const ms = onDay(moment, (day) => day + whole, work) + Math.round((days - whole) * DAY_MS);
    return checked({ ...moment, ms });
  }
  if (!Number.isInteger(days)) throw new CalculationFault('add whole days, or give the date a time');
  return checked({ kind: 'date', day: moment.day + days });
}

function monthsOf(by: Quantity, work: Work): number | null {
  if (by.unit?.months === undefined) return null;
  const scaled = combineReals(by.value, by.unit.scale, 'divide', work);
  const count = combineReals(scaled, integer(by.unit.months), 'multiply', work);
  if (!isExact(count) || count.denominator !== 1n)
    throw new CalculationFault('add whole months, and the days after them');
  return toNumber(count);
}

function shiftMonths(moment: Moment, months: number, work: Work): Moment {
  if (Math.abs(months) > 120_000) throw new CalculationFault('only the years 1 to 9999 are known');
  if (moment.kind === 'date') {
    const { year } = civilDate(moment.day);
    if (year + months / 12 > 10_001 || year + months / 12 < -1)
      throw new CalculationFault('only the years 1 to 9999 are known');
    return checked({ kind: 'date', day: addMonths(moment.day, months) });
  }
  return checked({ ...moment, ms: onDay(moment, (day) => addMonths(day, months), work) });
}

/** When the clocks show the same on another day, which is not how old that day is where they have been changed. */
function onDay(
  { ms, zone }: Extract<Moment, { kind: 'instant' }>,
  change: (day: number) => number,
  work: Work,
): number {
  work.spend(INTL_STEPS);
  const local = ms + offsetAt(ms, zone);
  const day = Math.floor(local / DAY_MS);
  return toInstant(change(day), Math.round((local - day * DAY_MS) / 1000), zone);
}

/** The platform's tables are slow beside arithmetic. */
export const INTL_STEPS = 20_000;

export function difference(a: Moment, b: Moment): Quantity {
  if (a.kind !== b.kind) throw new CalculationFault('give both a time, or neither');
  const [value, unit] =
    a.kind === 'date' && b.kind === 'date'
      ? [(a.day - b.day) * 86_400, day()]
      : [(startOf(a) - startOf(b)) / 1000, Math.abs(startOf(a) - startOf(b)) < 60_000 ? second() : hour()];
  return { kind: 'quantity', value: exactSeconds(value), dimension: day().dimension, unit };
}

function exactSeconds(seconds: number) {
  return Number.isInteger(seconds) ? integer(seconds) : seconds;
}

function startOf(moment: Moment): number {
  return moment.kind === 'date' ? moment.day * DAY_MS : moment.ms;
}

function checked(moment: Moment): Moment {
  const day = moment.kind === 'date' ? moment.day : Math.floor(moment.ms / DAY_MS);
  if (!isDay(day)) throw new CalculationFault('only the years 1 to 9999 are known');
  return moment;
}
