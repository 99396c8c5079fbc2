"""Why a change to units, people or the calendar was not made, in words."""


class ChangeRefused(Exception):
    """The change cannot be made; the message is a sentence for the user."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
