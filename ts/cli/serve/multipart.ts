/**
 * The files of a `multipart/form-data` body, taken apart as it arrives.
 *
 * Every part is a file and called `image`: what is none gets its error in its place, a text ends the request.
 */
import { Busboy, type BusboyFileStream } from "@fastify/busboy";
import { Problem } from "./problem.js";

/** A file of a form. */
export interface FormFile {
  /** The name of the file, or `image` where it has none. */
  readonly name: string;
  readonly content: Buffer;
}

/** Reads the pieces of a form. */
export interface FormReader {
  take(piece: Buffer): void;
  /** The files, in the order in which they were sent, after the last piece. Errors: 400 MULTIPART_INVALID. */
  end(): Promise<readonly FormFile[]>;
}

/** What each part is called. */
export const FIELD = "image";

/** Characters of a name in an answer. */
const MOST_NAME = 255;

/** A reader for a form of at most so many files. Errors, also of its `take`: 400 MULTIPART_INVALID, TOO_MANY_IMAGES. */
export function formReader(contentType: string, maxImages: number): FormReader {
  const form = opened(contentType, maxImages);
  const files: { name: string; pieces: Buffer[] }[] = [];
  let failure: Problem | undefined;
  const fail = (problem: Problem) => {
    failure ??= problem;
  };
  form.on("file", (field: string | undefined, stream: BusboyFileStream, name: string | undefined) => {
    if (field !== FIELD) fail(invalid(`it has a part of another name → call each "${FIELD}"`));
    const file = { name: (name || FIELD).slice(0, MOST_NAME), pieces: [] as Buffer[] };
    files.push(file);
    stream.on("data", (piece: Buffer) => file.pieces.push(piece));
    stream.on("error", () => fail(invalid("a part is not whole")));
  });
  form.on("field", () => fail(invalid("it has a text, where images are expected as files; no URL is fetched")));
  const tooMany = () =>
    fail(
      new Problem(
        400,
        "TOO_MANY_IMAGES",
        `the form has more than ${maxImages} images, the limit of this server (--max-images)`,
      ),
    );
  form.on("partsLimit", tooMany).on("filesLimit", tooMany);
  const finished = new Promise<void>((resolve) => {
    form.on("finish", resolve);
    form.on("error", (error: unknown) => {
      fail(invalid(error instanceof Error ? error.message : "it cannot be read"));
      resolve();
    });
  });
  return {
    take(piece) {
      form.write(piece);
      if (failure !== undefined) throw failure;
    },
    async end() {
      form.end();
      await finished;
      if (failure !== undefined) throw failure;
      if (files.length === 0) throw invalid("it has no file");
      return files.map(({ name, pieces }) => ({ name, content: Buffer.concat(pieces) }));
    },
  };
}

function opened(contentType: string, maxImages: number) {
  try {
    return new Busboy({
      headers: { "content-type": contentType },
      isPartAFile: (_field, type = "", name) => name !== undefined || !/^(text|multipart)\//.test(type),
      limits: { files: maxImages, parts: maxImages, fields: 1, fieldSize: 1024, headerPairs: 32, headerSize: 8192 },
    });
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : "it cannot be read");
  }
}

function invalid(what: string): Problem {
  return new Problem(400, "MULTIPART_INVALID", `the form is not valid: ${what}`);
}
