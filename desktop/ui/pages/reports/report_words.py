"""What is said of a report in words: its last steps, what it lacks, what changed since."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.i18n.dates import short_date
from desktop.i18n.figures import figure_text
from desktop.services.reports import Difference, Missing, Report
from desktop.ui.kit.words import Words
from desktop.ui.pages.reports.counted_lines import Line


def steps(words: Words, held: Report | None) -> str:
    """The steps it has gone: when, by whom, why; nothing of one that was only begun."""
    if held is None:
        return ""
    days = {name: short_date(day, words.language) for name, day in held.dates.items()}
    said = held.said
    parts = []
    if held.state.has_frozen_figures and "frozen_on" in days:
        parts.append(words("reports.said.frozen", on=days["frozen_on"], by=said["frozen_by"]))
    elif "unfrozen_on" in days:
        parts.append(words("reports.said.unfrozen", on=days["unfrozen_on"], reason=said["unfreeze_reason"]))
    if "signed_on" in days and held.signing.name:
        name = " ".join(filter(None, (held.signing.rank, held.signing.name)))
        parts.append(words("reports.said.signed", on=days["signed_on"], by=name))
    if "sent_on" in days:
        parts.append(words("reports.said.sent", on=days["sent_on"]))
    if "returned_on" in days:
        parts.append(words("reports.said.returned", on=days["returned_on"], reason=said["return_reason"]))
    elif "received_on" in days:
        parts.append(words("reports.said.received", on=days["received_on"]))
    if held.signed_outside:
        parts.append(words("reports.said.outside"))
    if said["paper_location"]:
        parts.append(words("reports.said.place", place=said["paper_location"]))
    return " · ".join(parts)


def missing_lines(
    words: Words, lacking: Sequence[Missing], held: Report | None, carried_over: int
) -> list[Line]:
    """What lacks something, and at the end what is still to be written while it may be."""
    counts = [(words(f"missing.{each.code}"), each.count) for each in lacking]
    if held is not None and held.state.text_is_open:
        empty = sum(1 for each in held.sections if not each.body)
        counts += [
            (words("reports.missing.text"), empty),
            (words("reports.missing.carried"), carried_over),
        ]
    return [Line(figure_text(count, words.language), text) for text, count in counts if count]


def change_line(words: Words, each: Difference) -> Line:
    """One figure that became another: what it is now, what it was, by how many records."""
    label = words.choice("indicator", each.code)
    what = words("reports.change.part", indicator=label, part=each.part) if each.part else label
    facts = {"was": figure_text(each.was, words.language), "now": figure_text(each.now, words.language)}
    note = words("reports.change", column=words(f"figures.column.{each.column}"), **facts)
    by = words("reports.change.records", count=each.count) if each.count else ""
    return Line(facts["now"], what, " · ".join(filter(None, (note, by))))
