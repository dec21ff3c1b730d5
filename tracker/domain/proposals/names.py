"""Where parties are named in a text: by name, by surname, by part of a long name, by what is theirs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from tracker.domain.proposals.passage import Named

_LONG: Final = {"UN": "United Nations", "US": "United States", "UK": "United Kingdom", "EU": "European Union"}
_EMPTY: Final = frozenset({"a", "an", "and", "at", "for", "in", "of", "on", "the", "to", "unnamed"})
_PLACES: Final = frozenset({"united", "nation", "state", "north", "south", "east", "west", "central"})
"""Words of a long name that, alone or with the names of states, do not tell it from a place's."""
_RULE: Final = r"(?:government|regime|authorities|leadership)"
_BRACKETS: Final = re.compile(r"\s*\([^)]*\)\s*$")
_WORD: Final = re.compile(r"\w+(?:-\w+)*")
_POSSESSIVE: Final = ("'s", "’s")


class Mention(NamedTuple):
    """A party named from `start` up to `end`."""

    start: int
    end: int
    party: str
    possessive: bool
    """Followed by 's: the words name somebody or something of that party's, not the party."""


class Names:
    """The names of all parties, ready to be found. Built once for a passage: linear in the names."""

    def __init__(self, *, parties: Sequence[Named]) -> None:
        self.kind = {party.key: party.kind for party in parties}
        self._whole: dict[str, str] = {}
        self._parts: list[tuple[str, frozenset[str]]] = []
        self._places = set(_PLACES)
        surnames: dict[str, list[str]] = defaultdict(list)
        heads: dict[str, list[str]] = defaultdict(list)
        for party in parties:
            for name in party.names:
                self._add(party, _BRACKETS.sub("", name))
                if party.kind == "state":
                    self._places.update(f"{_stem(word)}{end}" for word in _WORD.findall(name) for end in ("", "n"))
            if party.kind == "person":
                surnames[_surname(party.names[0])].append(party.key)
            elif party.kind == "unnamed":
                heads[_BRACKETS.sub("", party.names[0]).split()[-1].lower()].append(party.key)
        self._surnames = {name: keys[0] for name, keys in surnames.items() if len(keys) == 1 and len(name) > 2}
        self._heads = {name: keys[0] for name, keys in heads.items() if len(keys) == 1}
        longest_first = sorted(self._whole, key=len, reverse=True)
        names = "|".join(map(re.escape, longest_first)) or r"(?!)"
        self._pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)(?:['’]s\s+{_RULE})?", re.IGNORECASE)

    def _add(self, party: Named, name: str) -> None:
        if not any(character.isalnum() for character in name):
            return
        self._whole.setdefault(name, party.key)
        if party.kind == "state":
            adjective = f"{name}n" if name.endswith("a") else ""
            for rule in ("government", "regime", "authorities", "leadership") if adjective else ():
                self._whole.setdefault(f"{adjective} {rule}", party.key)
        elif party.kind != "person":
            for short, long in _LONG.items():
                if name.startswith(f"{short} "):
                    self._whole.setdefault(name.replace(short, long, 1), party.key)
                    name = name.replace(short, long, 1)
            words = frozenset(map(_stem, _WORD.findall(name))) - _EMPTY
            if len(words) > 1:
                self._parts.append((party.key, words))

    def mentions(self, text: str) -> list[Mention]:
        """Every mention in the text's order; of two in one place the longer one counts. Cost: two searches."""
        found = [*self._in_full(text), *self._by_surname(text), *self._in_part(text)]
        kept: list[Mention] = []
        for mention in sorted(found, key=lambda each: (each.start - each.end, each.start)):
            if all(mention.end <= other.start or mention.start >= other.end for other in kept):
                kept.append(mention)
        return sorted(kept)

    def unnamed(self, noun: str) -> str | None:
        """The one unnamed party that is called by this noun, such as "officials"."""
        return self._heads.get(noun.lower())

    def _in_full(self, text: str) -> Iterator[Mention]:
        for match in self._pattern.finditer(text):
            words = match.group()
            name = max((each for each in self._whole if words.lower().startswith(each.lower())), key=len)
            if words[: len(name)] != name and (name.isupper() or (words[: len(name)].islower() and " " not in name)):
                continue  # "us" is not US, "voa" in an address not VOA
            yield _mention(text, match.start(), match.end(), self._whole[name])

    def _by_surname(self, text: str) -> Iterator[Mention]:
        for match in _WORD.finditer(text):
            party = self._surnames.get(match.group())
            if party and not re.match(r"\s+[A-Z]\w*", text[match.end() :]):
                yield _mention(text, match.start(), match.end(), party)

    def _in_part(self, text: str) -> Iterator[Mention]:
        """Runs of two words or more that all stand in one organisation's name, and best in that of one only."""
        words = list(_WORD.finditer(text))
        index = 0
        while index < len(words):
            best = self._best_run(text, words, index)
            if best is None:
                index += 1
                continue
            last, party = best
            yield _mention(text, words[index].start(), words[last].end(), party)
            index = last + 1

    def _best_run(self, text: str, words: Sequence[re.Match[str]], index: int) -> tuple[int, str] | None:
        """The last word of the longest run that begins here, and whose it is; None where two parties tie."""
        first = _stem(words[index].group())
        owned = text[max(0, words[index].start() - 3) : words[index].start()] in ("'s ", "’s ")
        scored: dict[str, tuple[int, float]] = {}
        for party, parts in self._parts:
            if first not in parts:
                continue
            run, last = {first}, index
            for after in range(index + 1, len(words)):
                between = text[words[after - 1].end() : words[after].start()]
                word = _stem(words[after].group())
                if between.strip(" '’s") or word not in parts | _EMPTY:
                    break
                if word in parts:
                    run, last = run | {word}, after
            is_name = owned or any(words[each].group()[0].isupper() for each in range(index, last + 1))
            if len(run) > 1 and run - self._places and is_name:
                scored[party] = max(scored.get(party, (0, 0.0)), (last, len(run) / len(parts)))
        best = sorted(scored, key=scored.__getitem__, reverse=True)
        if not best or (len(best) > 1 and (owned or scored[best[0]] == scored[best[1]])):
            return None
        return scored[best[0]][0], best[0]


def _mention(text: str, start: int, end: int, party: str) -> Mention:
    return Mention(start, end, party, text.startswith(_POSSESSIVE, end))


def _surname(name: str) -> str:
    """Of "Mike Mullen" the last word; of "Kim Tae-young" and "Pak Rim Su", in the order of East Asia, the first."""
    words = _BRACKETS.sub("", name).split()
    if len(words) == 2 and "-" in words[1]:
        return words[0]
    if len(words) == 3 and all(len(word) <= 5 for word in words) and "." not in name:
        return words[0]
    return words[-1] if words else ""


def _stem(word: str) -> str:
    word = word.lower().replace("defence", "defense")
    return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith("ss") else word
