#include "chart/stylesheet.h"

namespace stint::chart {
namespace {

// Blue carries what is told, vermilion what is wrong, ink and greys the rest: pairs that every common kind of
// colour blindness tells apart, and that differ in lightness too, for a printer without colours.
constexpr std::string_view kStylesheet = R"(:root {
  color-scheme: light dark;
  --paper: #fffdf9; --ink: #1b1b1d; --soft: #5c5f66; --hair: #e4e1da; --rule: #1b1b1d;
  --main: #1f5c99; --faded: #a9c1da; --alert: #c2410c; --alert-soft: #fae3d6; --context: #55585f;
  --range: #ece9e2; --off: #f5f2eb; --inverse: #ffffff;
  --band-1: #e8edf3; --band-2: #cbdaea; --band-3: #a5c0dc; --band-4: #7ba3cb; --band-5: #4b80b3; --band-6: #1f5c99;
  --band-done: #dcd8cf; --age-50: #eef2f6; --age-85: #d9e3ee; --age-95: #f6e4da; --age-over: #fdf5ef;
  --zone-warning: #f7f3ea; --zone-error: #faeae0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15171a; --ink: #ecebe7; --soft: #a3a6ad; --hair: #2e3238; --rule: #c9c7c1;
    --main: #74b1ea; --faded: #35516d; --alert: #ff8f5a; --alert-soft: #43281c; --context: #b4b7bd;
    --range: #24282e; --off: #1c1f24; --inverse: #101214;
    --band-1: #223041; --band-2: #29425c; --band-3: #325678; --band-4: #3f6f9b; --band-5: #528dc2; --band-6: #74b1ea;
    --band-done: #3a3c40; --age-50: #1d242c; --age-85: #26323f; --age-95: #3b2c25; --age-over: #2a211d;
    --zone-warning: #211f1b; --zone-error: #2d211c;
  }
}
@media print {
  :root {
    color-scheme: light;
    --paper: #ffffff; --ink: #000000; --soft: #444444; --hair: #d8d8d8; --rule: #000000;
    --main: #1f5c99; --faded: #a9c1da; --alert: #c2410c; --alert-soft: #fae3d6; --context: #55585f;
    --range: #eeeeee; --off: #f6f6f6; --inverse: #ffffff;
    --band-1: #e8edf3; --band-2: #cbdaea; --band-3: #a5c0dc; --band-4: #7ba3cb; --band-5: #4b80b3; --band-6: #1f5c99;
    --band-done: #e2e2e2; --age-50: #f0f3f6; --age-85: #dde6ef; --age-95: #f6e4da; --age-over: #fdf7f3;
    --zone-warning: #f8f6f1; --zone-error: #faeee6;
  }
}
.plot { display: block; width: 100%; height: auto; overflow: visible; font: 13px "Helvetica Neue", Helvetica, Arial,
  "Liberation Sans", sans-serif; font-variant-numeric: tabular-nums; }
.plot text { fill: var(--soft); }
.plot .words { fill: var(--ink); }
.plot .tick { fill: var(--soft); }
.plot .main { fill: var(--main); }
.plot .alert { fill: var(--alert); }
.plot .inverse { fill: var(--inverse); }
.plot .strong { font-weight: 700; }
.plot .small { font-size: 12px; }
.plot .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 3.5px; stroke-linejoin: round; }
.plot line, .plot path { fill: none; }
.plot .grid { stroke: var(--hair); stroke-width: 1; }
.plot .base { stroke: var(--rule); stroke-width: 1; }
.plot .main-line { stroke: var(--main); stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
.plot .main-line.thin { stroke-width: 1.5; }
.plot .context-line { stroke: var(--context); stroke-width: 1.75; stroke-linejoin: round; }
.plot .pace-line { stroke: var(--soft); stroke-width: 1.25; stroke-dasharray: 2 4; stroke-linecap: round; }
.plot .mark-line { stroke: var(--ink); stroke-width: 2.25; }
.plot .median-line { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 5 3; }
.plot .percentile-line { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 5 3; opacity: .8; }
.plot .limit-line { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 3; }
.plot .limit-line.alerting { stroke: var(--alert); }
.plot .drop-line { stroke: var(--main); stroke-width: 1; stroke-dasharray: 2 3; }
.plot .main-area { fill: var(--main); opacity: .1; }
.plot .main-bar { fill: var(--main); }
.plot .main-bar.faded { fill: var(--faded); }
.plot .alert-bar { fill: var(--alert); }
.plot .quiet-bar { fill: var(--faded); }
.plot .unknown-bar { fill: var(--paper); stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 2; }
.plot .next-box { fill: var(--paper); stroke: var(--main); stroke-width: 1.25; stroke-dasharray: 3 2; }
.plot .range { fill: var(--range); }
.plot .off { fill: var(--off); }
.plot .zone-warning { fill: var(--zone-warning); }
.plot .zone-error { fill: var(--zone-error); }
.plot .dots { stroke: var(--main); stroke-width: 6; stroke-linecap: round; opacity: .6; }
.plot .dots.dense { stroke-width: 4; opacity: .45; }
.plot .dots.late { stroke: var(--alert); opacity: .8; }
.plot .dots.solid { opacity: 1; }
.plot .main-dot { fill: var(--main); }
.plot .main-dot.edged { stroke: var(--paper); stroke-width: 1; }
.plot .alert-dot { fill: var(--alert); stroke: var(--paper); stroke-width: 1; }
.plot .blocked-dot { fill: var(--paper); stroke: var(--alert); stroke-width: 2; }
.plot .alert-ring { fill: none; stroke: var(--alert); stroke-width: 2; }
.plot [class^="band-"] { stroke: var(--paper); stroke-width: 1; stroke-linejoin: round; }
.plot .band-1 { fill: var(--band-1); }
.plot .band-2 { fill: var(--band-2); }
.plot .band-3 { fill: var(--band-3); }
.plot .band-4 { fill: var(--band-4); }
.plot .band-5 { fill: var(--band-5); }
.plot .band-6 { fill: var(--band-6); }
.plot .band-done { fill: var(--band-done); }
.plot .band-unknown { fill: var(--off); }
.plot .age-50 { fill: var(--age-50); }
.plot .age-85 { fill: var(--age-85); }
.plot .age-95 { fill: var(--age-95); }
.plot .age-over { fill: var(--age-over); }
)";

}  // namespace

std::string_view stylesheet() {
  return kStylesheet;
}

}  // namespace stint::chart
