"""Which views a pack has on the projector: few words, one picture, and what is left out is said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from domain.packs.content import Block, Chart, Content, Figures, Items, Subject, Table, Tiles

MOST_SENTENCES = 3
MOST_CHARTS = 2
MOST_ITEMS = 5
MOST_FIGURES = 5
"""Beyond these nobody reads from where the members sit."""

_LINE = 78
"""Characters of a line of sentences, about."""

_LINES_ABOVE = 2
"""Lines of sentences that leave room for a picture below them."""

Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What fills the screen once. `is_part` says that the files have more than is shown."""

    subject: str
    heading: str
    sentences: tuple[str, ...]
    blocks: Blocks
    is_part: bool = False

    @property
    def is_picture(self) -> bool:
        """Whether the sentence is that of the one picture that the view is for."""
        return any(
            isinstance(block, Tiles | Chart) and self.sentences == (block.alt,)
            for block in self.blocks
        )

    @property
    def source(self) -> str:
        """Where what is shown comes from, as it is told under it."""
        return " ".join(block.source for block in self.blocks if isinstance(block, Tiles | Chart))


def views_of(content: Content) -> list[View]:
    """Return the views of all subjects, in order, but for the first with the agenda."""
    return [view for subject in content.subjects for view in _views(subject)]


def _views(subject: Subject) -> Iterator[View]:
    sentences = subject.sentences[:MOST_SENTENCES]
    shown, is_part = _shown(subject)
    groups = _groups(shown)
    beside = _companions(sentences, groups)
    yield View(subject.name, subject.heading, sentences, beside, is_part=is_part)
    for group in groups:
        if group is not beside:
            yield _view_of(
                subject, group, is_part=any(block not in subject.blocks for block in group)
            )


def _shown(subject: Subject) -> tuple[list[Block], bool]:
    """Return the blocks that the projector shows, cut to what is read, and if more are left out."""
    shown: list[Block] = []
    is_part = len(subject.sentences) > MOST_SENTENCES
    charts = 0
    for block in subject.blocks:
        charts += isinstance(block, Chart)
        if isinstance(block, Table) or (isinstance(block, Chart) and charts > MOST_CHARTS):
            is_part = True
            continue
        cut = _cut(block)
        is_part = is_part or cut != block
        shown.append(cut)
    return shown, is_part


def _cut(block: Block) -> Block:
    if isinstance(block, Items) and len(block.items) > MOST_ITEMS:
        return Items(block.title, block.items[:MOST_ITEMS], block.none)
    if isinstance(block, Figures) and len(block.items) > MOST_FIGURES:
        return Figures(block.items[:MOST_FIGURES])
    return block


def _groups(blocks: Sequence[Block]) -> list[Blocks]:
    """Return the blocks, with short lists that follow each other as one."""
    groups: list[Blocks] = []
    for block in blocks:
        if groups and _items(groups[-1]) and _items((*groups[-1], block)) in range(1, MOST_ITEMS):
            groups[-1] = (*groups[-1], block)
        else:
            groups.append((block,))
    return groups


def _items(group: Blocks) -> int:
    """Return the lines of a group of lists, of which an empty one has one; 0 for anything else."""
    lists = [block for block in group if isinstance(block, Items)]
    return sum(max(1, len(block.items)) for block in lists) if len(lists) == len(group) else 0


def _companions(sentences: Sequence[str], groups: Sequence[Blocks]) -> Blocks:
    """Return what stands with a subject's sentences: numbers, or what there is room for."""
    numbers = next((group for group in groups if isinstance(group[0], Figures)), None)
    if numbers or not groups:
        return numbers or ()
    lines = sum(ceil(len(sentence) / _LINE) for sentence in sentences)
    return groups[0] if lines <= _LINES_ABOVE and not isinstance(groups[0][0], Tiles) else ()


def _view_of(subject: Subject, group: Blocks, *, is_part: bool) -> View:
    first, *further = group
    if isinstance(first, Tiles | Chart):
        return View(subject.name, first.title, (first.alt,), group, is_part=is_part)
    if isinstance(first, Items) and not further:
        return View(subject.name, first.title, (), group, is_part=is_part)
    return View(subject.name, subject.heading, (), group, is_part=is_part)
