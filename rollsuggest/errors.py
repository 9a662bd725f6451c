"""The two kinds of error: the world's (`UserError`) and ours (everything else)."""


class UserError(Exception):
    """Something outside this program stands in the way; `advice` says what the person can do about it."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class ConsentError(UserError):
    """An act was asked for that the person has not allowed (yet)."""


class UnreadableError(UserError):
    """One file cannot be read as a photo; it costs that file and no other."""


class ChangedError(UserError):
    """What may be shown has changed while it was being done: done again it may well succeed."""


class CancelledError(Exception):
    """The person called a long act off. Not a failure."""
