/**
 * The page of customers: strips in tables, verdicts, cards of audiences.
 */

/** Rules of strips, verdicts and cards. */
export const CUSTOMERS = `
.plain .over{width:44%;padding-left:1rem}
.plain .aside{padding-left:1.25rem;min-width:7.5rem}
.plain small{display:block;font-size:.75rem;font-weight:400;line-height:1.35;color:var(--soft)}
#segments .plain tbody th{min-width:8.5rem}
svg.strip{height:18px}
.strip .bar,.strip .core{fill:var(--blue)}
.strip .pale,.strip .range{fill:var(--tint);stroke:var(--edge)}
.strip .whisker{fill:var(--ink)}
.strip .dot{fill:var(--ink);stroke:var(--paper);stroke-width:1.5}
.strip rect.tick{fill:var(--ink);stroke:var(--paper);stroke-width:.7;transform:translateX(-1.5px)}
.strip .line{fill:var(--orange);transform:translateX(-1px)}
.finding{border-left:4px solid var(--blue);padding:.1rem 0 .1rem 1rem;font-size:1.125rem;line-height:1.45;max-width:44rem}
.finding.doubt{border-color:var(--orange)}
.finding p+p{margin-top:.35rem;font-size:.9375rem;color:var(--soft)}
.cards{display:grid;gap:1.25rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,20rem),1fr));padding:0;list-style:none}
.card{border:1px solid var(--line);border-radius:6px;padding:1rem 1.1rem;background:var(--raised);break-inside:avoid;min-width:0}
.card .note{margin:.2rem 0 .7rem}
.card dl>div{display:grid;grid-template-columns:5.5rem minmax(0,1fr);gap:.75rem;padding:.3rem 0;border-top:1px solid var(--line);font-size:.875rem;font-variant-numeric:tabular-nums}
.card dt,.terms dd{color:var(--soft)}
.card dd span{display:block}
.terms>div{padding:.6rem 0;border-bottom:1px solid var(--line);max-width:44rem;font-size:.9375rem}
.terms dt{font-weight:600}
svg .point{fill:var(--blue);stroke:var(--paper)}
@media (max-width:40rem){.plain .over{width:38%;padding-left:.6rem}.plain .beside,.strip .middle{display:none}}
`;
