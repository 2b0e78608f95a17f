/**
 * Tables and charts.
 *
 * Cells of a heat map carry their strength as --s; the colours of strong, middle and pale ones differ between light and
 * dark, so that their text can always be read (charts/heat-map.ts keeps away from what lies between).
 */

/** Rules of tables, SVG and heat maps. */
export const FIGURES = `
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.875rem}
th{font-weight:500;text-align:left;unicode-bidi:isolate}
thead th{color:var(--soft);font-size:.8125rem;vertical-align:bottom}
.plain{width:100%}
.plain th,.plain td{padding:.42rem .6rem .42rem 0;border-bottom:1px solid var(--line)}
.plain .number,.bars .number{text-align:right;padding-right:0;padding-left:.6rem;white-space:nowrap}
.plain tfoot th,.plain tfoot td{border-bottom:0;color:var(--soft)}
.plain tbody+tfoot tr:first-child>*{border-top:1px solid var(--edge)}
.meter{position:relative;--meter:3.4rem}
.meter::after{content:"";position:absolute;right:calc((1 - var(--s))*var(--meter));bottom:-1px;height:3px;width:calc(var(--s)*var(--meter));background:var(--blue)}
.bars{width:100%}
.bars th,.bars td{padding:.3rem .75rem .3rem 0}
.bars th:first-child{min-width:5.5rem}
.plain tbody th,.plain tfoot th{min-width:5rem}
.bars .track{width:55%;padding-right:0;padding-left:.75rem}
.bars .bar{display:block;height:.6rem;min-width:1px;background:var(--blue);border-radius:0 2px 2px 0}
.chart{min-width:0;max-width:26rem;width:100%}
.chart figcaption{margin-bottom:.5rem}
svg{display:block;width:100%;height:auto;overflow:visible;font-variant-numeric:tabular-nums}
svg text{fill:var(--ink);font-size:11.5px}
svg .tick{fill:var(--soft);font-size:11px}
svg .strong{font-weight:650;fill:var(--ink)}
svg .end{text-anchor:end}
svg .middle{text-anchor:middle}
svg .rule{stroke:var(--rule);fill:none}
svg .line0 path{fill:none;stroke:var(--blue);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
svg .line1 path{fill:none;stroke:var(--orange);stroke-width:2;stroke-dasharray:5 4;stroke-linejoin:round}
svg .line0 circle{fill:var(--blue)}
svg .line1 rect{fill:var(--paper);stroke:var(--orange);stroke-width:1.8}
svg .area{fill:var(--blue)}
svg .cut{stroke:var(--paper);stroke-width:2.5;fill:none}
svg .mean{stroke:var(--orange);stroke-width:1.6;stroke-dasharray:4 3}
svg rect.bar{fill:var(--blue)}
svg rect.count{fill:var(--tint)}
svg .claim,svg .claims path{stroke:var(--orange);stroke-width:3;fill:none}
svg .halo{stroke:var(--paper);stroke-width:6;fill:none}
svg .diagonal{stroke:var(--ink);stroke-width:1.2;stroke-dasharray:3 4;fill:none}
.heat{border-collapse:separate;border-spacing:2px;text-align:center}
.heat th{font-size:.75rem;color:var(--ink);line-height:1.2}
.heat tbody th{position:sticky;left:0;z-index:1;background:var(--paper);text-align:right;padding-right:.5rem;max-width:9rem;min-width:5.6rem}
.heat thead th{text-align:center;vertical-align:bottom}
.heat.upright thead th span{writing-mode:vertical-rl;transform:rotate(180deg);display:inline-block;max-height:7.5rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;text-align:left}
.heat tbody th span{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
.heat td{min-width:3.1rem;height:2.6rem;padding:0 .2rem;border-radius:3px;white-space:nowrap;font-size:.8125rem}
.heat.small td{min-width:2rem;height:1.9rem;font-size:.6875rem}
.heat .corner{font-size:.6875rem;line-height:1.3;color:var(--soft);text-align:right;vertical-align:bottom;padding:0 .5rem .25rem 0;white-space:normal;height:auto;position:sticky;left:0;background:var(--paper);z-index:1}
.heat .zero{color:var(--soft);background:var(--raised)}
.heat .right,.heat-key .right{background:rgb(var(--right)/var(--s))}
.heat .wrong,.heat-key .wrong{background:rgb(var(--wrong)/var(--s))}
.pale{color:var(--ink)}.mid{color:var(--on-mid)}.deep{color:var(--on-deep)}.wrong.deep{color:var(--on-wrong)}
.heat-key{display:inline-flex;gap:2px;vertical-align:middle;margin:0 .3rem}
.heat-key span{padding:.1rem .4rem;border-radius:3px;font-size:.75rem;font-variant-numeric:tabular-nums}
@media (min-width:62rem){.heat.large.upright tbody td{width:4rem;height:2.9rem;font-size:.875rem}}
@media (max-width:40rem){.plain{font-size:.8125rem}.plain .number{padding-left:.4rem}.plain thead th{font-size:.75rem}.meter{--meter:2.5rem}.heat tbody th{max-width:5rem;min-width:4.1rem;padding-right:.35rem;font-size:.6875rem}.heat.upright{border-spacing:1px}.heat.upright tbody td{min-width:1.7rem;height:1.9rem;font-size:.6875rem;padding:0 1px}.bars .track{width:35%}}
`;
