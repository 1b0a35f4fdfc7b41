#!/usr/bin/env python3
"""Draws docs/insights.svg: what `stint insights` prints on a terminal, from a demo with a fixed seed.

    python3 docs/make_picture.py [STINT]

STINT is the binary, build/release/stint unless given. Needs nothing but Python's standard library. Run it again
whenever the words of the insights change.
"""
import html
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEED = 1
SHOWN = {"error": 1, "warning": 2, "info": 1}  # how many of each severity
KINDS = ("missed_target", "scope_creep", "velocity")  # preferred among warnings and infos, in this order

WIDTH = 860
LEFT = 28
FONT = 13.2
CHAR = 7.92  # advance of a character at that size in common monospaced fonts
LINE = 20
BAR = 38  # height of the title bar

BADGES = {"error": ("ERROR", "#f85149", "#ffffff"), "warning": ("WARN", "#d29922", "#14171c"), "info": ("INFO", "#2f81f7", "#ffffff")}
TEXT, BOLD, DIM, PROMPT = "#c9d1d9", "#f0f6fc", "#8b949e", "#7ee787"


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def wrapped(text, width):
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return lines + [line]


def listed(keys, width):
    """As many keys as fit into a line, eight at most, as the program names them."""
    for count in range(min(8, len(keys)), 0, -1):
        more = f" and {len(keys) - count} more" if len(keys) > count else ""
        line = "Issues: " + ", ".join(keys[:count]) + more
        if len(line) <= width:
            break
    return line


def chosen(insights):
    """One error, two warnings of different kinds, one info, in the order they are printed."""
    taken = []
    for severity, count in SHOWN.items():
        some = [i for i in insights if i["severity"] == severity]
        some = [i for i in some if i["kind"] not in {t["kind"] for t in taken}]
        if severity != "error":
            some.sort(key=lambda i: KINDS.index(i["kind"]) if i["kind"] in KINDS else len(KINDS))
        kinds = set()
        for insight in some:
            if len(kinds) < count and insight["kind"] not in kinds:
                kinds.add(insight["kind"])
                taken.append(insight)
    return [i for i in insights if i in taken]


class Picture:
    def __init__(self):
        self.parts = []
        self.y = BAR + 30

    def text(self, x, content, colour, weight="400"):
        self.parts.append(
            f'<text x="{x:g}" y="{self.y:g}" fill="{colour}" font-weight="{weight}">{html.escape(content)}</text>')

    def line(self, x, content, colour=TEXT, weight="400"):
        self.text(x, content, colour, weight)
        self.y += LINE

    def badge(self, severity):
        label, fill, ink = BADGES[severity]
        self.parts.append(f'<rect x="{LEFT}" y="{self.y - 13.5:g}" width="56" height="18" rx="4" fill="{fill}"/>')
        self.parts.append(f'<text x="{LEFT + 28}" y="{self.y - 0.4:g}" fill="{ink}" font-size="11" font-weight="700" '
                          f'text-anchor="middle" letter-spacing="0.6">{label}</text>')

    def svg(self, description):
        height = self.y + 6
        dots = "".join(f'<circle cx="{24 + 20 * i}" cy="{BAR / 2:g}" r="6" fill="{c}"/>'
                       for i, c in enumerate(("#ff5f57", "#febc2e", "#28c840")))
        body = "\n".join("    " + part for part in self.parts)
        return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:g}" viewBox="0 0 {WIDTH} {height:g}" role="img" aria-labelledby="title desc">
  <title id="title">stint insights on a demo organisation</title>
  <desc id="desc">{html.escape(description)}</desc>
  <rect x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1:g}" rx="10" fill="#0d1117" stroke="#30363d"/>
  <path d="M0.5 {BAR} V10.5 a10 10 0 0 1 10 -10 H{WIDTH - 10.5} a10 10 0 0 1 10 10 V{BAR} Z" fill="#161b22" stroke="#30363d"/>
  {dots}
  <text x="{WIDTH / 2:g}" y="{BAR / 2 + 4.5:g}" fill="{DIM}" font-family="system-ui, sans-serif" font-size="12.5" text-anchor="middle">stint</text>
  <g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace" font-size="{FONT}" xml:space="preserve">
{body}
  </g>
</svg>
"""


def main():
    stint = sys.argv[1] if len(sys.argv) > 1 else str(HERE.parent / "build/release/stint")
    with tempfile.TemporaryDirectory() as folder:
        export, data = f"{folder}/export", f"{folder}/data"
        run(stint, "demo", export, "--seed", str(SEED))
        run(stint, "import", export, "--data", data, "--quiet")
        document = json.loads(run(stint, "insights", "--data", data, "--json"))
    picture = Picture()
    picture.text(LEFT, "$", PROMPT, "700")
    picture.line(LEFT + 2 * CHAR, "stint insights", BOLD)
    picture.y += 10
    indent = LEFT + 70
    room = int((WIDTH - indent - LEFT) / CHAR)
    shown = chosen(document["insights"])
    printed = document["insights"]
    before = -1
    for insight in shown:
        if printed.index(insight) != before + 1:  # some are left out here
            picture.y -= 8
            picture.line(LEFT + 25, "⋮", DIM)
            picture.y += 6
        before = printed.index(insight)
        picture.badge(insight["severity"])
        for line in wrapped(insight["title"], room):
            picture.line(indent, line, BOLD, "700")
        for line in wrapped(insight["message"], room):
            picture.line(indent, line)
        if insight["evidence"]:
            picture.line(indent, listed(insight["evidence"], room), DIM)
        picture.y += 14
    picture.y -= 2
    picture.line(LEFT, f"{len(shown)} of {len(printed)} insights are shown here", DIM)
    description = "A terminal. " + " ".join(
        f"{BADGES[i['severity']][0].capitalize()}: {i['title']}. {i['message']}" for i in shown)
    (HERE / "insights.svg").write_text(picture.svg(description), encoding="utf-8")


if __name__ == "__main__":
    main()
