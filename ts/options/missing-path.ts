/**
 * Why nothing may lie at a path: what a shell expands and nobody else, signs of another system, blanks.
 */

/** What is known of the host. */
export interface PathHost {
  /** Whether folders are separated by backslashes. */
  readonly isWindows: boolean;
  exists(path: string): boolean;
}

/** Returns the reason as the end of a sentence, `; "~" is …`, or "". `path` is one at which nothing lies. */
export function missingHint(path: string, { isWindows, exists }: PathHost): string {
  if (/(^|[\\/])~([\\/]|$)/.test(path))
    return '; "~" is expanded by a shell alone, where it is not quoted: write the home folder out';
  if (/[*?]|\{.*,.*\}/.test(path)) return "; patterns are not expanded here: name the folder, or the file";
  if (!isWindows && /\\/.test(path)) return "; folders are separated by / on this system, not by \\";
  if (path !== path.trim() || /[\\/]\s+$/.test(path)) return "; the path begins or ends with a blank";
  if (/["']$/.test(path)) return "; the path ends with a quotation mark";
  const parts = path.split(",");
  return parts.length > 1 && parts.every((part) => exists(part.trim())) ? "; give one path, not several" : "";
}
