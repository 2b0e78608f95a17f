/**
 * Typography and the frame: one column on a phone, words beside figures on a wide screen.
 *
 * Nothing is wider than the screen: what may be (tables) stands in a box that scrolls by itself, and long words break.
 */

/** Rules of text, headings, sections. */
export const LAYOUT = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;overflow-wrap:anywhere}
main,footer{max-width:76rem;margin:0 auto;padding:0 clamp(1rem,4vw,3rem)}
h1,h2,h3,p,dl,dd,figure,ul{margin:0}
h1{font-size:clamp(2rem,1.4rem + 2.6vw,3.25rem);line-height:1.08;letter-spacing:-.025em;font-weight:680;text-wrap:balance}
h2{font-size:1.3rem;line-height:1.25;letter-spacing:-.012em;font-weight:650;text-wrap:balance}
h3{font-size:.95rem;line-height:1.35;font-weight:620}
a{color:inherit}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--blue);outline-offset:3px;border-radius:3px}
.top{padding:clamp(2rem,6vw,4.5rem) 0 2rem}
.kind{color:var(--soft);font-size:.875rem;margin-bottom:.6rem}
.lead{font-size:clamp(1.05rem,1rem + .4vw,1.25rem);line-height:1.5;max-width:44rem;margin-top:1rem;color:var(--soft)}
.lead strong{color:var(--ink);font-weight:620}
.headlines{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,8.75rem),1fr));gap:1.5rem clamp(1.1rem,2.5vw,1.75rem);margin-top:2.5rem}
.headlines>div{display:flex;flex-direction:column;border-top:2px solid var(--ink);padding-top:.7rem}
.headlines dt{font-size:.875rem;font-weight:600}
.headlines .value{font-size:clamp(1.8rem,1.5rem + 1.2vw,2.5rem);line-height:1.2;letter-spacing:-.03em;font-weight:640;font-variant-numeric:tabular-nums;overflow-wrap:normal}
.headlines .note{font-size:.8125rem;line-height:1.45;color:var(--soft);margin-top:.2rem}
nav{margin-top:2.5rem}
nav ul{display:flex;flex-wrap:wrap;gap:.35rem 1.25rem;padding:0;list-style:none;font-size:.875rem}
nav a{color:var(--soft);text-decoration:underline;text-decoration-color:var(--line);text-underline-offset:.25em}
nav a:hover{color:var(--ink);text-decoration-color:currentColor}
section{display:grid;grid-template-columns:minmax(0,1fr);gap:1.5rem 3.5rem;border-top:1px solid var(--line);padding:2.25rem 0 2.75rem;scroll-margin-top:.5rem}
.about p{color:var(--soft);font-size:.9375rem;margin-top:.6rem;max-width:42rem}
.about p strong,.about p b{color:var(--ink);font-weight:600}
.body{min-width:0;display:grid;gap:1.75rem;align-content:start;grid-template-columns:minmax(0,1fr)}
@media (min-width:62rem){section.narrow{grid-template-columns:16rem minmax(0,1fr)}section.narrow .about{position:sticky;top:1.75rem;align-self:start}section.wide .about{display:grid;grid-template-columns:16rem minmax(0,1fr);column-gap:3.5rem}section.wide .about h2{grid-row:1/9}section.wide .about p{grid-column:2}section.wide .about p:first-of-type{margin-top:.15rem}}
.multiples{display:grid;gap:2rem 2.5rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr))}
.note{font-size:.8125rem;line-height:1.5;color:var(--soft)}
.scroll{overflow-x:auto;max-width:100%;padding-bottom:.25rem}
.facts{display:grid;grid-template-columns:minmax(0,1fr);font-size:.9375rem;gap:0 3rem}
@media (min-width:48rem){.facts{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}}
.facts>div{display:grid;grid-template-columns:minmax(6rem,9rem) minmax(0,1fr);gap:1rem;padding:.5rem 0;border-bottom:1px solid var(--line);align-items:baseline}
.facts .long{grid-column:1/-1}
.facts dt{color:var(--soft)}
.facts dd{font-variant-numeric:tabular-nums;unicode-bidi:isolate}
.facts .code{font:.8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
details summary{cursor:pointer;color:var(--soft);font-size:.875rem;width:fit-content}
details[open] summary{margin-bottom:.75rem}
footer{color:var(--soft);font-size:.8125rem}
footer p{border-top:1px solid var(--line);padding:1.5rem 0 3rem}
`;
