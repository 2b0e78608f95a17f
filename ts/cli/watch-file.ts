/**
 * Whether a file is still the one that it was, when something is to be written beside it.
 */
import { statSync } from "node:fs";

/** Remembers which file is at `path`; the function says whether it is that one, unchanged. */
export function watchFile(path: string): () => boolean {
  const before = markOf(path);
  return () => markOf(path) === before;
}

/** Changed with each change of the content, and each renaming of another file to the path. */
function markOf(path: string): string | undefined {
  try {
    const { dev, ino, size, mtimeNs } = statSync(path, { bigint: true });
    return [dev, ino, size, mtimeNs].join();
  } catch {
    return undefined;
  }
}
