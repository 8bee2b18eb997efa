"""Every register and field has its words in both languages, and no word names a field that is gone."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

from desktop import domain
from desktop.domain.access import Role
from desktop.domain.errors import UserError
from desktop.domain.registers import REGISTRY
from desktop.i18n.catalogue import Catalogue

TRANSLATIONS = Path(__file__).parents[2] / "resources" / "translations"
GENERAL_ACTIONS = ("create", "edit", "retire", "restore", "undo", "import", "settle", "erase", "unknown")


def words(language: str, area: str = "registers*") -> dict[str, str]:
    loaded: dict[str, str] = {}
    for file in (TRANSLATIONS / language).glob(f"{area}.json"):
        loaded |= json.loads(file.read_text("utf-8"))
    return loaded


def declared_labels() -> set[str]:
    labels = set()
    for register in REGISTRY:
        name = register.name
        labels |= {f"register.{name}", f"register.{name}.plural", f"retire.{name}", f"retired.{name}"}
        labels |= {f"field.{name}.{field.name}" for field in register.fields}
    return labels


def codes_of_the_domain() -> set[str]:
    modules = [import_module(module.name) for module in walk_packages(domain.__path__, f"{domain.__name__}.")]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, type)]
    return {value.code for value in found if issubclass(value, UserError) and value is not UserError}


def test_every_register_and_field_has_a_label(language: str) -> None:
    found = words(language)

    assert {label for label in declared_labels() if not found.get(label, "").strip()} == set()


def test_no_label_names_a_register_or_field_that_is_not_declared(language: str) -> None:
    labels = {key for key in words(language) if not key.startswith(("action.", "problem."))}

    assert labels <= declared_labels()


def test_every_general_action_has_a_name(language: str) -> None:
    found = words(language)

    assert {action for action in GENERAL_ACTIONS if f"action.{action}" not in found} == set()


def test_a_label_has_no_full_stop(language: str) -> None:
    assert [key for key, word in words(language).items() if word.endswith(".")] == []


@pytest.mark.parametrize(
    "code", ["required", "invalid_date", "invalid_number", "invalid_value", "not_found", "order"]
)
def test_a_problem_beside_its_field_needs_no_facts(language: str, code: str) -> None:
    assert Catalogue(language).text(f"problem.{code}")


def test_every_role_has_a_name(language: str) -> None:
    found = words(language, "domain")

    assert {role.value for role in Role if f"role.{role.value}" not in found} == set()


def test_every_failure_of_the_domain_says_what_happened_what_is_safe_and_what_to_do(language: str) -> None:
    found = words(language, "domain")
    wanted = {f"error.{code}.{part}" for code in codes_of_the_domain() for part in ("what", "safe", "next")}

    assert {"error.not_allowed.what", "error.broken_chain.what"} <= wanted
    assert wanted - found.keys() == set()


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)
