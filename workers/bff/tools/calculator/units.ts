/** Units of measure: names in English and Korean, and what they are in base units. */
import { once } from '../../../../shared/once.ts';
import type { Rational } from './rational.ts';

/** Exponents of length, mass, time, temperature and data. */
export type Dimension = readonly [
  length: number,
  mass: number,
  time: number,
  temperature: number,
  data: number,
];

export interface Unit {
  /** As it is shown; the parser reads it again. */
  symbol: string;
  dimension: Dimension;
  /** Base units (m, kg, s, K, bit) in one of these. */
  scale: Rational;
  /** Base units at zero: of temperatures that begin elsewhere than at absolute zero. */
  offset?: Rational;
  /** Months in one, where a calendar and not a number of seconds decides. */
  months?: number;
}

export const NONE: Dimension = [0, 0, 0, 0, 0];
const LENGTH: Dimension = [1, 0, 0, 0, 0];
const AREA: Dimension = [2, 0, 0, 0, 0];
const VOLUME: Dimension = [3, 0, 0, 0, 0];
const MASS: Dimension = [0, 1, 0, 0, 0];
const TIME: Dimension = [0, 0, 1, 0, 0];
const SPEED: Dimension = [1, 0, -1, 0, 0];
const TEMPERATURE: Dimension = [0, 0, 0, 1, 0];
const DATA: Dimension = [0, 0, 0, 0, 1];

/** The symbol, base units in it (`a/b`), and its names, the symbol apart. */
type Row = readonly [symbol: string, scale: string, names: string];

const PREFIXES = [
  ['kilo', '킬로'],
  ['mega', '메가'],
  ['giga', '기가'],
  ['tera', '테라'],
  ['peta', '페타'],
] as const;

const rows = (): readonly [Dimension, readonly Row[]][] => [
  [
    LENGTH,
    [
      ['m', '1', 'meter meters metre metres 미터'],
      ['km', '1000', 'kilometer kilometers kilometre kilometres 킬로미터 키로미터'],
      ['cm', '1/100', 'centimeter centimeters centimetre centimetres 센티미터 센티 센치'],
      ['mm', '1/1000', 'millimeter millimeters millimetre millimetres 밀리미터'],
      ['µm', '1/1000000', 'μm um micrometer micrometers micron microns 마이크로미터'],
      ['nm', '1/1000000000', 'nanometer nanometers 나노미터'],
      ['inch', '127/5000', 'in inches 인치'],
      ['ft', '381/1250', 'foot feet 피트'],
      ['yd', '1143/1250', 'yard yards 야드'],
      ['mi', '201168/125', 'mile miles 마일'],
      ['nmi', '1852', '해리'],
      ['au', '149597870700', '천문단위'],
      ['ly', '9460730472580800', 'lightyear lightyears 광년'],
      // Korea's old measures rest on 1 자 = 10/33 m.
      ['자', '10/33', '척'],
      ['치', '1/33', ''],
      ['리', '4320/11', ''],
    ],
  ],
  [
    AREA,
    [
      ['m²', '1', 'm2 sqm 제곱미터 평방미터'],
      ['km²', '1000000', 'km2 제곱킬로미터'],
      ['cm²', '1/10000', 'cm2 제곱센티미터'],
      ['ha', '10000', 'hectare hectares 헥타르'],
      ['acre', '316160658/78125', 'acres 에이커'],
      ['ft²', '145161/1562500', 'ft2 sqft 제곱피트'],
      ['평', '400/121', 'pyeong'],
      ['정보', '1200000/121', ''],
    ],
  ],
  [
    VOLUME,
    [
      ['L', '1/1000', 'l liter liters litre litres 리터'],
      ['mL', '1/1000000', 'ml milliliter milliliters millilitre millilitres cc 밀리리터 씨씨'],
      ['dL', '1/10000', 'dl 데시리터'],
      ['m³', '1', 'm3 세제곱미터 입방미터 루베'],
      ['cm³', '1/1000000', 'cm3 세제곱센티미터'],
      ['gal', '473176473/125000000000', 'gallon gallons 갤런'],
      ['qt', '473176473/500000000000', 'quart quarts 쿼트'],
      ['pt', '473176473/1000000000000', 'pint pints 파인트'],
      ['cup', '473176473/2000000000000', 'cups 컵'],
      ['floz', '473176473/16000000000000', ''],
      ['tbsp', '473176473/32000000000000', 'tablespoon tablespoons'],
      ['tsp', '157725491/32000000000000', 'teaspoon teaspoons'],
      ['되', '2401/1331000', ''],
      ['말', '2401/133100', ''],
      ['홉', '2401/13310000', ''],
    ],
  ],
  [
    MASS,
    [
      ['kg', '1', 'kilogram kilograms kilo kilos 킬로그램 킬로 키로 키로그램'],
      ['g', '1/1000', 'gram grams 그램'],
      ['mg', '1/1000000', 'milligram milligrams 밀리그램'],
      ['µg', '1/1000000000', 'μg ug mcg microgram micrograms 마이크로그램'],
      ['t', '1000', 'ton tons tonne tonnes 톤'],
      ['lb', '45359237/100000000', 'lbs pound pounds 파운드'],
      ['oz', '45359237/1600000000', 'ounce ounces 온스'],
      ['stone', '635029318/100000000', 'st'],
      // Of meat; vegetables are sold by 400 g.
      ['근', '3/5', ''],
      ['관', '15/4', ''],
      ['돈', '3/800', '돈쭝'],
    ],
  ],
  [
    TIME,
    [
      ['s', '1', 'sec secs second seconds 초'],
      ['ms', '1/1000', 'millisecond milliseconds 밀리초'],
      ['minute', '60', 'min mins minutes 분'],
      ['h', '3600', 'hr hrs hour hours 시간'],
      ['day', '86400', 'd days 일'],
      ['week', '604800', 'weeks wk wks 주 주일'],
      ['month', '2629746', 'months 개월 달'],
      ['year', '31556952', 'years yr yrs 년'],
    ],
  ],
  [
    SPEED,
    [
      ['km/h', '5/18', 'kph kmh'],
      ['mph', '1397/3125', ''],
      ['knot', '463/900', 'knots kn kt 노트'],
    ],
  ],
  [TEMPERATURE, [['K', '1', 'kelvin 켈빈']]],
  [
    DATA,
    [
      ['bit', '1', 'bits 비트'],
      ['B', '8', 'byte bytes 바이트'],
      ...(['k', 'M', 'G', 'T', 'P'] as const).flatMap((prefix, index): Row[] => {
        const [decimal, binary] = [1000n ** BigInt(index + 1), 1024n ** BigInt(index + 1)];
        const [en, ko] = PREFIXES[index] ?? ['', ''];
        const capital = prefix.toUpperCase();
        return [
          [
            `${prefix}B`,
            `${decimal * 8n}`,
            `${capital}B ${prefix.toLowerCase()}b ${en}byte ${en}bytes ${ko}바이트`,
          ],
          [`${capital}iB`, `${binary * 8n}`, ''],
          [`${prefix}bit`, `${decimal}`, `${prefix}b ${en}bit ${en}bits ${ko}비트`],
        ];
      }),
    ],
  ],
];

const MONTHS: Readonly<Record<string, number>> = { month: 1, year: 12 };

/** Units of temperature whose zero is not absolute. */
const CELSIUS: Unit = {
  symbol: '°C',
  dimension: TEMPERATURE,
  scale: { numerator: 1n, denominator: 1n },
  offset: { numerator: 5463n, denominator: 20n },
};
const FAHRENHEIT: Unit = {
  symbol: '°F',
  dimension: TEMPERATURE,
  scale: { numerator: 5n, denominator: 9n },
  offset: { numerator: 45967n, denominator: 180n },
};

/** Few questions need them. */
const known = once(() => {
  const byName = new Map<string, Unit>();
  const byLowerName = new Map<string, Unit>();
  const register = (unit: Unit, names: readonly string[]): void => {
    for (const name of names) {
      if (!byName.has(name)) byName.set(name, unit);
      if (!byLowerName.has(name.toLowerCase())) byLowerName.set(name.toLowerCase(), unit);
    }
  };
  for (const [dimension, units] of rows()) {
    for (const [symbol, scale, names] of units) {
      const [numerator = '1', denominator = '1'] = scale.split('/');
      const months = MONTHS[symbol];
      const unit: Unit = {
        symbol,
        dimension,
        scale: { numerator: BigInt(numerator), denominator: BigInt(denominator) },
        ...(months === undefined ? {} : { months }),
      };
      register(unit, [symbol, ...names.split(' ').filter((name) => name !== '')]);
    }
  }
  register(CELSIUS, ['°C', '℃', 'C', 'celsius', 'degC', '섭씨']);
  register(FAHRENHEIT, ['°F', '℉', 'F', 'fahrenheit', 'degF', '화씨']);
  return { byName, byLowerName };
});

/** By a name as it is written, else without regard to capitals. */
export function findUnit(name: string): Unit | undefined {
  const { byName, byLowerName } = known();
  return byName.get(name) ?? byLowerName.get(name.toLowerCase());
}

/** A unit that there is. */
export function unitOf(name: string): Unit {
  const unit = findUnit(name);
  if (unit === undefined) throw new Error(`there is no unit ${name}`);
  return unit;
}

/** For the lexer, which cuts a row of Hangul into words. */
export function koreanUnitNames(): string[] {
  return [...known().byName.keys()].filter((name) => /^[가-힣]+$/.test(name));
}

export function sameDimension(a: Dimension, b: Dimension): boolean {
  return a.every((exponent, index) => exponent === b[index]);
}

export function combine(a: Dimension, b: Dimension, sign: 1 | -1): Dimension {
  return a.map((exponent, index) => exponent + sign * (b[index] ?? 0)) as unknown as Dimension;
}

export function raise(dimension: Dimension, exponent: number): Dimension {
  return dimension.map((each) => each * exponent) as unknown as Dimension;
}

const BASE_SYMBOLS = ['m', 'kg', 's', 'K', 'bit'] as const;

/** The unit that a quantity is shown in when nobody chose one: products of base units, such as `kg/m^3`. */
export function baseUnit(dimension: Dimension): Unit {
  const part = (sign: 1 | -1) =>
    dimension
      .map((exponent, index) => [BASE_SYMBOLS[index], exponent * sign] as const)
      .filter(([, exponent]) => exponent > 0)
      .map(([symbol, exponent]) => (exponent === 1 ? symbol : `${symbol}^${exponent}`));
  const [top, bottom] = [part(1), part(-1)];
  const symbol = [top.length === 0 ? '1' : top.join('·'), ...bottom].join('/');
  return { symbol, dimension, scale: { numerator: 1n, denominator: 1n } };
}
