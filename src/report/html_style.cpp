#include "report/html_style.h"

namespace stint::report {
namespace {

// Serif headlines over sans-serif figures, both from what the reader's system has. One column up to a
// desktop's width, two from there on, and two on paper with the drawings of a phone, which are as wide as
// half an A4 page.
constexpr std::string_view kStyle = R"(* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 0 16px 48px; max-width: 1180px; background: var(--paper); color: var(--ink);
  font: 16px/1.5 "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif; overflow-wrap: anywhere; }
h1, h2, h3, .standfirst, .lede { font-family: Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype",
  Georgia, "Liberation Serif", serif; text-wrap: pretty; }
h1, h2, h3, p, ol, dl, dd, figure { margin: 0; }
a { color: inherit; text-decoration-color: var(--faded); text-underline-offset: .15em; }
a:hover { color: var(--main); text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--main); outline-offset: 2px; }
sup { font-size: .68em; line-height: 0; vertical-align: .45em; padding-left: .12em; }
sup a { color: var(--soft); text-decoration: none; padding: .2em .1em; font-weight: 400; }
sup + sup::before { content: ","; color: var(--soft); }
code { font: .92em ui-monospace, Menlo, Consolas, "Liberation Mono", monospace; }

header { border-top: 4px solid var(--rule); padding-top: 8px; margin-top: 20px; }
.brand { font-size: 13px; color: var(--soft); padding-bottom: 18px; }
h1 { font-size: clamp(29px, 5.4vw, 50px); line-height: 1.08; font-weight: 700; letter-spacing: -.012em; max-width: 22em; }
.standfirst { font-size: clamp(17px, 2vw, 20px); line-height: 1.42; color: var(--soft); margin-top: 12px; max-width: 40em; }

.front { margin-top: 28px; display: grid; grid-template-columns: minmax(0, 1fr); gap: 28px 48px; }
.front h2 { font: 700 13px/1.3 "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif;
  border-top: 1px solid var(--rule); padding-top: 7px; }
.matters ol { list-style: none; padding: 0; }
.insight { padding: 12px 0 13px; border-bottom: 1px solid var(--hair); }
.insight:last-child { border-bottom: 0; }
.kind { font-size: 13px; font-weight: 700; color: var(--soft); }
.error .kind, .warning .kind { color: var(--alert); }
.severity { font-weight: 400; }
.mark { display: inline-block; width: 9px; height: 9px; margin-right: 7px; border-radius: 50%;
  border: 2px solid var(--soft); vertical-align: 0; }
.warning .mark { border-color: var(--alert); border-radius: 0; transform: rotate(45deg) scale(.86); }
.error .mark { background: var(--alert); border-color: var(--alert); border-radius: 0;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.insight h3 { font-size: 20px; line-height: 1.22; margin: 2px 0 3px; }
.insight h3 a { text-decoration: none; }
.insight h3 a:hover { text-decoration: underline; }
.insight p { max-width: 42em; }
.insight p.keys, details.keys { font-size: 13px; color: var(--soft); margin-top: 4px; }
.key { white-space: nowrap; font-variant-numeric: tabular-nums; }

.glance dl { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 24px; }
.figure { padding: 10px 0 9px; min-width: 0; }
.glance .figure { border-bottom: 1px solid var(--hair); }
.glance .figure:last-child { border-bottom: 0; }
.glance dd { position: relative; }
.figure dt { font-size: 13px; line-height: 1.3; color: var(--soft); }
.figure dd { line-height: 1.25; }
.value { font-size: 28px; font-weight: 700; letter-spacing: -.015em; font-variant-numeric: tabular-nums lining-nums; }
.unit, .comparison { font-size: 13px; color: var(--soft); }
.comparison { display: block; }
.undefined { color: var(--soft); }
.spark { display: block; width: 96px; margin-top: 5px; }

.stories { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 48px; margin-top: 28px; }
.story { border-top: 2px solid var(--rule); padding: 9px 0 36px; min-width: 0; }
.kicker { font-size: 13px; font-weight: 700; color: var(--main); }
.story h2 { font-size: clamp(21px, 2.6vw, 26px); line-height: 1.15; letter-spacing: -.006em; margin: 2px 0 5px; }
.lede { font-size: 17px; line-height: 1.4; color: var(--soft); max-width: 40em; }
.figures { display: flex; flex-wrap: wrap; gap: 0 30px; margin-top: 4px; }
.figures .value { font-size: 23px; }
.chart { margin: 12px 0 6px; }
.chart .narrow { display: none; }
figcaption, .rest { font-size: 13px; line-height: 1.4; color: var(--soft); margin-top: 6px; }
.missing { margin: 14px 0; padding: 12px 14px; background: var(--off); max-width: 42em; }

details.keys { display: inline-block; margin-right: 16px; }
details.keys[open] { display: block; }
details > summary { cursor: pointer; width: fit-content; color: var(--soft); font-size: 13px; padding: 2px 0;
  text-decoration: underline; text-decoration-color: var(--faded); text-underline-offset: .15em; }
details > summary:hover { color: var(--main); }
.scroll { overflow-x: auto; margin: 8px 0; }
table { border-collapse: collapse; width: 100%; font-size: 14px; line-height: 1.35; }
caption { text-align: left; font-size: 13px; color: var(--soft); padding-bottom: 4px; }
th, td { overflow-wrap: break-word; text-align: left; vertical-align: baseline; padding: 5px 14px 5px 0; border-bottom: 1px solid var(--hair); }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 400; font-size: 13px; color: var(--soft); border-bottom-color: var(--rule); vertical-align: bottom; }
tbody th { font-weight: 400; }
.number { text-align: right; font-variant-numeric: tabular-nums lining-nums; }
td.number { white-space: nowrap; }
.bar { display: inline-block; width: 64px; height: 9px; margin-right: 8px; background: var(--range); }
.bar span { display: block; height: 100%; background: var(--main); -webkit-print-color-adjust: exact;
  print-color-adjust: exact; }

.notes { font-size: 13px; line-height: 1.42; color: var(--soft); margin-top: 10px; padding-left: 1.6em; max-width: 54em; }
.notes li { padding-bottom: 4px; }
.notes li::marker { font-variant-numeric: tabular-nums; }
.notes li:target { background: var(--zone-warning); color: var(--ink); }
.notes b { color: var(--ink); font-weight: 700; }
footer { border-top: 1px solid var(--rule); font-size: 13px; color: var(--soft); padding-top: 9px; }

@media (max-width: 560px) {
  .chart .wide { display: none; }
  .chart .narrow { display: block; }
  .value { font-size: 25px; }
  table { font-size: 13px; }
  th, td { padding-right: 8px; }
  .bar { width: 30px; margin-right: 5px; }
}
@media (min-width: 561px) { .glance dl { grid-template-columns: repeat(3, 1fr); } }
@media (min-width: 820px) {
  body { padding: 0 32px 64px; }
  .front { grid-template-columns: minmax(0, 1fr) 290px; }
  .glance dl { grid-template-columns: 1fr; }
  .spark { position: absolute; right: 0; top: 1px; margin: 0; width: 110px; }
}
@media (max-width: 1119px) { .stories { max-width: 660px; margin-inline: auto; } }
@media (min-width: 1120px) {
  .stories { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .broad { grid-column: 1 / -1; }
  .lead { grid-column: 1 / -1; display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.75fr);
    grid-template-rows: repeat(7, auto) 1fr; column-gap: 48px; align-items: start; }
  .lead .exhibit { display: contents; }
  .lead .chart { grid-column: 2; grid-row: 1 / 9; margin-top: 4px; }
  .lead h2 { font-size: 30px; }
}

@page { size: A4; margin: 13mm 13mm 15mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; line-height: 1.4; }
  header { margin-top: 0; }
  .brand { padding-bottom: 9pt; }
  h1 { font-size: 24pt; max-width: none; }
  .standfirst { font-size: 11.5pt; margin-top: 5pt; }
  .front { grid-template-columns: minmax(0, 1fr) 52mm; gap: 7mm; margin-top: 4mm; }
  .glance dl { grid-template-columns: 1fr; }
  .glance .figure { padding: 4pt 0 3pt; }
  .spark { position: absolute; right: 0; top: 2px; margin: 0; width: 27mm; }
  .insight, .figure, .exhibit, .notes li, tr { break-inside: avoid; }
  .insight { padding: 5pt 0; }
  .insight h3 { font-size: 12pt; margin: 1pt 0; }
  .stories { display: block; columns: 2; column-gap: 7mm; margin-top: 5mm; max-width: none; }
  .story { padding: 4pt 0 5mm; }
  .story h2 { font-size: 13pt; margin: 1pt 0 2pt; }
  .lede { font-size: 9.5pt; line-height: 1.32; }
  .figures .figure { padding: 4pt 0 2pt; }
  .chart { margin: 5pt 0 3pt; }
  .notes { margin-top: 4pt; line-height: 1.32; }
  .value { font-size: 15pt; }
  .figures .value { font-size: 13pt; }
  .chart .wide { display: none; }
  .chart .narrow { display: block; }
  .broad { column-span: all; }
  .lead { column-span: all; display: grid; grid-template-columns: 56mm minmax(0, 1fr); column-gap: 7mm;
    grid-template-rows: repeat(7, auto) 1fr; align-items: start; break-inside: avoid; }
  .lead .exhibit { display: contents; }
  .lead .chart { grid-column: 2; grid-row: 1 / 9; margin-top: 2pt; }
  .lead .chart .wide { display: block; }
  .lead .chart .narrow { display: none; }
  .insight p.keys { margin-top: 1pt; }
  .insight p.keys,
  .brand, .kind, .kicker, .unit, .comparison, .figure dt, .notes, figcaption, footer, table, caption, thead th { font-size: 7.6pt; }
  .story:last-child { break-inside: avoid; }
  .scroll { overflow: visible; }
  details.data, details.keys:not([open]) { display: none; }
  a { text-decoration: none; }
}
)";

}  // namespace

std::string_view html_style() {
  return kStyle;
}

}  // namespace stint::report
