/**
 * How much of unfinished uploads one isolate holds. Each may have a little at once, which is all that an ordinary request needs;
 * what goes beyond comes out of one store, so that senders of half a body cannot fill the memory. Pure.
 */
export interface UploadGate {
  /** Null: as many uploads are open as may be. */
  open(): Upload | null;
}

export interface Upload {
  /** `totalBytes`: what this upload holds from now on. False when there is no room for it; nothing has changed then. */
  hold(totalBytes: number): boolean;
  close(): void;
}

/** Held by each upload without asking for more: an interaction of Discord, a question without files. */
export const FREE_UPLOAD_BYTES = 16_384;

/** 16 MB at most: 128 MB is what an isolate has. */
const MAX_UPLOADS = 1_000;
const MAX_SHARED_BYTES = 32 * 1024 * 1024;

export function createUploadGate({
  maxUploads = MAX_UPLOADS,
  maxSharedBytes = MAX_SHARED_BYTES,
} = {}): UploadGate {
  let uploads = 0;
  let sharedBytes = 0;
  return {
    open() {
      if (uploads >= maxUploads) return null;
      uploads += 1;
      let taken = 0;
      let isOpen = true;
      return {
        hold(totalBytes) {
          const wanted = Math.max(0, totalBytes - FREE_UPLOAD_BYTES);
          if (!isOpen || sharedBytes - taken + wanted > maxSharedBytes) return false;
          sharedBytes += wanted - taken;
          taken = wanted;
          return true;
        },
        close() {
          if (!isOpen) return;
          isOpen = false;
          uploads -= 1;
          sharedBytes -= taken;
        },
      };
    },
  };
}
