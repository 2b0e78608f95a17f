/**
 * Images and what is written below them. Their pixels keep hard edges at any size.
 *
 * Right and wrong are told by a sign in the corner and by words; the frame's colour only repeats it.
 */

/** Rules of pictures, their grids and the large image of numbers. */
export const PICTURES = `
.pixels{display:block;width:100%;height:auto;image-rendering:pixelated;background:#000;border-radius:2px}
.grid{display:grid;gap:1rem .6rem;grid-template-columns:repeat(var(--columns,5),minmax(0,1fr));padding:0;list-style:none}
.grid>*{min-width:0}
.caption{font-size:.75rem;line-height:1.3;margin-top:.35rem;display:block;unicode-bidi:isolate}
.caption .name{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2;overflow:hidden}
.caption .soft{color:var(--soft);display:block}
.verdict{position:relative;display:block;border-radius:4px;padding:3px;border:2px solid var(--blue)}
.verdict.wrong{border:2px dashed var(--orange)}
.verdict b{position:absolute;right:-.4rem;top:-.5rem;width:1.3rem;height:1.3rem;border-radius:50%;display:grid;place-items:center;font-size:.8rem;line-height:1;background:var(--blue);color:var(--paper);border:2px solid var(--paper)}
.verdict.wrong b{background:var(--orange);border-radius:4px}
.predictions{max-width:40rem}
@media (max-width:40rem){.predictions .caption{font-size:.6875rem}}
@media (min-width:40rem){.predictions{gap:1.35rem 1.35rem}.predictions .caption{font-size:.8125rem}}
.pairs{display:grid;gap:2rem 2.5rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr))}
.pair{min-width:0}
.pair h3 .arrow{color:var(--soft);font-weight:400}
.pair .note{margin:.1rem 0 .6rem}
.kernels,.maps{grid-template-columns:repeat(8,minmax(0,1fr));gap:.45rem;max-width:40rem}
.kernels .pixels{border-radius:3px;outline:1px solid var(--line);outline-offset:0}
.kernels .caption{color:var(--soft);text-align:center;font-size:.6875rem;margin-top:.2rem}
.scale{max-width:24rem}
.scale .pixels{height:.9rem;image-rendering:auto;outline:1px solid var(--line)}
.scale p{display:flex;justify-content:space-between;font-size:.8125rem;font-variant-numeric:tabular-nums;margin-top:.3rem}
.layer h3{margin-bottom:.15rem}
.layer .note{margin-bottom:.7rem}
.subject{display:flex;gap:1rem;align-items:center}
.subject .pixels{width:6.5rem}
.many{grid-template-columns:repeat(auto-fill,minmax(3.7rem,1fr));gap:.7rem .45rem}
@media (min-width:62rem){.many{grid-template-columns:repeat(var(--columns),minmax(0,1fr))}}
.many .caption{font-size:.6875rem;line-height:1.2;margin-top:.2rem;color:var(--soft);white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.sample{display:grid;gap:1.5rem 2rem;grid-template-columns:minmax(0,1fr);align-items:start}
.sample figure{max-width:19rem}
@media (min-width:72rem){.sample{grid-template-columns:14rem minmax(0,1fr)}.sample figure{position:sticky;top:1.75rem}}
.values{border-collapse:collapse;font-size:.6875rem;line-height:1;margin:0 auto}
.values td,.values th{width:1.75rem;min-width:1.75rem;height:1.75rem;padding:0;text-align:center}
.values th{color:var(--soft);font-weight:400;font-size:.625rem}
.values tbody th{position:sticky;left:0;background:var(--paper);z-index:1}
.values td{background:rgb(var(--v) var(--v) var(--v));color:#000}
.values td.w{color:#fff}
.values.fine td,.values.fine th{width:2.4rem;min-width:2.4rem}
.frame th,.frame td{padding:.4rem .7rem;border-bottom:1px solid var(--line);white-space:nowrap;text-align:right;font-size:.8125rem}
.frame th:nth-child(3),.frame td:nth-child(3){text-align:left}
.frame .name{text-align:left;max-width:12rem;overflow:hidden;text-overflow:ellipsis;unicode-bidi:isolate}
.frame thead th{border-bottom:1px solid var(--edge)}
.frame .gap td{color:var(--soft)}
`;
