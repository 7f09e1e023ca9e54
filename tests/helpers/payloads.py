"""Texts that would act if anything took them for more than text: markup, Markdown, formulas, templates, hidden direction."""

_CALLS = ("alert(1)", "alert`1`", "top.alert(1)", "window['al'+'ert'](1)")
_MARKUP = (
    "<script>{}</script>",
    "</script><script>{}</script>",
    "<img src=x onerror={}>",
    '"><img src=x onerror={}>',
    "'><svg onload={}>",
    "<svg><script>{}</script></svg>",
    "<body onload={}>",
    "<iframe srcdoc='<script>{}</script>'></iframe>",
    "<a href='javascript:{}'>x</a>",
    "<details open ontoggle={}>x</details>",
    "<math><mi xlink:href='javascript:{}'>x</mi></math>",
    "--><script>{}</script>",
    "]]><script>{}</script>",
    "</title><script>{}</script>",
    "</style><script>{}</script>",
    "</textarea><script>{}</script>",
    "<input autofocus onfocus={}>",
    "[x](javascript:{})",
    "![x](javascript:{})",
    "<javascript:{}>",
)
_SINGLE = (
    "<img src=http://evil.example/p.png>",
    "![x](http://evil.example/p.png)",
    "[x](http://evil.example)",
    "<link rel=stylesheet href=//evil.example/c.css>",
    "<style>@import '//evil.example/c.css'</style>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<object data=//evil.example/o></object>",
    "<form action=//evil.example><button>x</button></form>",
    "<video src=//evil.example/v autoplay></video>",
    "http://evil.example/<b>x</b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#x3c;script&#x3e;alert(1)&#x3c;/script&#x3e;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "{{7*7}}{% raw %}",
    "{0.__class__.__mro__}",
    "%s%s%n",
    "`alert(1)`",
    "**bold** _it_ ~~no~~ :red[red] :material/home: :smile:",
    "$\\href{javascript:alert(1)}{x}$",
    "# heading",
    "|a|b|\\n|-|-|",
    "<b>bold</b><br>next",
    "<span style='position:fixed;inset:0;background:red'>x</span>",
)
# What a spreadsheet might run; the equals sign alone is a reference of the scenario and refused at the door.
_FORMULAS = (
    ' =HYPERLINK("http://evil.example","x")',
    "@SUM(1+1)",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "＝1+1",
)
# What no reader can see, and what turns the writing direction round.
_HIDDEN = tuple(
    f"a{mark}b<i>c" for mark in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\u2060\ufeff\u2028\x07"
)  # fmt: skip

SHOWN = tuple(form.format(call) for form in _MARKUP for call in _CALLS) + _SINGLE + _FORMULAS
REFUSED = _HIDDEN
ALL = SHOWN + REFUSED


def scenario(payloads=SHOWN):
    """A scenario that says every payload somewhere: titles, names of places, services and stations, meanings, sources."""
    import json

    said = [json.dumps(text, ensure_ascii=False) for text in payloads]

    def some(position):
        return said[position % len(said)]

    parameters = "\n".join(
        f"  p{n}: {{value: 1, low: 0, high: 9, evidence: X, zh: {some(n)}, en: {some(n)}, "
        f"unit: {some(n + 3)}, source: {some(n + 1)}}}"
        for n in range(len(said))
    )
    nodes = "\n".join(
        f"    - {{code: t{n}, tier: township, parent: c, population: 90, name: {some(n)}, name_en: {some(n)}}}"
        for n in range(len(said))
    )
    used = "\n".join(f"    - wait: {{kind: home, time: =p{n}}}" for n in range(len(said)))
    names = "\n".join(
        f"  {name}: {{zh: {some(n)}, en: {some(n)}}}"
        for n, name in enumerate(("permit", "desk", "court", "apply", "up", "county", "township", "ordinary"))
    )
    return f"""
name: hostile
title: {{zh: {some(0)}, en: {some(0)}}}
about: {{zh: {some(2)}, en: {some(2)}}}
illustrative: true
names:
{names}
parameters:
{parameters}
levers: [parameters.p0, parameters.p1, stations.desk.servers]
network:
  nodes:
    - {{code: c, name: {some(1)}, name_en: {some(1)}, tier: county}}
{nodes}
stations:
  desk: {{tier: county, servers: 2}}
  court: {{tier: county, servers: 1}}
services:
  permit: {{demand: {{per_day: 1}}, traditional: {{process: apply}}}}
processes:
  apply:
{used}
    - queue: {{station: desk, time: 5}}
    - check: {{name: up, chance: 0.5, then: [{{queue: {{station: court, time: 9}}}}]}}
    - close
experiment: {{warm_up_days: 0, window_days: 2, follow_up_days: 2, replications: 3}}
comparison: {{sides: {{baseline: {{set: {{stations.desk.servers: 1}}}}, alternative: {{set: {{stations.desk.servers: 3}}}}}}}}
"""
