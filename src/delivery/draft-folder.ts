import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { DraftBox, DraftError } from '../ports/drafts.ts';

/** A folder as a Drafts folder, one `.eml` file a draft: mail programs open them, and a pass runs without a server. */
export function draftFolder(folder: string): DraftBox {
  const pathOf = (messageId: string) => join(folder, `${fileNameOf(messageId)}.eml`);
  return {
    put: async (messageId, raw) => {
      const path = pathOf(messageId);
      try {
        await mkdir(folder, { recursive: true });
        await writeWhole(path, raw);
        return ok({ folder: path, uid: null });
      } catch (error) {
        return refused(error, `the draft was not written to ${folder}`);
      }
    },
    find: async (messageId) => {
      const path = pathOf(messageId);
      try {
        return ok((await exists(path)) ? { folder: path, uid: null } : null);
      } catch (error) {
        return refused(error, `${folder} cannot be searched`);
      }
    },
  };
}

/** A Message-ID of ours is made of letters, digits and dots; anything else would not become part of a path. */
function fileNameOf(messageId: string): string {
  return messageId.replace(/@.*/, '').replace(/[^A-Za-z0-9.-]/g, '');
}

/** Whole or not at all: written beside its place, then moved there. */
async function writeWhole(path: string, raw: Uint8Array): Promise<void> {
  const partial = `${path}.partial`;
  const file = await open(partial, 'w', 0o600);
  try {
    await file.writeFile(raw);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path).catch(async (error: unknown) => {
    await rm(partial, { force: true });
    throw error;
  });
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

function refused(error: unknown, what: string): Result<never, DraftError> {
  return refuse({ kind: 'refused', what: `${what}: ${error instanceof Error ? error.message : String(error)}` });
}
