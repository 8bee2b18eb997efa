"""The words of the screen: sentences by key, and the labels of registers, fields and choices."""

from __future__ import annotations

from datetime import date

from desktop.domain.errors import UserError
from desktop.i18n.catalogue import Catalogue, ErrorText
from desktop.services.catalogues import Catalogues, Choice


class Words:
    """What a screen says, in one language.

    Attributes:
        language: ``vi`` or ``en``.
    """

    def __init__(self, catalogue: Catalogue, catalogues: Catalogues, language: str) -> None:
        self.language = language
        self._catalogue = catalogue
        self._catalogues = catalogues

    def __call__(self, key: str, /, **facts: object) -> str:
        return self._catalogue.text(key, **facts)

    def has(self, key: str) -> bool:
        return self._catalogue.has(key)

    def first(self, *keys: str, **facts: object) -> str:
        """The first of several keys that has a sentence: a register's own, then the general one."""
        return self(next((key for key in keys if self.has(key)), keys[-1]), **facts)

    def error(self, error: UserError) -> ErrorText:
        return self._catalogue.error(error)

    def register(self, name: str) -> str:
        return self(f"register.{name}")

    def plural(self, name: str) -> str:
        return self(f"register.{name}.plural")

    def field(self, register: str, field: str) -> str:
        return self(f"field.{register}.{field}")

    def choice(self, catalogue: str, code: str) -> str:
        return self._catalogues.label(catalogue, code, self.language)

    def choices(self, catalogue: str, on: date | None = None) -> tuple[Choice, ...]:
        """The choices of a catalogue in the order in which it lists them; of a day, those then in force."""
        return self._catalogues[catalogue] if on is None else self._catalogues.in_force(catalogue, on)

    def over(self, catalogues: Catalogues) -> Words:
        """The same words with the choices of an open file, which follow what is entered in it."""
        return Words(self._catalogue, catalogues, self.language)
