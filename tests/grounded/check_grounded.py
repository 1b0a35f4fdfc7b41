#!/usr/bin/env python3
"""Whether the words of insights say only what their facts say. Knows nothing but the JSON of `stint insights --json`.

check_grounded.py FILE...     complains about every word that no fact carries; exit status 1 when there is one
  --sentences TAUGHT          complains as well when fewer than nine in ten headlines and sentences read like those of the file,
                              one a line with facts and keys in braces
check_grounded.py --self-test plants falsehoods into sound insights, and fails unless each is found
"""
import json
import re
import sys
import unicodedata

# How a fact is written in a sentence, by its unit: one and many.
UNITS = {
    "points": ("point", "points"), "issues": ("item", "items"), "hours": ("hour", "hours"), "days": ("day", "days"),
    "sprints": ("sprint", "sprints"), "bugs": ("bug", "bugs"), "weeks": ("week", "weeks"), "people": ("person", "people"),
    "contributions": ("contribution", "contributions"), "signals": ("signal", "signals"),
    "deviations": ("standard deviation", "standard deviations"),
}

# Names for programs, and how they are said.
NAMED = {
    ("figure", "weekly_items"): "throughput", ("figure", "weekly_median_cycle"): "median cycle time",
    ("rule", "large_change"): "a large change", ("rule", "moderate_change"): "a change",
    ("rule", "moderate_shift"): "a shift", ("rule", "small_shift"): "a lasting shift",
}

# Written independently of the program's own list: what claims an amount, a direction or a comparison.
CLAIMS = set("""
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million dozen dozens
first second third fourth fifth half halves quarter quarters once twice thrice double doubled triple tripled tenfold
twofold threefold percent all every each none nothing both most majority few fewer many several
rise rises rose risen rising fall falls fell fallen falling increase increased increases increasing decrease decreased
decreases decreasing drop dropped drops dropping grow grew grown growing growth shrink shrank shrunk climb climbed
decline declined declining up down upward downward higher lower highest lowest more less greater larger smaller longer
shorter faster slower better worse improve improved worsened above below over under exceeds exceeded beyond than
unchanged steady stable same equal jumped surged soared plunged slumped dipped peaked
yesterday today tomorrow monday tuesday wednesday thursday friday saturday sunday january february april june july
august september october november december
""".split())

# What may be written with a capital although it is no name.
CAPITALS = {"I", "WIP", "QA", "API", "UI", "AI", "OK"}


def plain(value):
    rounded = int(abs(value) * 10 + 0.5) / 10
    text = f"{rounded:.1f}".removesuffix(".0")
    return "-" + text if value < 0 and rounded else text


def shown(fact):
    value, unit = fact["value"], fact["unit"]
    if isinstance(value, str):
        return NAMED.get((fact["name"], value), value)
    if unit == "share":
        return f"{value * 100:.0f} %"
    if unit == "score":
        return f"{value:.0f}"
    one, many = UNITS[unit]
    number = plain(value)
    return f"{number} {one if number == '1' else many}"


def without_facts(insight, name):
    """What is a fact is taken out whole; a letter or digit before or behind would make it another one."""
    known = [shown(fact) for fact in insight["facts"]] + insight["evidence"]
    known = sorted({text for text in known if text and text != "yes"}, key=len, reverse=True)
    pattern = r"(?<![\w.])(?:" + "|".join(re.escape(text) for text in known) + r")(?![\w%])" if known else r"(?!)"
    return re.sub(pattern, "\0", insight[name])


def sentences_of(insight):
    """Headline and sentences, with a mark for every fact and key."""
    message = without_facts(insight, "message").removesuffix(".")
    return [without_facts(insight, "title"), *message.split(". ")]


def complaints(insight):
    """What in its title and message no fact carries."""
    found = []
    for name in ("title", "message"):
        rest = without_facts(insight, name)
        found += [f"{name}: {c!r} is a number" for c in rest if unicodedata.category(c).startswith("N")]
        found += [f"{name}: {c!r} is left of a placeholder" for c in rest if c in "{}"]
        begins = True
        for word in re.finditer(r"\0|[.!?]|[^\W\d_]+", rest):
            text = word.group()
            if text == "\0":
                begins = False
            elif text in ".!?":
                begins = True
            else:
                if text.lower() in CLAIMS:
                    found.append(f"{name}: {text!r} is a claim that no fact carries")
                elif not begins and text[0].isupper() and text not in CAPITALS:
                    found.append(f"{name}: {text!r} looks like a name")
                begins = False
    return found


def self_test():
    sound = {
        "facts": [
            {"name": "board", "value": "Platform", "unit": "text"},
            {"name": "completed", "value": 10.0, "unit": "points"},
            {"name": "drop", "value": 0.524, "unit": "share"},
            {"name": "completed_direction", "value": "fell", "unit": "text"},
            {"name": "age", "value": 4.46, "unit": "days"},
        ],
        "evidence": ["PAY-1"],
        "title": "Velocity of Platform fell",
        "message": "Platform completed 10 points; it fell by 52 %. PAY-1 is 4.5 days old. Look at PAY-1.",
    }
    assert not complaints(sound), complaints(sound)
    planted = [
        ("fell", "rose"), ("fell by", "grew by"), ("10 points", "11 points"), ("10 points", "110 points"), ("52 %", "52.4 %"),
        ("52 %", "half"), ("10 points", "ten points"), ("4.5 days", "4.5 hours"), ("Look at PAY-1", "Look at PAY-12"),
        ("Look at PAY-1", "Look at OPS-1"), ("Look at PAY-1", "Ask Anna"), ("Look at", "Twice look at"), ("old", "older than usual"),
        ("Platform completed", "Nobody of Mobile completed"), ("52 %", "\u00bd"), ("10 points", "{completed}"),
        ("it fell", "it fell on Monday"), ("it fell", "it doubled and fell"),
    ]
    for old, new in planted:
        for name in ("title", "message"):
            if old not in sound[name]:
                continue
            false = dict(sound, **{name: sound[name].replace(old, new)})
            assert complaints(false), f"not found: {false[name]}"
    assert sentences_of(sound) == ["Velocity of \0 \0", "\0 completed \0; it \0 by \0", "\0 is \0 old", "Look at \0"], sentences_of(sound)
    print(f"{len(planted)} kinds of falsehood are found")


def main(arguments):
    if arguments == ["--self-test"]:
        self_test()
        return 0
    taught = None
    if arguments[:1] == ["--sentences"]:
        with open(arguments[1], encoding="utf-8") as file:
            taught = {re.sub(r"\{\w+\}", "\0", line.strip()).removesuffix(".") for line in file}
        arguments = arguments[2:]
    bad = spoken = 0
    read = odd = 0
    for name in arguments:
        with open(name, encoding="utf-8") as file:
            insights = json.load(file)["insights"]
        for insight in insights:
            if not insight["source"].startswith("model:"):
                continue
            spoken += 1
            for complaint in complaints(insight):
                bad += 1
                print(f"{name}: {insight['id']}: {complaint}\n  {insight['title']} | {insight['message']}")
            for sentence in sentences_of(insight) if taught else ():
                read += 1
                if sentence not in taught:
                    odd += 1
                    print(f"{name}: {insight['id']}: not as it was taught: {sentence!r}".replace("\\x00", "…"))
    print(f"{spoken} insights in a model's words, {bad} complaints")
    if taught:
        print(f"{read - odd} of {read} headlines and sentences are as they were taught")
    return 1 if bad or not spoken or odd * 10 > read else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
