"""Russian free text as comparable word stems; no dictionary, only endings cut.

«Подготовка к олимпиаде по математике» and «олимпиадная математика» give the same two
stems. Words that say nothing about the subject («помощь», «занятия») are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

TOKEN = re.compile(r"[a-zа-я0-9]+[+#]*")


def listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Longer ones first; at least three letters of the word must remain.
ENDINGS = listed(
    "ировать овать иями ями ами ыми ими ого его ому ему иях иям ием ать ять ить еть "
    "ая яя ое ее ые ие ый ий ой ей ую юю ых их ым им ом ем ах ях ам ям ов ев ию ия ии "
    "ье ья ью а я о е ы и у ю ь й"
)
SHORTEST = 3

# Suffixes that turn one subject into its adjective, trade or activity, each with the
# letters that must remain: «логист» must not become «лог», «журналист» may lose «ист».
SUFFIXES = {
    "ирован": 4,
    "ован": 3,
    "иров": 4,
    "ическ": 3,
    "ионн": 4,
    "альн": 4,
    "ивн": 4,
    "ост": 4,
    "ств": 4,
    "ист": 5,
    "ьн": 3,
    "ск": 3,
    "ик": 3,
    "ов": 4,
}
VOWELS = "аеиоуыэюя"

LINK_WORDS = frozenset(
    listed(
        "без бы во где да для до его ее ей если же за из или их как ко который ли мне "
        "мной мой моя мы на над не нет но об от по под при про свой свои со так то тоже "
        "уже что чтобы это"
    )
)
EMPTY_WORDS = listed(
    "вопрос вопросы деятельность другой занятие занятия знание знания изучать изучение "
    "интерес интересы класс навык навыки научить научиться нужен нужна нужно область "
    "обучать обучение опыт освоить освоение основа основы подготовить подготовиться "
    "подготовка поддержка помочь помощь работа развивать развитие разный сфера тема "
    "улучшить умение умения учить учиться хороший хотеть хотел хотела хочется хочу язык"
)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Cut the ending and the suffixes of one lower-case word; foreign words stay."""
    if word[0] < "а":
        return word
    word = word.removesuffix("ся").removesuffix("сь") if len(word) > 5 else word
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            word = word[: -len(ending)]
            break
    while (shorter := without_suffix(word)) != word:
        word = shorter
    return word


def without_suffix(word: str) -> str:
    for suffix, remaining in SUFFIXES.items():
        if word.endswith(suffix) and len(word) - len(suffix) >= remaining:
            return word[: -len(suffix)]
    is_adjective = word.endswith("н") and len(word) > 4 and word[-2] not in VOWELS
    return word[:-1] if is_adjective else word


EMPTY_STEMS = frozenset(stem(word) for word in EMPTY_WORDS)


def stems(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of stem and the word as written (lower case), in the order of the text."""
    for word in TOKEN.findall(text.lower().replace("ё", "е")):
        if len(word) < 2 or word.isdigit() or word in LINK_WORDS:
            continue
        if (root := stem(word)) not in EMPTY_STEMS:
            yield root, word


def words(text: str) -> frozenset[str]:
    """The stems of all words of a Russian text that say something about its subject."""
    return frozenset(root for root, _ in stems(text))


def labelled(tags: Iterable[str], text: str = "") -> dict[str, str]:
    """Stem -> what to show for it: the tag it stands in, else the word of the text.

    A tag made of nothing but empty or one-letter words («С») stands for itself.
    """
    labels: dict[str, str] = {}
    for tag in sorted(tags):
        for root in sorted(words(tag)) or [tag.lower()]:
            labels.setdefault(root, tag)
    for root, word in stems(text):
        labels.setdefault(root, word)
    return labels
