// The folder of DATA_DIR: made where it is missing, and refused with one clear message where it cannot be had.
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

export class DataFolderUnusable extends Error {
  override readonly name = 'DataFolderUnusable';

  constructor(dataDir: string, { cause }: { cause: unknown }) {
    const reason = cause instanceof Error ? reasonOf(cause) : String(cause);
    super(
      `the folder ${dataDir} (DATA_DIR) cannot be used: ${reason}; set DATA_DIR to a folder that may be written`,
      { cause },
    );
  }
}

function reasonOf(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'it, or a part of its path, is a file';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'this user may not write there';
  return code === 'ENOENT' ? 'nothing can be made there' : error.message;
}

/** Makes the folder where there is none, and looks whether it can be written. */
export function openDataFolder(dataDir: string): void {
  try {
    makeFolder(resolve(dataDir));
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new DataFolderUnusable(dataDir, { cause: error });
  }
}

/** Node's own recursive mkdir never returns where the parent is there and yet takes no folder (/proc). */
function makeFolder(path: string): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it just now.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
