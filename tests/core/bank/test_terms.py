"""Terms are found in a text as whole words, by any of their forms."""

import pytest

from quizapp.core.bank.terms import TermFinder


def found(text, *forms):
    return [(text[start:end], term) for start, end, term in TermFinder(forms).find(text)]


def test_each_form_leads_to_its_term():
    text = "The JCPOA, or Joint Comprehensive\nPlan of Action, lifted sanctions."
    assert found(text, ["sanctions"], ["JCPOA", "Joint Comprehensive Plan of Action"]) == [
        ("JCPOA", 1),
        ("Joint Comprehensive\nPlan of Action", 1),
        ("sanctions", 0),
    ]


def test_small_letters_are_found_with_capitals_and_capitals_only_as_written():
    assert found("Sanctions and AID; some aid.", ["sanctions"], ["AID"]) == [("Sanctions", 0), ("AID", 1)]


@pytest.mark.parametrize("text", ["unsanctioned", "sanctions", "sanction_1", "résanction"])
def test_a_part_of_a_word_is_no_term(text):
    assert found(text, ["sanction"]) == []


def test_marks_around_a_word_do_not_hide_it():
    assert found("“IRGC’s”, (U.S.) *advisory*", ["IRGC"], ["U.S."], ["advisory"]) == [
        ("IRGC", 0),
        ("U.S.", 1),
        ("advisory", 2),
    ]


def test_the_longest_form_wins():
    assert found("hack-and-leak", ["hack"], ["hack-and-leak"]) == [("hack-and-leak", 1)]


def test_what_a_form_holds_is_no_pattern():
    assert found("a+b aab", ["a+b"], ["(b"]) == [("a+b", 0)]


def test_no_terms_find_nothing():
    assert found("anything") == []
