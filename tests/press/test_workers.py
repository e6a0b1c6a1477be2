"""Worker processes: one that dies takes only its own work with it."""

import multiprocessing

from pmo_lib.press.workers import run_all


def test_every_item_comes_back_with_its_result_and_a_dead_one_with_none():
    items = ["1 + 1", "__import__('os').abort()", "2 + 2", "__import__('os')._exit(0)", "3 + 3"]
    found = dict(run_all(eval, items, jobs=2))
    assert found == {items[0]: 2, items[1]: None, items[2]: 4, items[3]: None, items[4]: 6}


def test_items_are_taken_only_as_processes_become_free():
    taken = []

    def items():
        for number in range(6):
            taken.append(number)
            yield number

    results = run_all(abs, items(), jobs=2)
    next(results)
    assert len(taken) <= 4
    results.close()


def test_closing_ends_processes_that_still_work():
    results = run_all(eval, ["1", "__import__('time').sleep(600)"], jobs=2)
    assert next(results) == ("1", 1)
    results.close()
    assert not multiprocessing.active_children()


def test_no_items_give_nothing():
    assert list(run_all(abs, [], jobs=1)) == []
