"""Which sources are translations of one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from tracker.domain.record import Source


class Translations:
    """The kinship of a record's sources, read once from `translation_of`."""

    def __init__(self, *, sources: Mapping[str, Source]) -> None:
        self._original = {source.key: source.translation_of for source in sources.values()}
        self._made_of: dict[str, set[str]] = defaultdict(set)
        for key, original in self._original.items():
            if original is not None:
                self._made_of[original].add(key)

    def of(self, *, source: str) -> frozenset[str]:
        """The sources that it names, that name it, and that name the same original; never itself.

        One step only: what a translation was translated from is no kin of the translation's translation.
        Cost: the number of kin.
        """
        kin = set(self._made_of.get(source, ()))
        original = self._original[source]
        if original is not None:
            kin |= {original, *self._made_of[original]}
        return frozenset(kin - {source})
