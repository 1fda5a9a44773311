"""What a writer has seen is not any more what there is."""


class OutdatedError(RuntimeError):
    """Somebody has changed, since the form was shown, what it is about; nothing was written.

    `subject` names what it is about, for the audit, which notes the attempt.
    """

    def __init__(self, subject: str) -> None:
        super().__init__(subject)
        self.subject = subject
