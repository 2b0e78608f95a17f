/**
 * Colours by their tasks, for light and for dark. On paper it is always light.
 *
 * Blue is what is right and what was trained on, orange what is wrong and what is held against it: a pair that stays
 * apart for the colour-blind, and never the only sign. All text has a contrast of 4.5 or more on its ground.
 */

/** Rules that set the variables all others use. */
export const COLOURS = `
:root{color-scheme:light dark;--paper:#fff;--raised:#f5f7f9;--ink:#15191e;--soft:#56606c;--line:#e0e5ea;--rule:#e6eaee;--edge:#858f9b;--blue:#0b5cb8;--orange:#b34700;--right:0 73 143;--wrong:224 98 0;--on-mid:#15191e;--on-deep:#fff;--on-wrong:#15191e;--tint:#d3dde8}
@media screen and (prefers-color-scheme:dark){:root{--paper:#14171b;--raised:#1d2227;--ink:#eef1f4;--soft:#a3adb8;--line:#2e353c;--rule:#2a3037;--edge:#7d8894;--blue:#74b7ff;--orange:#ff9e57;--right:140 196 255;--wrong:255 176 112;--on-mid:#0b0d10;--on-deep:#0b0d10;--on-wrong:#0b0d10;--tint:#36424f}}
`;
