"""Broken tables: name, nodes.csv, edges.csv or None, fragments of the one message that must come."""

NODES = "code,name,tier,parent,population\n"
GOOD = NODES + "g,City,city,,300\nd,District,district,g,300\n"
EDGES = "source,target,relation,minutes,fare\n"
GBK = (NODES + "g,城市,city,,300\n").encode("gb18030")

BROKEN = [
    ("empty", b"", None, ["nodes.csv", "empty", "header row"]),
    ("blank lines", "\n\n,,\n", None, ["nodes.csv", "no header row"]),
    ("header only", NODES, None, ["nodes.csv", "only a header row"]),
    ("only comments", NODES + "# d,District\n", None, ["nodes.csv", "only a header row"]),
    ("zeros", bytes(4000), None, ["NUL", "UTF-8"]),
    ("NUL late", GOOD.encode() + b"x" * 9000 + b"\0", None, ["NUL", "UTF-8"]),
    ("UTF-16", GOOD.encode("utf-16"), None, ["UTF-8", "Save As"]),
    ("GB18030", GBK, None, ["is not UTF-8", "CSV UTF-8", "Save As"]),
    ("semicolons", GOOD.replace(",", ";"), None, ["column code is missing", "separated by commas"]),
    ("missing column", "code,name\ng,City\n", None, ["column tier is missing"]),
    ("unknown column", GOOD.replace("population", "populaton"), None, ["'populaton'", "did you mean population?"]),
    ("column twice", GOOD.replace("name", "code"), None, ["nodes.csv:1", "'code' stands twice"]),
    ("long row", GOOD + "e,East,district,g,3,9\n", None, ["nodes.csv:4", "6 cells", "allowed: 5"]),
    ("open quote", GOOD + 'e,"East,district,g,3\n', None, ["nodes.csv:4", "cannot be read"]),
    ("no code", GOOD + ",East,district,g,3\n", None, ["nodes.csv:4", "code is missing"]),
    ("bad code", GOOD + "e f,East,district,g,3\n", None, ["nodes.csv:4", "code is 'e f'"]),
    ("text for a number", GOOD + "e,East,district,g,many\n", None, ["nodes.csv:4", "'many'", "a whole number from 0"]),
    ("negative", GOOD + "e,East,district,g,-5\n", None, ["nodes.csv:4", "population is '-5'", "from 0"]),
    ("fraction of a person", GOOD + "e,East,district,g,2.5\n", None, ["nodes.csv:4", "'2.5'", "whole number"]),
    ("NaN", "code,tier,weight\ng,city,nan\n", None, ["nodes.csv:2", "weight is 'nan'", "finite"]),
    ("infinity", "code,tier,weight\ng,city,inf\n", None, ["nodes.csv:2", "weight is 'inf'", "finite"]),
    ("share in percent", "code,tier,rural_share\ng,city,47\n", None, ["nodes.csv:2", "'47'", "from 0 to 1"]),
    ("one coordinate", "code,tier,lon\ng,city,106\n", None, ["nodes.csv:2", "only one of lon and lat"]),
    ("code twice", GOOD + "d,East,district,g,3\n", None, ["nodes.csv:4: code is 'd'", "each code once"]),
    ("unknown parent", GOOD + "e,East,district,h,3\n", None, ["nodes.csv:4: parent is 'h'", "known: d, e, g"]),
    ("circle", NODES + "a,A,city,b,1\nb,B,district,a,1\n", None, ["nodes.csv:2: parent is 'b'", "above itself"]),
    ("upside down", NODES + "a,A,district,,1\nb,B,city,a,1\n", None, ["nodes.csv:3: tier is 'city'", "below district"]),
    ("contradicting tiers", NODES + "a,A,u,,1\nb,B,v,a,1\nc,C,u,b,1\n", None, ["nodes.csv:4: tier is 'u'", "below v"]),
    ("row after a comment", GOOD + "# note\n\ne,East,district,h,3\n", None, ["nodes.csv:6: parent is 'h'"]),
    ("unknown relation", GOOD, EDGES + "d,g,refer,5,1\n", ["edges.csv:2", "'refer'", "did you mean refers?"]),
    ("no minutes", GOOD, EDGES + "d,g,refers,,1\n", ["edges.csv:2", "minutes is missing"]),
    ("negative fare", GOOD, EDGES + "d,g,refers,5,-1\n", ["edges.csv:2", "fare is '-1'", "from 0"]),
    ("unknown end", GOOD, EDGES + "d,h,refers,5,1\n", ["edges.csv:2: target is 'h'", "code of a node"]),
    ("edge twice", GOOD, EDGES + "d,g,refers,5,1\n" * 2, ["edges.csv:3: relation is 'd g refers'", "once"]),
    ("loop", GOOD, EDGES + "d,d,guides,,\n", ["edges.csv:2: target is 'd'", "other than the source"]),
    ("second parent", GOOD + "e,East,district,g,3\n", EDGES + "e,d,administers,,\n",
     ["edges.csv:2: source is 'e'", "already administers d"]),
    ("edges header only", GOOD, EDGES, ["edges.csv", "only a header row"]),
]  # fmt: skip
