/**
 * Labels, compared with the outputs of a model; what labels are is in data/labels.ts.
 */
import { FashionWasmError } from "../errors.js";

/** Refuses labels of classes the model has no output for; `at` picks the labels that are used. */
export function checkLabels(where: string, labels: Uint32Array, at: Uint32Array, classes: number): void {
  for (const index of at) {
    const label = labels[index] ?? 0;
    if (label < classes) continue;
    throw new FashionWasmError(
      "DATA_MISMATCH",
      `${where}: label ${label} (image ${index}) → the model has ${classes} outputs, so labels go from 0 to ${classes - 1}; give its last layer ${label + 1} units or correct the labels`,
    );
  }
}
