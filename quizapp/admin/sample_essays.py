"""What the sample students write, criterion by criterion and level by level, the best first.

The wordings are for the essay that ships (es-open-case); where the rubric of another bank has other
names, a made-up text says what it stands for.
"""

from quizapp.core.made_up.possible import Phrases

PHRASES: Phrases = {
    "Who and what": (
        (
            "The U.S. Department of Justice charges three Iranian cyber actors. They are accused of taking "
            "private material from the Trump campaign and of making it public.",
            "In the explainer it is the Justice Department that makes the charge. Three Iranians are said to "
            "have had a part in a hack-and-leak operation against a campaign.",
            "Three cyber actors from Iran were indicted by the Department of Justice for a hack-and-leak "
            "operation, which means that files are stolen and then shown to everybody.",
        ),
        (
            "Three people from Iran are charged with hacking a campaign and leaking what they found.",
            "The Department of Justice says that there was a hack and a leak in the campaign.",
            "The Justice Department charged three Iranian hackers.",
        ),
        (
            "Some hackers did something to the election.",
            "It is about computers and about the two countries being angry with each other.",
            "Somebody was charged because of the vote.",
        ),
    ),
    "How sure": (
        (
            "An indictment is only a formal charge. No court has decided anything yet, and the explainer "
            "tells of no trial, so a reader cannot be sure.",
            "A charge is not a verdict, and we do not read how the case ended. I would call it alleged, even "
            "if a government says it.",
        ),
        (
            "The word alleged in the title shows that it is not proved.",
            "It is a charge and not yet a verdict.",
            "The explainer reports no trial, so it is open.",
        ),
        (
            "The government would not say so if it were not true, so it happened.",
            "I think that they are guilty.",
            "",
        ),
    ),
    "How to check": (
        (
            "It would help to see the traces on the computers that were broken into, because they bear on "
            "what was done and by whom, and other experts can look at them too.",
            "I would read the charge itself and what a court made of the proof: both sides are heard there "
            "and it is shown.",
        ),
        (
            "One could read the court papers.",
            "An expert on computers could look at the e-mail accounts.",
            "We would need to see the evidence of the Justice Department.",
        ),
        (
            "More newspapers should write about the charge.",
            "One could ask other people whether they believe it.",
            "",
        ),
    ),
}
