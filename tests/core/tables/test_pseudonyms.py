"""Pseudonyms: the same under one key, others under another, and nothing without the secret."""

from quizapp.core.tables.pseudonyms import pseudonym


def test_the_same_key_gives_the_same_name() -> None:
    assert pseudonym("secret", "study", "student", 17) == "s-841e4f3801cd"
    assert pseudonym("secret", "study", "student", 17) == pseudonym("secret", "study", "student", 17)


def test_another_key_secret_kind_or_person_gives_another() -> None:
    first = pseudonym("secret", "study", "student", 17)
    others = {
        pseudonym("secret", "other", "student", 17),
        pseudonym("secrets", "study", "student", 17),
        pseudonym("secret", "study", "session", 17),
        pseudonym("secret", "study", "student", 18),
    }
    assert len(others) == 4
    assert first not in others
