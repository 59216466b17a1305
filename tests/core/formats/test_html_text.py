"""Text with tags becomes words: emphasis and lines stay, everything else goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.formats.html_text import markdown_of
from quizapp.web.filters import prose


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>Paris</b> is", "**Paris** is"),
        ("<b> spaced </b>word", "**spaced** word"),
        ("<i>so</i> <code>x</code>", "*so* `x`"),
        ("<div>one</div><div>two</div>", "one\n\ntwo"),
        ("x<br>y", "x\n\ny"),
        ("2 * 3 and *not so*", "2 * 3 and \\*not so\\*"),
        ("a &lt;b&gt; &amp;lt;", "a <b> \\&lt;"),
        ("1989. The wall", "1989\\. The wall"),
        ("# no heading", "\\# no heading"),
        ("<a href='javascript:alert(1)' onclick='x()'>link</a>", "link"),
        ("<style>b{}</style><iframe src=x>y</iframe>z", "z"),
        ("plain\nline", "plain line"),
        ("\x00a\x07b", "ab"),
        ("", ""),
    ],
)
def test_tags_become_the_marks_of_a_card_or_nothing(source: str, words: str) -> None:
    assert markdown_of(source)[0] == words


@given(text=st.text(alphabet="ab12 *_`#[]()<>&;.-+=\\!~|", max_size=30))
def test_words_are_shown_as_they_were_whatever_signs_are_in_them(text: str) -> None:
    source = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = str(prose(markdown_of(source)[0]))
    plain = shown.replace("<p>", "").replace("</p>", "").strip()
    plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    assert plain == " ".join(text.split())


@given(source=st.text(max_size=200))
def test_no_text_brings_it_down(source: str) -> None:
    markdown_of(source)
