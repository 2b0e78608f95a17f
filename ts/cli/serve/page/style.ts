/**
 * How the page looks: the style of the pages of `report`, and a place to drop photos.
 */
import { COLOURS } from "../../../report/style/colours.js";
import { LAYOUT } from "../../../report/style/layout.js";
import { PHOTOS } from "../../../report/style/photos.js";
import { PICTURES } from "../../../report/style/pictures.js";

const OWN = `
[hidden]{display:none!important}
.drop{display:flex;flex-wrap:wrap;align-items:center;gap:.75rem 1.25rem;margin-bottom:2.5rem;padding:clamp(1.25rem,4vw,2.5rem);border:2px dashed var(--edge);border-radius:10px;background:var(--raised)}
.drop p{flex:1 1 16rem;min-width:0;color:var(--soft);font-size:.9375rem}
.drop input{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%)}
.choose,button{display:inline-block;padding:.6rem 1.2rem;border:1px solid var(--blue);border-radius:6px;background:var(--blue);color:var(--paper);font:inherit;font-weight:600;cursor:pointer}
button{padding:.25rem .8rem;border-color:var(--edge);background:none;color:var(--ink);font-size:.875rem;font-weight:500}
input:focus-visible+.choose,button:focus-visible{outline:2px solid var(--blue);outline-offset:3px}
.over .drop{border-color:var(--blue);border-style:solid;background:var(--paper)}
#results .about{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem 1.25rem}
#results .about p{margin:0}
.photo h3{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.classes{padding:0;margin-top:.5rem;list-style:none;font-size:.8125rem}
.classes li{display:grid;grid-template-columns:minmax(0,1fr) auto;column-gap:.75rem;margin-top:.3rem}
.classes li:first-child{font-size:1.05rem;font-weight:620}
.classes .track{grid-column:1/3;margin-top:.1rem}
.photo:not(.is-done) .views{opacity:.55}
.photo.failed .views{opacity:1}
.failed .shot{opacity:.5}
.wait,.failed .error{margin-top:.4rem;font-size:.8125rem;color:var(--soft)}
.failed .error strong{color:var(--orange);font-weight:600}
.empty{display:grid;place-items:center;aspect-ratio:1;border:1px dashed var(--line);border-radius:2px}
`;

/** The text of the page's `<style>`. */
export const STYLE = [COLOURS, LAYOUT, PICTURES, PHOTOS, OWN].join("");
