import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createUploadGate, FREE_UPLOAD_BYTES } from './upload-gate.ts';

describe('the memory that uploads share', () => {
  it('is not needed by small uploads, however much the large ones hold', () => {
    const gate = createUploadGate({ maxSharedBytes: 100 });
    expect(gate.open()?.hold(FREE_UPLOAD_BYTES + 100)).toBe(true);
    const small = gate.open();
    expect(small?.hold(FREE_UPLOAD_BYTES)).toBe(true);
    expect(small?.hold(FREE_UPLOAD_BYTES + 1)).toBe(false);
    expect(small?.hold(FREE_UPLOAD_BYTES)).toBe(true);
  });

  it('is free again when an upload has ended, once', () => {
    const gate = createUploadGate({ maxSharedBytes: 100, maxUploads: 1 });
    const first = gate.open();
    first?.hold(FREE_UPLOAD_BYTES + 100);
    expect(gate.open()).toBeNull();
    first?.close();
    first?.close();
    const second = gate.open();
    expect(second?.hold(FREE_UPLOAD_BYTES + 100)).toBe(true);
    expect(gate.open()).toBeNull();
    expect(first?.hold(1)).toBe(false);
  });

  it('never grows beyond its bound', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(FREE_UPLOAD_BYTES + 200), fc.boolean())), (steps) => {
        const gate = createUploadGate({ maxSharedBytes: 500, maxUploads: 6 });
        const held = new Map<number, number>();
        const uploads = new Map<number, ReturnType<typeof gate.open>>();
        for (const [id, bytes, ends] of steps) {
          const upload = uploads.get(id) ?? gate.open();
          if (upload === null || upload === undefined) continue;
          uploads.set(id, upload);
          if (upload.hold(bytes)) held.set(id, bytes);
          if (ends) {
            upload.close();
            uploads.delete(id);
            held.delete(id);
          }
          const shared = [...held.values()].map((size) => Math.max(0, size - FREE_UPLOAD_BYTES));
          expect(shared.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(500);
          expect(uploads.size).toBeLessThanOrEqual(6);
        }
      }),
    );
  });
});
