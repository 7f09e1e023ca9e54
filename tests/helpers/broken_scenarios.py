"""Scenarios that must be refused: (name, the file's content, what its sentences must say)."""

HOME_MARKER = "value-of-the-environment"

GOOD = """
name: toy
parameters:
  again: {value: 0.3, unit: "1", low: 0, high: 1, evidence: X, zh: 退件, en: sent back}
calendars:
  office: {days: [mon, tue], hours: ["09:00-12:00"]}
stations:
  desk: {servers: 3}
services:
  permit: {demand: {per_day: 10}, traditional: {process: apply}}
processes:
  apply:
    - queue: {station: desk, time: {law: gamma, mean: 5, cv: 1}}
    - check: {name: again, chance: =again, then: [close]}
    - close
policy: {adoption: =1-again}
"""

DESK = "desk: {servers: 3}"
TIME = "{law: gamma, mean: 5, cv: 1}"
DEMAND = "demand: {per_day: 10}"
CHECK = "{name: again, chance: =again, then: [close]}"
PARAMETER = '{value: 0.3, unit: "1", low: 0, high: 1, evidence: X, zh: 退件, en: sent back}'


def _with(old, new):
    assert old in GOOD
    return GOOD.replace(old, new)


def _plus(text):
    return GOOD + text


MORE_THAN_DATA = [
    ("anchor", _with(DESK, "desk: &d {servers: 3}"), [":8:", "stations.desk is '&d'", "without an anchor"]),
    ("alias", _with("name: toy", "name: &x toy\ntitle: *x"), [":3:", "title is '*x'", "aliases"]),
    ("merge key", _with(DESK, "desk: {<<: {servers: 3}}"), [":8:", "'<<'", "merge keys"]),
    ("python tag", _plus("about: !!python/object/apply:os.system [ls]\n"), [":17:", "about", "tag"]),
    ("plain tag", _with("servers: 3", "servers: !!int '3'"), [":8:", "stations.desk.servers", "tag"]),
    ("own tag", _with("name: toy", "name: !env HOME"), [":2:", "'!env'", "tag"]),
    ("environment", _with("name: toy", "name: ${oc.env:HOME}"), [":2:", "'${oc.env:HOME}'", "without ${"]),
    ("interpolation", _with("servers: 3", "servers: '${policy.adoption}'"), [":8:", "without ${"]),
    ("escaped interpolation", _with("name: toy", 'name: "\\x24{oc.env:HOME}"'), [":2:", "without ${"]),
    ("interpolation as a name", _plus("'${oc.env:HOME}': 1\n"), [":17:", "without ${"]),
    ("target", _with(DESK, "desk: {_target_: os.system, servers: 3}"), [":8:", "'_target_'", "start with _"]),
    ("partial", _with(DESK, "desk: {_partial_: true, servers: 3}"), [":8:", "'_partial_'", "start with _"]),
    ("defaults", _plus("defaults: [policy]\n"), ["defaults", "['policy']", "stands alone"]),
    ("hydra", _plus("hydra: {run: {dir: x}}\n"), ["hydra", "stands alone"]),
]

BROKEN_YAML = [
    ("empty", "", [":1:", "empty", "a mapping"]),
    ("blank", "\n\n  \n", ["empty", "a mapping"]),
    ("comment only", "# nothing\n", ["empty", "a mapping"]),
    ("null", "null\n", ["empty", "a mapping"]),
    ("list", "- 1\n- 2\n", ["[1, 2]", "a mapping"]),
    ("text", "hello\n", ["'hello'", "a mapping"]),
    ("two documents", _plus("---\nname: second\n"), [":17:", "second document", "one document"]),
    ("open bracket", "a: [1, 2\n", [":2:", "not YAML", "well-formed"]),
    ("open quote", "a: 'x\n", ["not YAML", "well-formed"]),
    ("bad indent", "a: 1\n b: 2\n", [":2:", "not YAML", "well-formed"]),
    ("unknown directive", "%YAML 3.0\n---\na: 1\n", ["not YAML", "well-formed"]),
    ("tab indent", "a:\n\tb: 1\n", [":2:", "not YAML", "well-formed"]),
    ("duplicate name", _with(DESK, "desk: {servers: 3, servers: 4}"), [":8:", "'servers'", "once", "line 8"]),
    ("duplicate section", _plus("policy: {}\n"), [":17:", "'policy'", "once", "line 16"]),
    ("duplicate in quotes", _plus("'policy': {}\n"), [":17:", "'policy'", "once"]),
    ("number as name", _with(DESK, "520100: {servers: 3}"), [":8:", "'520100'", "text", "quote"]),
    ("true as name", _with(DESK, "true: {servers: 3}"), [":8:", "'true'", "text"]),
    ("null as name", _with(DESK, "~: {servers: 3}"), [":8:", "'~'", "text"]),
    ("empty name", _with(DESK, "'': {servers: 3}"), [":8:", "''", "text"]),
    ("list as name", "? [1, 2]\n: 3\n", [":1:", "list or mapping", "text"]),
    ("deep list", "a: " + "[" * 100 + "]" * 100, [":1:", "nested too deep", "40"]),
    ("very deep mapping", "{a: " * 20_000, [":1:", "nested too deep", "40"]),
    ("too many values", "a: [" + "1," * 200_001 + "]", ["200001", "200000"]),
    ("latin-1", "name: caf\xe9\n".encode("latin-1"), [":1:", "UTF-8"]),
    ("utf-16", "name: toy\n".encode("utf-16"), [":1:", "UTF-8"]),
    ("nul", b"name: toy\x00\n", [":1:", "'name: toy\\x00'", "control"]),
    ("escape character", b"name: toy\x1b[31m\n", [":1:", "control"]),
    ("escaped nul", 'name: "toy\\0"\n', [":1:", "name is 'toy\\x00'", "control"]),
    ("bell", 'name: "\\a"\n', [":1:", "name is '\\x07'", "control"]),
    ("direction override", "name: 'toy\u202e'\n", [":1:", "\\u202e", "direction"]),
    ("direction in a comment", "# \u2067 good\nname: toy\n", [":1:", "\\u2067", "direction"]),
    ("zero width", "na\u200bme: toy\n", [":1:", "\\u200b", "hidden"]),
    ("line separator", "name: 'a\u2028b'\n", [":1:", "\\u2028"]),
    ("half a character", 'name: "\\ud800"\n', [":1:"]),
    ("not a number", _with("servers: 3", "servers: .nan"), [":8:", "'.nan'", "finite"]),
    ("infinite", _with("per_day: 10", "per_day: -.INF"), [":10:", "'-.INF'", "finite"]),
    ("beyond floats", _with("per_day: 10", "per_day: 1e999"), [":10:", "'1e999'", "1.8e308"]),
    ("beyond integers", _with("servers: 3", "servers: " + "9" * 5000), [":8:", "9999", "whole number"]),
]

BROKEN_SCHEMA = [
    ("unknown section", _plus("polices: {}\n"), ["polices", "did you mean policy"]),
    ("unknown name", _with("servers: 3", "severs: 3"), ["stations.desk.severs", "3", "did you mean servers"]),
    ("missing name", _with("{servers: 3}", "{}"), ["stations.desk.servers is missing", "whole number"]),
    ("missing section", GOOD[: GOOD.index("processes:")], ["processes is missing", "mapping", "lists of verbs"]),
    ("text for a number", _with("servers: 3", "servers: three"), ["stations.desk.servers is 'three'", "whole number"]),
    ("quoted number", _with("servers: 3", "servers: '3'"), ["stations.desk.servers is '3'", "whole number"]),
    ("no is text", _with("adoption: =1-again", "adoption: no"), ["policy.adoption is 'no'", "from 0 to 1"]),
    ("true is no number", _with("adoption: =1-again", "adoption: true"), ["policy.adoption is True", "from 0 to 1"]),
    ("null is no number", _with("adoption: =1-again", "adoption: null"), ["policy.adoption is None", "from 0 to 1"]),
    ("too high", _with("adoption: =1-again", "adoption: 1.2"), ["policy.adoption is 1.2", "from 0 to 1", "share"]),
    ("too low", _with("per_day: 10", "per_day: -1"), ["per_day is -1", "from 0", "[cases/day]"]),
    ("fraction of a server", _with("servers: 3", "servers: 2.5"), ["stations.desk.servers is 2.5", "whole number"]),
    ("time for a number", _with("servers: 3", "servers: 12:30"), ["stations.desk.servers is '12:30'"]),
    ("mapping for text", _with("name: toy", "name: {a: 1}"), ["name is {'a': 1}", "text"]),
    ("list for mapping", _with(DESK, "desk: [3]"), ["stations.desk is [3]", "a mapping with"]),
    ("mapping for list", _plus("levers: {a: 1}\n"), ["levers is {'a': 1}", "a list"]),
    ("text for switch", _plus("illustrative: yes\n"), ["illustrative is 'yes'", "true or false"]),
    ("bad name", _with("desk: {servers", "2nd-desk: {servers"), ["'2nd-desk'", "stations", "starts with a letter"]),
    ("bad date", _plus("start: 2022-13-01\n"), ["start is '2022-13-01'", "YYYY-MM-DD"]),
    ("far date", _plus("start: 1066-10-14\n"), ["start", "1066-10-14", "1990-01-01"]),
    ("unknown engine", _plus("experiment: {engine: agent}\n"), ["experiment.engine is 'agent'", "did you mean agents"]),
    (
        "unknown law",
        _with("law: gamma", "law: gama"),
        ["queue.time.law is 'gama'", "exponential", "did you mean gamma"],
    ),
    ("law not named", _with("law: gamma, ", ""), ["queue.time.law is missing", "exponential"]),
    ("setting of another law", _with("cv: 1", "shape: 1"), ["queue.time.shape", "cv is missing"]),
    ("law out of range", _with("mean: 5", "mean: 0"), ["queue.time.mean is 0", "above 0"]),
    ("law against itself", _with(TIME, "{law: uniform, low: 5, high: 1}"), ["queue.time", "high = 1", "low <= high"]),
    ("unknown verb", _with("    - close\n", "    - {clsoe: {}}\n"), ["apply.2.clsoe", "did you mean close"]),
    ("unknown bare verb", _with("    - close\n", "    - clsoe\n"), ["apply.2 is 'clsoe'", "a mapping with"]),
    ("two verbs", _with("    - close\n", "    - {close: {}, goto: x}\n"), ["apply.2", "2 verbs", "exactly one of"]),
    ("no verb", _with("    - close\n", "    - {label: x}\n"), ["apply.2", "0 verbs", "exactly one of"]),
    (
        "no departments",
        _with("    - close\n", "    - fork: {name: f, departments: [desk], count: 2, steps: [close]}\n    - close\n"),
        ["apply.2.fork", "count of f is 2", "1 to 1 departments"],
    ),
    ("chance above one", _with("chance: =again", "chance: 3"), ["check.chance is 3", "from 0 to 1"]),
    ("two rules", _with("chance: =again", "chance: 0.1, outage: true"), ["apply.1.check", "2 rules", "one of chance"]),
    ("no process", _with(", traditional: {process: apply}", ""), ["services.permit", "no channel", "traditional"]),
    ("two rates", _with("per_day: 10", "per_day: 10, per_100k_per_day: 1"), ["services.permit.demand", "exactly one"]),
    ("no services", _with("  permit: {demand", "  {} #"), ["services", "1 or more"]),
    (
        "negative weights",
        _with(DEMAND, DEMAND + ", urgency: {ordinary: -1}"),
        ["permit.urgency.ordinary is -1", "from 0 to 1,000,000"],
    ),
    ("weights of nothing", _with(DEMAND, DEMAND + ", urgency: {ordinary: 0}"), ["permit", "urgency", "not all 0"]),
    (
        "weight that underflows",
        _with(DEMAND, DEMAND + ", urgency: {ordinary: 1e-300}"),
        ["permit.urgency.ordinary", "1e-300 is too small", "0, or at least 1e-09"],
    ),
    ("rate that underflows", _with("per_day: 10", "per_day: 1e-320"), ["demand.per_day", "0, or at least 1e-09"]),
    (
        "wage below nothing",
        _plus("costs: {staff: {clerk: {wage: -30}}}\n"),
        ["staff.clerk.wage is -30", "0 to 10,000", "[yuan/h]"],
    ),
    (
        "time beyond reach",
        _with(TIME, "{law: exponential, mean: 36501, unit: d}"),
        ["queue.time", "mean is 36501 d", "to 36,500 d"],
    ),
    ("time of nothing", _with("mean: 5", "mean: 1e-300"), ["queue.time", "mean is 1e-300 min", "to 52,560,000 min"]),
    (
        "ends of a law that meet",
        _with(TIME, "{law: triangular, low: 1, mode: 1, high: 1.0000000000000002}"),
        ["too near to low", "a microsecond above low"],
    ),
    (
        "range that its spread hides",
        _with(TIME, "{law: truncated_normal, mean: 5, sd: 1e6, low: 5, high: 5.1}"),
        ["high = 5.1 is too near to low = 5", "sd / 1,000,000"],
    ),
    ("two spreads", _with(TIME, "{law: lognormal, mean: 5, cv: 1, sd: 5}"), ["both or neither of cv and sd"]),
    ("no spread", _with(TIME, "{law: lognormal, mean: 5}"), ["both or neither of cv and sd", "exactly one"]),
    (
        "spread too wide",
        _with(TIME, "{law: lognormal, mean: 5, sd: 101}"),
        ["sd is 101.0 for mean = 5.0", "0.005 to 100"],
    ),
    ("normal law", _with("law: gamma", "law: normal"), ["law is 'normal'", "did you mean truncated_normal?"]),
    ("law of another tool", _with("law: gamma", "law: expon"), ["law is 'expon'", "did you mean exponential?"]),
    ("steps of a law of counts", _with("law: gamma", "law: Poisson"), ["'Poisson'", "did you mean exponential?"]),
    ("bad window", _with("09:00-12:00", "9-12"), ["calendars.office", "9-12", "HH:MM"]),
    (
        "bad weekday",
        _with("[mon, tue]", "[mon, tuesday]"),
        ["calendars.office.days.1 is 'tuesday'", "did you mean tue"],
    ),
]

BROKEN_REFERENCES = [
    ("unknown parameter", _with("=1-again", "=agian"), ["policy.adoption is '=agian'", "did you mean again"]),
    ("expression", _with("=1-again", "=2*again"), ["policy.adoption is '=2*again'", "=name or =1-name"]),
    ("negative", _with("=1-again", "=-again"), ["policy.adoption is '=-again'", "=name or =1-name"]),
    ("formula with a space", _with("=1-again", "= again"), ["policy.adoption is '= again'", "=name or =1-name"]),
    ("code", _with("=1-again", "=__import__('os')"), ["policy.adoption is", "=name or =1-name"]),
    ("parameter of text", _with("value: 0.3", "value: much"), ["parameters.again.value is 'much'", "a number"]),
    ("parameter of a parameter", _with("value: 0.3", "value: =again"), ["parameters.again.value", "a number"]),
    ("parameter out of its range", _with("value: 0.3", "value: 3"), ["parameters.again", "value is 3", "0"]),
    ("parameter undeclared", _with(PARAMETER, "0.3"), ["parameters.again is 0.3", "a mapping with", "evidence"]),
    ("parameter unlabelled", _with("evidence: X, ", ""), ["parameters.again.evidence is missing", "S-P"]),
    ("evidence unknown", _with("evidence: X", "evidence: Z"), ["parameters.again.evidence is 'Z'", "'S-P'"]),
    ("parameters as a list", _with(f"\n  again: {PARAMETER}", " [again]"), ["parameters is ['again']", "a mapping"]),
]

BROKEN = MORE_THAN_DATA + BROKEN_YAML + BROKEN_SCHEMA + BROKEN_REFERENCES
