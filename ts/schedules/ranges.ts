/**
 * Ranges that options of several schedules have.
 */

/** Of a learning rate. */
export const RATE = { min: 0 } as const;

/** Of a number of optimizer steps; it need not be whole, e.g. 2.5 epochs of 375 steps. */
export const STEPS = { above: 0 } as const;
