"""What the verbs of this room refuse, in a sentence for the user."""


class InspectionRefused(Exception):
    """The step cannot be taken; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
