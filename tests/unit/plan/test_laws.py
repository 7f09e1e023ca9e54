"""Every law of a scenario has one row in the table of the Plan, complete and under a code of its own."""

from typing import get_args

import pytest

from sinksim.plan.laws import FORMS, LawForm, law_row
from sinksim.scenarios.laws import AnyLaw
from tests.helpers.laws import IDS, LAWS


def test_the_table_has_the_laws_of_the_schema_and_no_code_twice():
    (names,) = zip(*(get_args(law.model_fields["law"].annotation) for law in get_args(AnyLaw)), strict=True)
    assert set(FORMS) == set(names)
    assert sorted(form.code for form in FORMS.values()) == list(range(len(names)))


@pytest.mark.parametrize("law", [law for law, _ in LAWS], ids=IDS)
def test_a_law_gives_as_many_parameters_as_are_named(law):
    form = FORMS[law.law]
    given = form.parameters(law, 1.0)
    assert isinstance(form, LawForm)
    assert len(given) == len(form.names) <= 4
    row = law_row(law)
    assert (row.code, row.values) == (form.code, ())
