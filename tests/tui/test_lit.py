"""Highlighted mentions: seen with and without colours, beside cursor and selection; only what is in view is painted."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from annotator.core.article import Article
from annotator.core.registry import mentions
from annotator.core.state import Selection, State
from annotator.tui.drawing.theme import DARK, LIGHT, PLAIN, Look, Theme, Tint
from tests.tui.preview import Preview
from tests.tui.scenes import SCHEME, SPEAKERS, TEXT, harbor
from tests.tui.test_article_view import Counting, Sized, shown

LIT = replace(harbor(), lit="ilse_brandt", active="", selection=Selection())


def lit_words(view: Sized, theme: Theme) -> list[str]:
    """What is drawn as only a highlighted mention is."""
    styles = {theme.look(Look(lit=True, source=source)) for source in (True, False)}
    return [part.text for row in range(view.count) for part in view.paint_row(row, "") if part.style in styles]


@pytest.mark.parametrize("theme", [DARK, LIGHT, PLAIN], ids=lambda theme: theme.name)
def test_every_mention_is_seen(theme: Theme) -> None:
    """Those in the words of a source, too; without colours they are bold and reversed."""
    view = shown(LIT, theme)
    assert "".join(lit_words(view, theme)) == "Ilse Brandt"
    assert "".join(lit_words(shown(replace(LIT, lit="ana_ruiz"), theme), theme)) == "Ana Ruiz"
    assert lit_words(shown(replace(LIT, lit=""), theme), theme) == []


@pytest.mark.parametrize("theme", [DARK, LIGHT, PLAIN], ids=lambda theme: theme.name)
def test_it_hides_neither_cursor_nor_selection(theme: Theme) -> None:
    """A mention differs from what is none; in it the cursor and the selection differ from what is around them."""
    for parts in product([(), (Tint(1, True),)], *[[False, True]] * 6):
        bare = Look(*parts)
        lit = bare._replace(lit=True)
        looks = [theme.look(each) for each in (bare, lit, lit._replace(selected=True), lit._replace(cursor=True))]
        assert len(set(looks[1:])) == 3, bare
        assert looks[0] != looks[1], bare


def test_registry_changes_are_followed_without_a_key() -> None:
    """As when another window gives an alias: the rows that are kept are painted anew."""
    view = shown(LIT)
    assert "Mayor" not in lit_words(view, DARK)
    people = {**SPEAKERS, "ilse_brandt": replace(SPEAKERS["ilse_brandt"], aliases=("mayor",))}
    view.show(replace(LIT, speakers=people))
    assert (
        "".join(lit_words(view, DARK)) == "Mayor Ilse Brandt".replace(" ", " ") or lit_words(view, DARK)[0] == "Mayor"
    )


async def test_a_toggle_paints_rows_in_view_and_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """In an article of a thousand rows with a mention in every paragraph; moving on afterwards looks nothing up."""
    text = "\n\n".join([TEXT.replace("\n", " ")] * 200)
    state = State(Article("x", text), SCHEME, "ana", speakers=SPEAKERS)
    app = Preview(state, view=Counting)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        view = app.article
        seen = set(range(view.top, view.top + view.size.height))
        for who in ("ilse_brandt", ""):
            view.counted.clear()
            app.put(replace(app.state, lit=who))
            await pilot.pause()
            assert view.counted
            assert set(view.counted) < seen
        app.put(replace(app.state, lit="ana_ruiz"))
        await pilot.pause()
        before = mentions.mentions.cache_info()
        for offset in (40, 80, 900):
            app.put(replace(app.state, selection=Selection(offset, offset)))
            await pilot.pause()
        assert mentions.mentions.cache_info() == before


def test_under_labels_mentions_stand_back() -> None:
    """While labels are shown, only they stand out."""
    for theme in (DARK, PLAIN):
        assert theme.look(Look(lit=True, dimmed=True)) == theme.look(Look(dimmed=True))
