from __future__ import annotations

from desktop.domain.print_run import LOT, Divider, PrintRun, paper_order, with_dividers

WHOLE = [("t1", "collective"), ("t2", "collective"), ("n1", "individual")]


def test_a_run_goes_in_lots_of_twenty() -> None:
    run = PrintRun(tuple(f"a{number}" for number in range(45)))
    sizes = []
    while not run.is_over:
        sizes.append(len(run.lot()))
        run = run.after(run.lot()[-1])
    assert sizes == [LOT, LOT, 5]


def test_it_goes_on_after_the_last_good_sheet() -> None:
    run = PrintRun(("a", "b", "c", "d")).after("b")
    assert run.lot() == ("c", "d")
    assert run.after("c").lot() == ("d",)


def test_where_not_one_came_out_the_lot_is_printed_again() -> None:
    run = PrintRun(("a", "b"))
    assert run.after(None) == run


def test_a_run_for_a_face_up_tray_goes_backwards() -> None:
    assert paper_order(["a", "b", "c"], reverse=True) == ("c", "b", "a")


def test_a_divider_comes_before_each_kind() -> None:
    assert with_dividers(["t1", "t2", "n1"], WHOLE, reverse=False) == [
        Divider("collective", 2),
        "t1",
        "t2",
        Divider("individual", 1),
        "n1",
    ]


def test_backwards_it_comes_after_them_so_that_it_lies_above_in_the_stack() -> None:
    stack = with_dividers(["n1", "t2", "t1"], WHOLE, reverse=True)
    assert stack[::-1] == with_dividers(["t1", "t2", "n1"], WHOLE, reverse=False)


def test_in_an_order_by_hand_a_kind_that_comes_again_has_a_divider_again() -> None:
    whole = [("n1", "individual"), ("t1", "collective"), ("n2", "individual"), ("n3", "individual")]
    forwards = [
        Divider("individual", 1),
        "n1",
        Divider("collective", 1),
        "t1",
        Divider("individual", 2),
        "n2",
        "n3",
    ]
    assert with_dividers(["n1", "t1", "n2", "n3"], whole, reverse=False) == forwards
    assert with_dividers(["n3", "n2", "t1", "n1"], whole, reverse=True) == forwards[::-1]


def test_a_lot_has_only_the_dividers_of_groups_that_begin_in_it() -> None:
    assert with_dividers(["t2", "n1"], WHOLE, reverse=False) == ["t2", Divider("individual", 1), "n1"]


def test_a_sheet_that_is_no_longer_wanted_leaves_the_run_where_it_stands() -> None:
    run = PrintRun(("a", "b", "c", "d"), done=2)
    assert run.among({"b", "c"}) == PrintRun(("b", "c"), done=1)


def test_a_lot_ends_where_another_paper_begins() -> None:
    run = PrintRun(("a", "b", "c", "d"), 0, ("a3", "a3", "a4", "a3"))
    lots = []
    while not run.is_over:
        lots.append((run.paper, run.lot()))
        run = run.after(run.lot()[-1])
    assert lots == [("a3", ("a", "b")), ("a4", ("c",)), ("a3", ("d",))]


def test_what_is_no_longer_wanted_takes_its_paper_with_it() -> None:
    run = PrintRun(("a", "b", "c"), 1, ("a3", "a4", "a5")).among({"b", "c"})
    assert (run.awards, run.done, run.papers) == (("b", "c"), 0, ("a4", "a5"))
