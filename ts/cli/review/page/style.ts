/**
 * How the page looks: the colours of the reports, one photo beside what is said of it, below each other on a phone.
 */
import { COLOURS } from "../../../report/style/colours.js";

/** The text of the page's `<style>`. */
export const STYLE = `${COLOURS}
*{box-sizing:border-box}
[hidden]{display:none!important}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;overflow-wrap:anywhere}
h1,h2,p,dl,dd,figure,ul,fieldset{margin:0}
button,input{font:inherit;color:inherit}
:focus-visible{outline:3px solid var(--blue);outline-offset:2px;border-radius:4px}
main:focus{outline:0}
main:focus-visible .shot{border-color:var(--blue)}
#root{display:grid;gap:.9rem;max-width:82rem;margin:0 auto;padding:.9rem clamp(.9rem,3vw,2.25rem) 1.5rem}
header{display:flex;flex-wrap:wrap;gap:.3rem 1.25rem;align-items:baseline}
h1{font-size:1.05rem;line-height:1.3;font-weight:650}
h1 span{color:var(--soft);font-weight:400}
.saved{color:var(--soft);font-size:.875rem;margin-left:auto}
.saved.waiting{color:var(--orange);font-weight:600}
.alarm{border:1px solid var(--orange);border-left-width:.4rem;border-radius:6px;padding:.6rem .8rem;background:var(--raised)}
main{display:grid;gap:.9rem 2rem;grid-template-columns:minmax(0,1fr);align-items:start}
.shot{position:relative;display:grid;place-items:center;height:min(36vh,22rem);background:var(--raised);border:1px solid var(--line);border-radius:8px;overflow:hidden}
.shot img{display:block;width:100%;height:100%;object-fit:contain;min-height:0}
.shot p{padding:1rem;text-align:center;color:var(--soft)}
.name{font-size:.8125rem;color:var(--soft);margin-top:.3rem;display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem}
.says{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 1rem;align-items:start}
.badge{display:inline-block;padding:.05rem .55rem;border:1px solid var(--edge);border-radius:1rem;font-size:.8125rem;color:var(--soft)}
.badge.doubt{border-color:var(--orange);color:var(--orange);font-weight:600}
.label{font-size:clamp(1.35rem,1.2rem + 1vw,2rem);line-height:1.2;font-weight:660;letter-spacing:-.015em;margin-top:.25rem}
.label small{font-size:.6em;font-weight:500;color:var(--soft);letter-spacing:0}
.seen{width:5.25rem;font-size:.6875rem;line-height:1.3;color:var(--soft)}
.seen img{display:block;width:5.25rem;height:5.25rem;image-rendering:pixelated;background:#000;border-radius:4px}
.tops{list-style:none;padding:0;margin-top:.45rem;display:grid;gap:.3rem;font-size:.8125rem}
.tops li{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 .75rem}
.tops .number{font-variant-numeric:tabular-nums;color:var(--soft)}
.track{grid-column:1/-1;height:.35rem;border-radius:2px;background:var(--tint)}
.bar{display:block;height:100%;min-width:1px;border-radius:2px;background:var(--blue)}
.doubtful .bar{background:var(--orange)}
.classes{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.4rem;margin-top:.8rem}
.classes button,.found button{display:flex;gap:.55rem;align-items:center;min-height:2.75rem;padding:.25rem .6rem;text-align:left;background:var(--raised);border:1px solid var(--edge);border-radius:6px;cursor:pointer;line-height:1.2}
.classes button:hover,.tools button:hover,.found button:hover{border-color:var(--ink)}
.classes .model{border-color:var(--blue);box-shadow:inset 0 0 0 1px var(--blue)}
.classes .chosen{background:var(--blue);border-color:var(--blue);color:var(--paper);font-weight:620}
.classes .chosen kbd{color:inherit;border-color:currentColor;background:transparent}
.classes .mark{margin-left:auto;flex:none;font-size:.75rem;color:var(--soft)}
.classes span:not(.mark){min-width:0}
.classes .chosen .mark{color:inherit}
kbd{display:inline-grid;place-items:center;min-width:1.5rem;padding:0 .3rem;font:600 .8125rem/1.45rem ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;border:1px solid var(--edge);border-radius:4px;background:var(--paper);color:var(--ink)}
.search{margin-top:.6rem}
.search label{font-size:.8125rem;color:var(--soft)}
.search input{display:block;width:100%;min-height:2.6rem;margin-top:.2rem;padding:.3rem .6rem;background:var(--paper);border:1px solid var(--edge);border-radius:6px}
.found{display:grid;gap:.3rem;margin-top:.4rem}
.tools{display:flex;flex-wrap:wrap;gap:.4rem;margin-top:.6rem}
.tools button,dialog button{min-height:2.5rem;padding:.2rem .6rem;background:transparent;border:1px solid var(--edge);border-radius:6px;cursor:pointer;display:inline-flex;align-items:center;gap:.5rem}
.tools .confirm{background:var(--ink);border-color:var(--ink);color:var(--paper);font-weight:600}
.tools .back,.tools .forward{padding:.2rem .4rem}
.tools .confirm kbd{background:transparent;color:inherit;border-color:currentColor}
button:disabled{opacity:.5;cursor:default}
.message{min-height:1.5em;margin-top:.5rem;font-size:.875rem}
.stand{display:grid;gap:1rem 2rem;border-top:1px solid var(--line);padding-top:.9rem;grid-template-columns:minmax(0,1fr)}
.stand dt,legend{font-size:.8125rem;color:var(--soft);padding:0}
.stand dd{font-variant-numeric:tabular-nums}
.stand .value{font-size:1.5rem;line-height:1.25;font-weight:640;letter-spacing:-.02em}
.stand .note{font-size:.8125rem;line-height:1.45;color:var(--soft)}
.stand .track{display:block;margin:.35rem 0}
fieldset{border:0;padding:0;min-width:0}
fieldset label{display:flex;gap:.5rem;align-items:center;min-height:2rem;cursor:pointer}
fieldset input{accent-color:var(--blue);width:1.05rem;height:1.05rem;margin:0}
dialog{max-width:min(34rem,calc(100vw - 2rem));color:var(--ink);background:var(--paper);border:1px solid var(--edge);border-radius:10px;padding:1.25rem}
dialog::backdrop{background:rgb(0 0 0/.5)}
dialog h2{font-size:1.15rem;margin-bottom:.75rem}
dialog dl{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.45rem 1rem;margin-bottom:1rem}
dialog dt{display:flex;flex-wrap:wrap;gap:.25rem;align-items:center}
.done{font-size:1.15rem;padding:1.5rem 0}
@media (prefers-reduced-motion:no-preference){.bar{transition:width .12s ease-out}}
@media (min-width:40rem){.stand{grid-template-columns:repeat(3,minmax(0,1fr))}}
@media (min-width:56rem){
main{grid-template-columns:minmax(0,1.15fr) minmax(24rem,1fr)}
.shot{height:clamp(20rem,calc(100vh - 18.5rem),52rem)}
.seen{width:7rem}.seen img{width:7rem;height:7rem}
}
@media (max-width:30rem){.classes button{padding:.25rem .45rem;gap:.4rem;font-size:.9375rem}}
@media (max-width:55.99rem){.tops li:nth-child(n+3){display:none}.name span:first-child{white-space:nowrap;overflow:hidden;text-overflow:ellipsis;max-width:100%}}
`;
