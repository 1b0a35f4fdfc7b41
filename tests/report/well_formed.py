"""Writes the sample reports and looks at them with parsers that are not ours.

usage: well_formed.py REPORT_SAMPLE
"""
import csv
import html.parser
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

VOID = {"meta", "br", "hr", "link", "img", "input"}
failures = []


def complain(text):
    failures.append(text)


class Page(html.parser.HTMLParser):
    """Collects what opens, what closes and what is linked."""

    def __init__(self, name):
        super().__init__(convert_charrefs=True)
        self.name, self.open, self.ids, self.targets, self.tags, self.hrefs = name, [], [], [], set(), []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        for key, value in attributes:
            if key == "id":
                self.ids.append(value)
            if key.startswith("on"):
                complain(f"{self.name}: attribute {key}")
            if key == "href":
                self.hrefs.append(value)
            if key in ("aria-labelledby", "href") and (key != "href" or value.startswith("#")):
                self.targets += value.lstrip("#").split()
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            complain(f"{self.name}: </{tag}> closes what is not open")


def check_html(name, text):
    page = Page(name)
    page.feed(text)
    page.close()
    if page.open:
        complain(f"{name}: left open: {page.open}")
    if len(page.ids) != len(set(page.ids)):
        complain(f"{name}: the same id twice: {sorted(i for i in page.ids if page.ids.count(i) > 1)[:5]}")
    if missing := set(page.targets) - set(page.ids):
        complain(f"{name}: links to what is not there: {sorted(missing)[:5]}")
    if found := page.tags & {"script", "iframe", "img", "link", "object", "embed", "form", "base"}:
        complain(f"{name}: holds {found}")
    if any(not href.startswith(("#", "https://tracker.example/")) for href in page.hrefs):
        complain(f"{name}: leads elsewhere")
    drawings = re.findall(r"<svg.*?</svg>", text, re.S)
    if len(drawings) < 15:
        complain(f"{name}: only {len(drawings)} drawings")
    styled = set(re.findall(r"\.([a-z][a-z0-9-]*)", re.search(r"<style>(.*?)</style>", text, re.S)[1]))
    for drawing in drawings:
        tree = xml.fromstring(drawing)
        # Every mark lies within the drawing, give or take what its stroke needs.
        width, height = map(float, tree.get("viewBox").split()[2:])
        for node in tree.iter():
            for key, most in (("x", width), ("cx", width), ("y", height), ("cy", height)):
                if (value := node.get(key)) is not None and not -8 <= float(value) <= most + 8:
                    complain(f"{name}: {tree.findtext('{*}title')[:30]}: {key}={value} is outside {most}")
            for style in (node.get("class") or "").split():
                if style not in styled:
                    complain(f"{name}: no style for class {style}")


def check(folder):
    for name in ("sample", "awkward"):
        check_html(f"{name}.html", (folder / f"{name}.html").read_text(encoding="utf-8"))
        document = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        if document["schema"] != "stint.report/1":
            complain(f"{name}.json: {document['schema']}")
        rows = list(csv.reader(io.StringIO((folder / f"{name}.csv").read_text(encoding="utf-8"), newline=""), strict=True))
        if any(len(row) != 7 for row in rows):
            complain(f"{name}.csv: a row without seven cells")
        for row in rows[1:]:
            for index, cell in enumerate(row):
                if cell[:1] in ("=", "+", "-", "@") and not re.fullmatch(r"-[0-9.e+]+", cell):
                    complain(f"{name}.csv: a formula in column {index}: {cell[:40]}")


with tempfile.TemporaryDirectory() as made:
    subprocess.run([sys.argv[1], made], check=True)
    check(pathlib.Path(made))
for failure in failures[:40]:
    print(failure, file=sys.stderr)
sys.exit(1 if failures else 0)
