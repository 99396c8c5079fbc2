"""Why something cannot be done with a set or an assessment, in a sentence for the user."""


class StandardsRefused(Exception):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
