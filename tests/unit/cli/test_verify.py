"""``sinksim verify``: one seed gives its table, several seeds a table each and how they spread."""

QUICK = ("verify", "departments_ample", "--engine", "compiled", "--workers", "1", "--quiet")


def test_one_seed_gives_its_table_and_its_document(sinksim):
    said = sinksim(*QUICK)
    assert (said.code, said.out.count("| verdict"), said.err) == (0, 1, "")
    assert "1 systems, 2 figures: all agree with theory" in said.out
    assert sinksim(*QUICK, "--json").document["seed"] == 1


def test_several_seeds_follow_each_other_and_their_headlines_are_judged(sinksim, tmp_path):
    said = sinksim(*QUICK, "--seed", "5", "--seeds", "2", "--out", "found.md")
    assert (said.code, said.out.count("| verdict")) == (0, 2)
    assert said.out.splitlines()[-1].startswith("2 seeds, 2 headline figures: rms z ")
    assert (tmp_path / "found.md").read_text(encoding="utf-8").count("| --- |") >= 2
    document = sinksim(*QUICK, "--seed", "5", "--seeds", "2", "--json").document
    assert [seed["seed"] for seed in document["seeds"]] == [5, 6]
    assert document["headline_figures"] == 2


def test_a_depth_that_leaves_the_error_too_wide_fails(sinksim):
    said = sinksim("verify", "mm1_busy", "--customers", "64000", "--seed", "2", *QUICK[2:])
    assert said.code == 1
    assert "imprecise" in said.out
