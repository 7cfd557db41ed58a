/** A WAV file of samples: 16 kHz, 16 bit, mono. */
export function wavOf(samples: Buffer): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(16_000, 24);
  head.writeUInt32LE(32_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

export function silenceOf(seconds: number): Buffer {
  return wavOf(Buffer.alloc(seconds * 32_000));
}

/** Not silent: of that nothing is heard. */
export function toneOf(seconds: number): Buffer {
  const samples = Buffer.alloc(seconds * 32_000);
  for (let at = 0; at < samples.length; at += 2) samples.writeInt16LE((at % 64) * 200, at);
  return wavOf(samples);
}
