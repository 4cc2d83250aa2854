"""docs/threats.md says what the table of faults says."""

from tests.threats import table
from tests.threats.faults import files


def test_the_page_is_that_of_the_table() -> None:
    stands = table.PAGE.read_text(encoding="utf-8")
    assert table.without_figures(stands) == table.page({}), "run python -m tests.threats.table --keep"


def test_every_file_has_its_figures() -> None:
    stands = table.PAGE.read_text(encoding="utf-8")
    assert set(table.figures_of(stands)) == {name for name, _, _ in files()}


def test_figures_are_told_from_words() -> None:
    figures = {name: (f"{number} MB", "1.5 s") for number, (name, _, _) in enumerate(files())}
    assert table.figures_of(table.page(figures)) == figures
    assert table.without_figures(table.page(figures)) == table.page({})
