"""Why a paper was not numbered, issued or revoked, in words."""


class DocumentRefused(Exception):
    """The step cannot be taken; the message is a sentence for the user."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
