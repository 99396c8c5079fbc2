"""Why a file was not taken, in a sentence for the person who sent it."""


class FileRefused(Exception):
    """The file cannot be kept; `sentence` says what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
