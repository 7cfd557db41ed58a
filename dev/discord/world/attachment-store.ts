/** Uploaded files: in a folder when the world is kept, else in memory. An attachment's id is its file's name. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface AttachmentStore {
  put(id: string, bytes: Uint8Array): Promise<void>;
  get(id: string): Promise<Uint8Array | null>;
  remove(ids: readonly string[]): Promise<void>;
  /** Deletes every file that `keep` does not name: what a crash left behind. */
  sweep(keep: ReadonlySet<string>): Promise<void>;
}

export function createAttachmentStore(dataDir: string | undefined): AttachmentStore {
  if (dataDir === undefined) return createMemoryStore();
  const folder = join(dataDir, 'attachments');
  const remove = async (ids: readonly string[]) => {
    await Promise.all(ids.map((id) => rm(join(folder, id), { force: true })));
  };
  return {
    async put(id, bytes) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, id), bytes);
    },
    get: (id) => (/^\d+$/.test(id) ? readFile(join(folder, id)).catch(() => null) : Promise.resolve(null)),
    remove,
    async sweep(keep) {
      const files = await readdir(folder).catch(() => []);
      await remove(files.filter((file) => !keep.has(file)));
    },
  };
}

function createMemoryStore(): AttachmentStore {
  const files = new Map<string, Uint8Array>();
  return {
    async put(id, bytes) {
      files.set(id, bytes);
    },
    get: async (id) => files.get(id) ?? null,
    async remove(ids) {
      for (const id of ids) files.delete(id);
    },
    async sweep(keep) {
      for (const id of files.keys()) if (!keep.has(id)) files.delete(id);
    },
  };
}
