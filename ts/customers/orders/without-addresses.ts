/**
 * Messages without addresses of mail and numbers of telephones, whatever cell they quote: they go to screens, logs and files.
 */

/** What blanks and signs divide. */
const WORD = /[^\s"'<>(),;:[\]]+/g;
const PHONE = /(?:\+|(?<![\d.])00)\d(?:[\s().\-/]{0,2}\d){6,14}(?![\d.])/g;

/** Whether the text holds one. */
export function hasAddress(text: string): boolean {
  return withoutAddresses(text) !== text;
}

/** The text, with words in their place. */
export function withoutAddresses(text: string): string {
  const mails = text.replace(WORD, (word) => (/.@./s.test(word) ? "[address left out]" : word));
  return mails.replace(PHONE, "[number left out]");
}
