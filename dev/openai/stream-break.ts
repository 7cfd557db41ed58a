/** The faults that end a stream early, whatever it carries. */
import { failureOf } from './api-error.ts';
import type { Exchange } from './exchange.ts';
import type { MidwayStrike, OpenAiFaults } from './faults.ts';

const DEFAULT_AFTER_TOKENS = 3;
/** Every character of it takes several bytes, so a cut after the first byte of one is a cut inside it. */
const MULTIBYTE = '가';

export interface StreamBreak {
  afterTokens: number;
  strike(exchange: Exchange): Promise<void>;
}

/** `frameOf`: a whole frame of this stream that carries a text. */
export function findBreak(faults: OpenAiFaults, frameOf: (text: string) => string): StreamBreak | null {
  const { stall, closeMidFrame, closeMidCharacter, errorChunk, garbage } = faults;
  const whole = () => Buffer.from(frameOf(MULTIBYTE));
  if (stall !== undefined) return at(stall, (exchange) => exchange.waitForClient());
  if (closeMidFrame !== undefined) {
    return at(closeMidFrame, (exchange) => {
      const bytes = whole();
      return breakOff(exchange, bytes.subarray(0, bytes.length / 2), closeMidFrame.clean);
    });
  }
  if (closeMidCharacter !== undefined) {
    return at(closeMidCharacter, (exchange) => {
      const bytes = whole();
      return breakOff(exchange, bytes.subarray(0, bytes.indexOf(MULTIBYTE) + 1), closeMidCharacter.clean);
    });
  }
  if (errorChunk !== undefined) {
    return at(errorChunk, (exchange) => exchange.end(`data: ${JSON.stringify(failureOf(500).body)}\n\n`));
  }
  if (garbage !== undefined) {
    return at(garbage, (exchange) =>
      exchange.end(
        'data: {"id":"chatcmpl-\u0000","choices":[{"delta"\n\n<html>502 Bad Gateway</html>\n\ndata: ☠\n\n',
      ),
    );
  }
  return null;
}

function at(fault: MidwayStrike, strike: StreamBreak['strike']): StreamBreak {
  return { afterTokens: fault.afterTokens ?? DEFAULT_AFTER_TOKENS, strike };
}

export async function breakOff(exchange: Exchange, bytes: Buffer, clean: boolean | undefined): Promise<void> {
  if (clean === true) return exchange.end(bytes);
  if (await exchange.write(bytes)) await exchange.cut();
}
