/**
 * Files that grow while a model trains: a browser has none, and nothing here is called. The twin of node/log-file.ts.
 */

/** Whether there are files to write. */
export const HAS_FILES: boolean = false;

const never = (): never => {
  throw new Error("there are no files");
};

export const makeFolderOf: (path: string) => Promise<void> = never;
export const beginLog: (path: string, append: boolean) => Promise<string> = never;
export const appendLog: (path: string, content: string | Uint8Array) => Promise<void> = never;

/** A file of events as TensorBoard reads them. */
export class EventFile {
  readonly add: (values: readonly (readonly [tag: string, step: number, value: number])[]) => Promise<void> = never;
}
