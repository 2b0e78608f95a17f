/**
 * On paper: light (colours.ts), one column, nothing cut by the end of a page, everything open that is closed on screen.
 */

/** Rules for printing. */
export const PRINT = `
@page{margin:15mm}
@media print{
:root{color-scheme:light}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{font-size:10.5pt}
main,footer{max-width:none;padding:0}
nav,summary,footer{display:none}
.top{padding:0 0 1rem}
h1{font-size:24pt}
.lead{font-size:12pt}
.headlines{grid-template-columns:repeat(5,1fr);gap:1rem;margin-top:1.25rem}
.headlines .value{font-size:17pt}
.headlines .note{font-size:7.5pt}
section,section.narrow{display:block;padding:1.2rem 0}
.about{margin-bottom:1rem}
h2,h3,.about,figcaption{break-after:avoid;break-inside:avoid}
figure,tr,.pair,.grid>*,.headlines>div,.chart,.heat,.values,.plain,.bars,.layer,.scale,.predictions,.facts>div{break-inside:avoid}
.scroll{overflow:visible}
.body{display:block}
.body>*+*{margin-top:1.25rem}
.multiples,.pairs{grid-template-columns:1fr 1fr;gap:1rem 1.5rem}
.heat th,.heat .corner,.heat tbody th,.values tbody th{position:static}
.heat td{min-width:1.9rem;height:1.9rem;font-size:8pt}
.heat.small td{min-width:1rem;height:1.1rem;font-size:5pt;padding:0}
.heat.small th{font-size:6pt}
.predictions{max-width:30rem}
.kernels,.maps{max-width:24rem}
.many{grid-template-columns:repeat(var(--columns),minmax(0,1fr));gap:.4rem .3rem}
.many .caption{font-size:5.5pt}
.sample{display:block}
.sample figure{max-width:8rem;margin-bottom:.75rem}
.values td,.values th,.values.fine td,.values.fine th{width:1.4rem;min-width:1.4rem;height:1.25rem;font-size:5.5pt}
.frame th,.frame td{padding:.25rem .35rem;font-size:7pt}
details::details-content{content-visibility:visible;height:auto}
}
`;
