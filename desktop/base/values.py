"""Frozen values that cost a start little.

Python's own decorator compiles six functions for each class, at every start; for the hundred and more classes that a
start reads this was an eighth of it. Of a plain frozen value only what makes it is compiled: how it is compared and
shown is the same for all, and that nobody changes one is seen to by the types, which are checked. In everything else it
is what :func:`dataclasses.dataclass` makes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses
    from operator import attrgetter
    from reprlib import recursive_repr

    _VALUES = "__values__"

    def dataclass(cls=None, /, *, frozen=False, **options):
        """As :func:`dataclasses.dataclass`."""

        def make(cls):
            plain = frozen and not options and _has_plain_fields(cls) and _stands_alone(cls)
            return _frozen(cls) if plain else dataclasses.dataclass(cls, frozen=frozen, **options)

        return make if cls is None else make(cls)

    def _has_plain_fields(cls):
        """Whether each of its own fields, and there are some, is compared and shown."""
        given = (vars(cls).get(name) for name in vars(cls).get("__annotations__", ()))
        return bool(vars(cls).get("__annotations__")) and all(
            each.repr and each.compare and each.hash is None
            for each in given
            if isinstance(each, dataclasses.Field)
        )

    def _stands_alone(cls):
        """Whether nothing that it is made of is guarded by Python itself."""
        return not any(
            base.__dataclass_params__.frozen for base in cls.__mro__[1:] if dataclasses.is_dataclass(base)
        )

    def _frozen(cls):
        own = vars(cls)
        said = {name for name in ("__repr__", "__eq__", "__hash__") if own.get(name) is not None}
        made = dataclasses.dataclass(cls, repr=False, eq=False)
        setattr(made, _VALUES, attrgetter(*(each.name for each in dataclasses.fields(made))))
        for name, method in (("__repr__", _shown), ("__eq__", _equal), ("__hash__", _hashed)):
            if name not in said:
                setattr(made, name, method)
        return made

    def _equal(self, other):
        if other.__class__ is not self.__class__:
            return NotImplemented
        values = self.__values__
        return values(self) == values(other)

    def _hashed(self):
        return hash(self.__values__(self))

    @recursive_repr()
    def _shown(self):
        told = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in dataclasses.fields(self))
        return f"{self.__class__.__qualname__}({told})"


__all__ = ["dataclass"]
