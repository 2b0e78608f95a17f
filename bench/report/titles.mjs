/**
 * What a section is called.
 */

const WORDS = { train: "Training, net", infer: "Inference, net", start: "Start," };

/** @param {Pick<import("../measure/section.mjs").Section, "mode" | "net">} section @param {string} [name] of its net */
export function sectionTitle({ mode, net }, name = net) {
  return `${WORDS[mode]} ${name}`;
}
