"""What is typed and read in the journey of each question type: as literal words, in the order of the page.

A step is the name of a control and what is typed there; "<Space>" and the like are keys to press.
"""

from dataclasses import dataclass

Steps = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Kind:
    """A question written, previewed, answered and reviewed."""

    label: str
    prompt: str
    write: Steps
    preview: tuple[str, ...]
    answer: Steps
    stored: str
    review: tuple[str, ...]
    key: str
    """What no student may read before the policy shows the key."""


WHY = "Why it is right, or why it tempts: choice {}"
TEMPTS = "Why it supports it, or why it tempts: sentence {}"

KINDS = {
    "multiple_choice": Kind(
        "Multiple choice",
        "According to the rules, when does the library open?",
        (
            ("Choice 1 is right", "<Space>"),
            ("Choice 1", "At nine"),
            (WHY.format(1), "The first sentence says so."),
            ("Choice 2", "At ten"),
            (WHY.format(2), "Ten is not named."),
        ),
        ("At nine", "At ten"),
        (("At nine", "<ArrowDown>"),),
        "At ten",
        (
            "Right answer At nine The first sentence says so.",
            "Your answer, wrong At ten Ten is not named.",
        ),
        "Right answer",
    ),
    "multiple_response": Kind(
        "Choose all that apply",
        "According to the rules, which loans are allowed?",
        (
            ("Choice 1 is right", "<Space>"),
            ("Choice 1", "One book for a week"),
            ("Choice 2 is right", "<Space>"),
            ("Choice 2", "Two books for a week"),
            ("Add a choice", "<Enter>"),
            ("Choice 3", "Nine books for a week"),
            (WHY.format(3), "Three is the most."),
        ),
        ("Choose all that apply. A wrong choice takes away what a right one adds.", "Nine books for a week"),
        (("One book for a week", "<Space>"), ("Nine books for a week", "<Space>")),
        "One book for a week; Nine books for a week",
        (
            "Wrong",
            "Your answer, right One book for a week",
            "Right answer Two books for a week",
            "Your answer, wrong Nine books for a week Three is the most.",
        ),
        "Right answer",
    ),
    "true_false": Kind(
        "True or false",
        "According to the rules, the hours are written on the door.",
        (("True", "<Space>"), ("To one who chose False", "Look again at the door.")),
        ("True", "False"),
        (("True", "<ArrowDown>"),),
        "False",
        ("Right answer True", "Your answer, wrong False Look again at the door."),
        "Right answer",
    ),
    "short_text": Kind(
        "Short answer",
        "According to the rules, who lends the books?",
        (
            ("Answer 1", "Ms Amsel"),
            ("Add a wrong answer", "<Enter>"),
            ("Wrong answer", "Ms Okafor"),
            ("Why it tempts and why it is wrong", "She teaches history."),
        ),
        (),
        (("According to the rules, who lends the books?", "ms okafor"),),
        "ms okafor",
        ("Your answer, wrong ms okafor She teaches history.", "Right answer Ms Amsel"),
        "Ms Amsel",
    ),
    "numeric": Kind(
        "Number",
        "According to the rules, how many books may be borrowed?",
        (("Right answer", "3"), ("Unit", "books")),
        ("books",),
        (("According to the rules, how many books may be borrowed?", "4"),),
        "4",
        ("Your answer, wrong 4", "Right answer 3 books"),
        "3 books",
    ),
    "matching": Kind(
        "Matching",
        "According to the rules, what goes with what?",
        (
            ("This", "The hours"),
            ("goes with", "The door"),
            ("Why", "The second sentence says so."),
            ("This", "The loans"),
            ("goes with", "The librarian"),
            ("Add an answer", "<Enter>"),
            ("Answer 1", "The cellar"),
        ),
        ("The hours", "The loans", "The cellar"),
        (("The hours", "The d"), ("The loans", "The c")),
        "The hours → The door; The loans → The cellar",
        (
            "Partly right",
            "The hours Your answer, right The door The second sentence says so.",
            "The loans Your answer, wrong The cellar Right answer The librarian",
        ),
        "Right answer",
    ),
    "claim_sort": Kind(
        "Sort the claims",
        "What kind of claim is each?",
        (
            ("Statement", "The notice gives nine as the hour."),
            ("Kind of claim", "Doc"),
            ("Why", "It is on the door."),
            ("Statement", "A reader expects longer hours."),
            ("Kind of claim", "Pre"),
        ),
        ("What the six kinds mean", "The notice gives nine as the hour.", "Predicted"),
        (
            ("The notice gives nine as the hour.", "Rep"),
            ("A reader expects longer hours.", "Pre"),
        ),
        "The notice gives nine as the hour. → Reported; A reader expects longer hours. → Predicted",
        (
            "Partly right",
            "The notice gives nine as the hour. Your answer, wrong Reported Right answer Documented "
            "It is on the door.",
            "A reader expects longer hours. Your answer, right Predicted",
        ),
        "Right answer",
    ),
    "evidence": Kind(
        "Pick the evidence",
        "Which sentence supports the statement?",
        (
            ("Statement", "Anyone can look up the hours."),
            ("Sentence 1", "The library opens at nine on school days."),
            (TEMPTS.format(1), "It does not say where."),
            ("Sentence 2 supports the statement", "<Space>"),
            ("Sentence 2", "The timetable on the door says so."),
        ),
        (
            "Anyone can look up the hours.",
            "Pick every sentence that supports it. A wrong one takes away what a right one adds.",
            "The timetable on the door says so.",
        ),
        (("The library opens at nine on school days.", "<Space>"),),
        "The library opens at nine on school days.",
        (
            "Wrong",
            "Your answer, wrong The library opens at nine on school days. It does not say where.",
            "Right answer The timetable on the door says so.",
        ),
        "Right answer",
    ),
    "ordering": Kind(
        "Put in order",
        "In which order is a book borrowed?",
        (("Item 1", "Find it"), ("Item 2", "Show a card"), ("Item 3", "Take it home")),
        ("Find it", "Show a card", "Take it home", "Nothing is answered until you move one."),
        (("Move down: Find it", "<Enter>"),),
        "",  # which order it was shown in is for the test to read
        ("Your answer, ", "Right answer Find it Show a card Take it home"),
        "Right answer",
    ),
    "cloze": Kind(
        "Fill the gaps",
        "Fill in what the rules say.",
        (
            ("Text with gaps", "It opens at {{1}}. It lends “{{2}}” books."),
            ("Gap", "1"),
            ("Accepted answers", "nine"),
            ("List to pick from", "nine\nten"),
            ("Add a gap", "<Enter>"),
            ("Gap", "2"),
            ("Accepted answers", "three\n3"),
            ("Why", "The number stands in the first sentence."),
        ),
        ("It opens at", "ten", ". It lends “"),
        (("Gap 1", "t"), ("Gap 2", "3")),
        "Gap 1 → ten; Gap 2 → 3",
        (
            "Partly right",
            "Gap 1 Your answer, wrong ten Right answer nine",
            "Gap 2 Your answer, right 3 Right answer three The number stands in the first sentence.",
        ),
        "three",
    ),
    "essay": Kind(
        "Essay",
        "Do the hours suit your class?",
        (
            ("Words, at least", "5"),
            ("Add a criterion", "<Enter>"),
            ("Criterion", "Quotes"),
            ("Levels", "1: Quotes an hour\n0: Does not"),
        ),
        ("At least 5 words. Your teacher marks this.",),
        (("Do the hours suit your class?", "They do.\nNine is early."),),
        "They do.\nNine is early.",
        (
            "Waiting to be marked Your answer, 5 words They do. Nine is early.",
            "Quotes up to 1 1 Quotes an hour 0 Does not",
        ),
        "Quotes an hour",
    ),
}

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
TELLS = "of the eight that the reading names, with a description long enough to wrap on any telephone"

LONG = {
    "multiple_choice": {
        "prompt": f"According to the rules, what is the {WORD}?",
        "choices": [
            {"text": WORD, "correct": True, "feedback": WORD},
            {"text": "https://example.org/an/address/that/does/not/break/anywhere/in/its/middle?and=more"},
        ],
    },
    "short_text": {"prompt": f"Name the {WORD}.", "accept": [WORD], "feedback": WORD},
    "matching": {
        "prompt": "Match each organisation with what the reading says that it did.",
        "pairs": [
            {"premise": f"Organisation {n} {TELLS}", "answer": f"It did thing {n} {TELLS}"}
            for n in range(1, 9)
        ],
        "extra": [f"Nothing, says the {WORD}"],
    },
    "claim_sort": {
        "prompt": "What kind of claim is each?",
        "statements": [
            {"text": f"According to source {n}, the {WORD} wrote to voters.", "status": status}
            for n, status in enumerate(
                ("documented", "official", "reported", "alleged", "analysis", "predicted"), 1
            )
        ],
    },
    "evidence": {
        "prompt": "Which sentences support the statement?",
        "statement": f"The {WORD} opens its doors.",
        "sentences": [
            {"text": f"Sentence {n} {TELLS}.", "correct": n in (3, 7), "feedback": WORD} for n in range(1, 13)
        ],
    },
    "ordering": {
        "prompt": "Put the steps in order.",
        "items": [f"Step {n}: {WORD}" for n in range(1, 9)],
    },
    "cloze": {
        "prompt": "Fill in what the rules say.",
        "text": "It opens at {{1}} and closes at {{2}}. One may borrow {{3}} books for {{4}} weeks.\n\n"
        "Whom to ask is {{5}}, “{{6}}”.",
        "gaps": [
            {"name": "1", "accept": ["nine"], "choices": ["nine", f"On the first Monday, {WORD}"]},
            *({"name": str(n), "accept": [f"answer {n}"]} for n in range(2, 6)),
            {"name": "6", "accept": [WORD]},
        ],
    },
    "essay": {
        "prompt": f"Write about the {WORD}.",
        "rubric": [{"name": WORD, "levels": ["1: Yes", "0: No"]}],
    },
}
"""What a careless author may write: words longer than a line, and lists as long as they may be."""
