/**
 * The contact sheet: cards of photos, and groups that can be shown alone.
 *
 * A link to a group makes it the target of the page's address, and the other groups are hidden; a browser that does not know
 * `:has` shows all of them and goes there. Paper shows all.
 */

/** Rules of cards and groups. */
export const PHOTOS = `
.photos{display:grid;gap:1.25rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,16.5rem),1fr));padding:0;list-style:none}
.photo{min-width:0;border:1px solid var(--line);border-radius:6px;padding:.8rem;background:var(--raised);break-inside:avoid}
.to-review{border-color:var(--orange)}
.photo h3{margin-top:.6rem;font-size:.8125rem;font-weight:500;color:var(--soft);unicode-bidi:isolate}
.views{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,1fr);gap:.25rem .6rem;align-content:start}
.views figure:first-child:not(:only-child){grid-row:1/3}
.views figure:only-child{grid-column:1/3;max-width:10rem}
.views .caption{color:var(--soft);font-size:.6875rem}
.views .pixels,.shot{aspect-ratio:1;border:1px solid var(--line)}
.shot{display:block;width:100%;height:auto;object-fit:contain;background:var(--paper);border-radius:2px}
.mask{image-rendering:pixelated}
.says{margin-top:.35rem;display:flex;justify-content:space-between;gap:.75rem;align-items:baseline}
.says strong{font-size:1.05rem;font-weight:620;min-width:0}
.photo .number{font-variant-numeric:tabular-nums;white-space:nowrap}
.photo .track{height:.4rem;margin-top:.25rem;background:var(--tint);border-radius:2px}
.photo .bar{display:block;height:100%;min-width:1px;background:var(--blue);border-radius:2px}
.to-review .bar{background:var(--orange)}
.others{padding:0;margin-top:.4rem;list-style:none;font-size:.8125rem;color:var(--soft)}
.others li{display:flex;justify-content:space-between;gap:.75rem}
.badge{display:inline-block;margin-top:.4rem;padding:.1rem .5rem;border:1px solid var(--orange);border-radius:1rem;font-size:.75rem;font-weight:600;color:var(--orange)}
.badge::before{content:"! "}
.photo .note{margin-top:.4rem}
.reasons{margin-top:.75rem;display:grid;gap:.6rem;font-size:.9375rem}
.reasons dt{font-weight:600}
.reasons dd{color:var(--soft)}
.reasons .number,.tally{color:var(--soft);font-weight:400;font-variant-numeric:tabular-nums}
.failures dd{color:var(--soft)}
.alone{display:none}
@media screen{main:has(.group:target) .group:not(:target){display:none}.group:target .alone{display:block}}
`;
