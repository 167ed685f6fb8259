"""A page on paper: its words and no others, in every script, whatever was typed."""

from __future__ import annotations

import json

import pytest

from afttrainer.interchange.paper import direction_of, page_of, pdf_of

PAGE = """<!doctype html><html lang="de-AT" dir="ltr"><head><title>Record · Thursday</title></head>
<body><header>Sign out</header><main><h1>Record</h1>{inside}</main></body></html>"""


def blocks(inside: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = page_of(PAGE.format(inside=inside))["blocks"]
    return found[1:]


def words(inside: str) -> str:
    return json.dumps(blocks(inside), ensure_ascii=False)


def test_the_page_gives_title_language_and_direction() -> None:
    page = page_of(PAGE.format(inside=""))
    assert (page["title"], page["lang"], page["dir"]) == ("Record · Thursday", "de", "ltr")
    assert page["blocks"] == [{"kind": "heading", "level": 1, "runs": [{"words": "Record"}]}]


def test_what_is_for_the_screen_only_stays_there() -> None:
    inside = (
        '<p class="no-print">Keep it</p><form>Save</form><p hidden>secret</p>'
        '<button>Go</button><span class="visually-hidden">twice</span><p>Kept</p>'
    )
    assert words(inside) == '[{"kind": "words", "runs": [{"words": "Kept"}]}]'


def test_facts_and_tables_keep_their_shape() -> None:
    facts, table = blocks(
        "<dl><div><dt>Length</dt><dd>95 min</dd></div></dl>"
        "<table><thead><tr><th>Name</th><th></th></tr></thead>"
        "<tbody><tr><td>Ben</td><td><svg></svg></td></tr></tbody></table>"
    )
    assert facts["pairs"] == [[{"runs": [{"words": "Length"}]}, {"runs": [{"words": "95 min"}]}]]
    assert table["columns"] == 1, "a column of pictures has no words"
    assert table["headed"]


def line(inside: str) -> str:
    (said,) = blocks(inside)
    return "".join(run["words"] for run in said["runs"])


def test_what_a_gap_keeps_apart_on_the_screen_a_dot_keeps_apart_on_paper() -> None:
    chips = '<span class="chip">the bond</span><span class="hint">giving in</span>'
    assert line(f'<p class="row">{chips}<span class="chip">the task</span></p>') == (
        "the bond · giving in · the task"
    )
    assert line('<p>Ben <span class="chip">3</span> <span class="chip">5</span></p>') == "Ben 3 · 5"
    label = '<span class="label">Seen now</span>'
    mark = '<span class="mark" aria-hidden="true"></span>'
    assert line(f'<p>{label}{mark}<span class="chip">{mark}both</span></p>') == "Seen now both"
    assert line('<p><span class="number">0:57</span> goes silent</p>') == "0:57 goes silent"


def test_who_says_it_and_what_it_is_can_be_told_from_the_words() -> None:
    name, words = blocks('<li><p class="name">Ben</p><p class="words">Less alone.</p></li>')
    assert name["runs"] == [{"words": "Ben", "strong": True}]
    assert words["runs"] == [{"words": "Less alone."}]
    label, *rest = blocks('<li><span class="label">he does</span> <span>leaves</span></li>')[0][
        "runs"
    ]
    assert label == {"words": "he does", "soft": True}
    assert "".join(run["words"] for run in rest) == " leaves"


def test_an_endless_word_stays_in_its_cell() -> None:
    (table,) = blocks(f"<table><tr><td>{'r' * 40}</td><td>short ones stay whole</td></tr></table>")
    [[endless, short]] = table["rows"]
    assert max(map(len, endless["runs"][0]["words"].split("\u200b"))) <= 16
    assert short["runs"][0]["words"] == "short ones stay whole"


def test_a_paragraph_begins_on_the_side_of_its_own_words() -> None:
    (said,) = blocks('<p class="words" dir="auto">أشعر بالضيق.\nسطر ثان</p>')
    assert said["dir"] == "rtl"
    assert "\n" in said["runs"][0]["words"]  # type: ignore[index]


def test_a_name_keeps_to_itself_beside_numbers() -> None:
    (said,) = blocks('<p><span class="name" dir="auto">קבוצה</span> · 22</p>')
    assert said["runs"][0]["words"] == "\u2068קבוצה\u2069"  # type: ignore[index]


@pytest.mark.parametrize(
    ("words", "side"), [("Ben", "ltr"), ("12 خمسة", "rtl"), ("!?", "ltr"), ("ש Ben", "rtl")]
)
def test_the_side_is_that_of_the_first_letter(words: str, side: str) -> None:
    assert direction_of(words) == side


def test_nothing_typed_is_read_as_a_command_of_the_setter() -> None:
    hostile = '<p>#panic("no") $x$ *b* _i_ @ref &lt;a&gt; // \\ ``` {}[] #import "/etc/passwd"</p>'
    assert pdf_of(PAGE.format(inside=hostile)).startswith(b"%PDF-")


def test_every_script_and_an_endless_word_are_set() -> None:
    inside = "<p>{}</p><table><tr><td>{}</td><td>6</td></tr></table>".format(
        "عائشة אדית अदिति Ελένη Ольга สมชาย Հայկ ქეთი", "r" * 400
    )
    made = pdf_of(PAGE.format(inside=inside))
    for font in (b"NotoSansArabic", b"NotoSansHebrew", b"NotoSansDevanagari", b"NotoSansThai"):
        assert font in made, font


def test_an_empty_page_is_a_page() -> None:
    assert pdf_of(PAGE.format(inside="")).startswith(b"%PDF-")
