"""The lexicon of what a report holds in confidence."""

from functools import cache

from extractors.lexicon import Entry, Strict, read_lexicon


class PrivateWords(Strict):
    """The file `private.yml`."""

    cues: tuple[Entry, ...]
    public_cues: tuple[str, ...]
    code_cues: tuple[str, ...]
    units: tuple[str, ...]
    whole_units: tuple[str, ...]
    phone_units: tuple[str, ...]
    unit_ends: tuple[str, ...]
    totals: tuple[str, ...]
    figure_columns: tuple[str, ...]
    roles: tuple[Entry, ...]
    speakers: tuple[str, ...]
    complaints: tuple[str, ...]
    matters: tuple[str, ...]
    needy: tuple[str, ...]
    bearers: tuple[str, ...]
    kin: tuple[str, ...]
    disputes: tuple[str, ...]
    settling: tuple[str, ...]
    settled: tuple[str, ...]
    quarrels: tuple[str, ...]
    petitions: tuple[str, ...]
    of_petitions: tuple[str, ...]
    receptions: tuple[str, ...]
    again: tuple[str, ...]
    real_names: tuple[str, ...]
    needs: tuple[str, ...]
    helps_others: tuple[str, ...]
    links: tuple[str, ...]
    titles: tuple[str, ...]
    forms_of_address: tuple[str, ...]
    columns: tuple[Entry, ...]
    private_heads: tuple[str, ...]
    public_heads: tuple[str, ...]
    followers: tuple[str, ...]
    helps: tuple[str, ...]
    leaders: tuple[str, ...]
    surnames: str
    compound_surnames: tuple[str, ...]
    common_surnames: str
    given_ends: str
    not_in_names: str
    not_names: tuple[str, ...]
    public_persons: tuple[str, ...]
    marks: tuple[Entry, ...]
    beside_marks: tuple[str, ...]

    def cue(self, kind: str) -> tuple[str, ...]:
        """The words that lead in numbers of a kind."""
        return self._of(self.cues, kind)

    def column(self, kind: str) -> tuple[str, ...]:
        """The heads of columns of a kind."""
        return self._of(self.columns, kind)

    def mark(self, kind: str) -> frozenset[str]:
        """The marks of a kind."""
        return frozenset(self._of(self.marks, kind))

    @staticmethod
    def _of(entries: tuple[Entry, ...], kind: str) -> tuple[str, ...]:
        return next(entry.variants for entry in entries if entry.id == kind)


@cache
def words() -> PrivateWords:
    """The lexicon, read once."""
    return read_lexicon("private.yml", PrivateWords)
