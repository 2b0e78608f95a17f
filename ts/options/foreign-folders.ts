/**
 * Folders that nobody made: systems, network drives and tools put them among a person's own.
 */

/** In small letters. */
const NOT_MADE_BY_HAND = new Set(
  "@eadir @recycle @recently-snapshot @sharebin @tmp @__thumb #recycle #snapshot ~snapshot __macosx __pycache__ $recycle.bin recycler lost+found node_modules"
    .split(" ")
    .concat("system volume information", "network trash folder", "temporary items"),
);

/** Whether a folder is nobody's class: its name begins with a dot, or a system or tool made it. */
export function isForeignFolder(name: string): boolean {
  return name.startsWith(".") || NOT_MADE_BY_HAND.has(name.toLowerCase());
}
