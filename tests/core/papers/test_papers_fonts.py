"""No page of empty boxes: what has no glyph is named, what another font has is drawn from it."""

import shutil
from pathlib import Path

import pytest
from papers_reading import docx_text, pdf_text

from yixing_core.errors import Refusal
from yixing_core.papers import FontSource, Paper, chinese_font_available, to_docx, to_pdf
from yixing_core.papers.fonts import Coverage, FontBook, font_book
from yixing_core.papers.model import Face, Heading, Paragraph, Run

RARE = "𬭎㛃𫖯䶮"


def letter(text: str) -> Paper:
    return Paper(name="名单", title="名单", blocks=(Heading(1, text, 1), Paragraph(text)))


@pytest.fixture(scope="module")
def serif() -> Path:
    files = font_book(FontSource()).files
    family = next((name for name in ("Noto Serif CJK SC", "Noto Sans CJK SC") if name in files), None)
    assert family, "the tests need the package fonts-noto-cjk"
    return Path(files[family][0][0])


@pytest.fixture
def site(tmp_path: Path, serif: Path) -> FontSource:
    """A site that has only its own font directory, with one Chinese font in it."""
    shutil.copy(serif, tmp_path / serif.name)
    return FontSource((str(tmp_path),), system=False)


def test_this_machine_can_print_chinese():
    report = chinese_font_available()
    assert report.available
    assert all(report.chains[face] for face in Face)
    assert report.sentence()


def test_without_a_chinese_font_pdf_is_refused_and_docx_goes_on(tmp_path):
    bare = FontSource((str(tmp_path),), system=False)
    assert not chinese_font_available(bare).available
    with pytest.raises(Refusal) as refused:
        to_pdf(letter("县委"), bare)
    assert refused.value.code == "no_chinese_font"
    assert "fonts-noto-cjk" in refused.value.mend
    assert "数据目录" in refused.value.mend
    assert "县委" in docx_text(to_docx(letter("县委")))


def test_a_latin_font_is_no_chinese_font(tmp_path):
    files = font_book(FontSource()).files
    latin = next(files[name][0][0] for name in sorted(files) if "CJK" not in name)
    shutil.copy(latin, tmp_path / Path(latin).name)
    assert not chinese_font_available(FontSource((str(tmp_path),), system=False)).available


def test_a_font_put_into_the_directory_is_found_without_a_restart(tmp_path, serif):
    source = FontSource((str(tmp_path),), system=False)
    assert not chinese_font_available(source).available
    shutil.copy(serif, tmp_path / serif.name)
    assert chinese_font_available(source).available


def test_a_directory_of_the_site_suffices(site):
    assert "县委" in pdf_text(to_pdf(letter("县委"), site))


@pytest.mark.parametrize("character", RARE)
def test_rare_characters_of_names_are_printed(character):
    text = pdf_text(to_pdf(letter(f"干部{character}")))
    assert text.count(character) == 2


def test_a_character_without_a_glyph_is_named():
    with pytest.raises(Refusal) as refused:
        to_pdf(letter("干部\ue123甲"))
    assert refused.value.code == "missing_glyph"
    assert "U+E123" in refused.value.text
    assert "造字区" in refused.value.mend


def test_a_character_of_the_sites_own_making_is_drawn_from_the_sites_own_font(site):
    """Another font that has something at this place draws something else, so only the site's own fonts may."""
    book = font_book(FontSource())
    own = next((family for family in sorted(book.files) if book.covers(family, "\ue123")), None)
    if own is None:
        pytest.skip("no installed font has a character there to play the site's own")
    shutil.copy(book.files[own][0][0], Path(site.directories[0]) / "site.ttf")
    assert to_pdf(letter("干部\ue123"), site)


def test_a_character_the_site_lacks_is_named_and_found_elsewhere(site):
    lacking = next(
        character
        for character in "☃♞⚗☎⛵🀄"
        if not font_book(site).covers(next(iter(font_book(site).files)), character)
        and any(font_book(FontSource()).covers(family, character) for family in font_book(FontSource()).files)
    )
    with pytest.raises(Refusal) as refused:
        to_pdf(letter(f"甲{lacking}"), site)
    assert f"U+{ord(lacking):04X}" in refused.value.text
    assert lacking in pdf_text(to_pdf(letter(f"甲{lacking}")))


def test_a_damaged_font_file_is_no_font(tmp_path, serif):
    (tmp_path / "damaged.ttc").write_bytes(serif.read_bytes()[:4000])
    (tmp_path / "empty.ttf").write_bytes(b"")
    assert not chinese_font_available(FontSource((str(tmp_path),), system=False)).available


def test_coverage_agrees_with_what_is_drawn():
    """Every family that claims a character draws it: the compiler refuses undrawn characters in this kind of PDF."""
    book: FontBook = font_book(FontSource())
    for character in "县㛃𬭎√○×—□〔〕℃㎡":
        assert book.covers(book.chain(Face.FANGSONG)[0], character), character
        assert character in pdf_text(to_pdf(letter(character)))


def test_coverage_is_a_set_of_ranges():
    first = Coverage([(10, 20), (21, 30), (50, 60)])
    second = Coverage([(15, 55)])
    both = first.common(second)
    assert [point for point in range(70) if point in both] == [*range(15, 31), *range(50, 56)]


def test_a_variation_selector_needs_no_glyph():
    name = "葛\U000e0100城"
    paper = Paper(name="名单", blocks=(Paragraph((Run(name),)),))
    assert "葛" in pdf_text(to_pdf(paper))


def test_the_compiler_itself_refuses_an_undrawn_character(monkeypatch):
    """The last net: should coverage ever claim too much, the export of this kind of PDF still finds the gap."""
    monkeypatch.setattr(Coverage, "__contains__", lambda _self, _point: True)
    with pytest.raises(Refusal) as refused:
        to_pdf(letter("干部\U0002fffd"), FontSource((), system=True))
    assert refused.value.code == "missing_glyph"
    assert "U+2FFFD" in refused.value.text
