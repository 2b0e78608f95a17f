/**
 * Names in both spellings: ours, and Keras', which files have.
 */

/** Keras' spelling of a name: `val_loss` for `valLoss`. */
export function kerasName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Our spelling of a name in Keras': `valLoss` for `val_loss`. */
export function ourName(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
