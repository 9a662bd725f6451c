"""A keyring of the system, in memory: the tests leave alone that of whoever runs them."""

from __future__ import annotations


class Ring:
    def __init__(self, *, shut: bool = False) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.shut = shut

    def set_password(self, service: str, name: str, key: str) -> None:
        self._open()
        self.held[service, name] = key

    def get_password(self, service: str, name: str) -> str | None:
        self._open()
        return self.held.get((service, name))

    def delete_password(self, service: str, name: str) -> None:
        self._open()
        del self.held[service, name]

    def _open(self) -> None:
        if self.shut:
            raise RuntimeError("The keyring is locked.")
