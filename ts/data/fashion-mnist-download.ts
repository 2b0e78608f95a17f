/**
 * Fetches the published files of Fashion-MNIST into a folder, each only when it is the very file its SHA-256 says.
 *
 * A file is written when it is complete and verified, in one step: a broken download leaves nothing behind.
 */
import { writeFileAtomic } from "#platform/atomic-write";
import { makeFolder, pathInfo } from "#platform/files";
import { sha256 } from "#platform/sha256";
import { FashionWasmError } from "../errors.js";
import { fetchBytes } from "../platform/fetch.js";
import type { HostAbortSignal } from "../platform/host-types.js";
import { mirrors, type PublishedFile, publishedFiles } from "./fashion-mnist-files.js";

/** Told as bytes arrive: which file, how many of how many bytes. */
export type DownloadListener = (progress: {
  readonly file: string;
  readonly received: number;
  readonly total: number;
}) => void;

/** Options of {@link downloadFashionMnist}. */
export interface DownloadOptions {
  readonly signal?: HostAbortSignal;
  readonly onDownload?: DownloadListener;
}

/**
 * Downloads into `folder` what is not there yet (31 MB in all).
 *
 * Errors: DOWNLOAD_FAILED with every mirror and its reason; IO when the folder cannot be written; the signal's reason.
 */
export async function downloadFashionMnist(folder: string, options: DownloadOptions = {}): Promise<void> {
  await makeFolder(folder).catch((cause: unknown) => {
    if (!(cause instanceof FashionWasmError)) throw cause;
    const advice =
      "set XDG_CACHE_HOME (macOS: HOME, Windows: LOCALAPPDATA) to a folder that can be written, or say where the data is by data";
    throw new FashionWasmError(cause.code, `loadFashionMnist: ${cause.message}, to keep a download in → ${advice}`, {
      cause,
    });
  });
  for (const file of publishedFiles) {
    const path = `${folder}/${file.name}.gz`;
    const found = await pathInfo(path);
    if (found?.kind === "file") continue;
    if (found !== null) throw new FashionWasmError("IO", `cannot write ${path}: it is no ordinary file → remove it`);
    await writeFileAtomic(path, await downloadVerified(file, options));
  }
}

async function downloadVerified(file: PublishedFile, { signal, onDownload }: DownloadOptions): Promise<Uint8Array> {
  const failures: string[] = [];
  for (const mirror of mirrors) {
    const url = `${mirror}${file.name}.gz`;
    try {
      const bytes = await fetchBytes(url, {
        maxBytes: file.bytes,
        onProgress: (received) => onDownload?.({ file: `${file.name}.gz`, received, total: file.bytes }),
        ...(signal && { signal }),
      });
      if (bytes === null) failures.push(`${url}: there is no such file`);
      else if ((await sha256(bytes)) === file.sha256) return bytes;
      else failures.push(`${url}: the file is not the published one (its SHA-256 differs)`);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof FashionWasmError)) throw error;
      failures.push(error.message.replace("cannot download ", ""));
    }
  }
  throw new FashionWasmError(
    "DOWNLOAD_FAILED",
    `Fashion-MNIST is not on this machine, and ${file.name}.gz cannot be downloaded (${failures.join("; ")}) → ` +
      'connect to the internet, install the Debian package dataset-fashion-mnist, name a folder that holds the data, or use "sample"',
  );
}
