"""Worker processes: one that dies takes only its own work with it."""

import multiprocessing
import os

import pytest

from pmo_lib.press.workers import Workers


def test_every_item_comes_back_with_its_result_and_a_dead_one_with_none():
    items = ["1 + 1", "__import__('os').abort()", "2 + 2", "__import__('os')._exit(0)", "3 + 3"]
    with Workers(2) as workers:
        found = dict(workers.run(eval, items))
    assert found == {items[0]: 2, items[1]: None, items[2]: 4, items[3]: None, items[4]: 6}


def test_items_are_taken_only_as_processes_become_free():
    taken = []

    def items():
        for number in range(6):
            taken.append(number)
            yield number

    with Workers(2) as workers:
        next(workers.run(abs, items()))
    assert len(taken) <= 4


def test_an_error_ends_processes_that_still_work():
    workers = Workers(2)
    with pytest.raises(ZeroDivisionError), workers:
        list(map(failing, workers.run(eval, ["1", "__import__('time').sleep(600)"])))
    assert not multiprocessing.active_children()


def failing(_result):
    raise ZeroDivisionError


def test_no_items_give_nothing():
    with Workers(1) as workers:
        assert list(workers.run(abs, [])) == []


def test_the_same_processes_do_all_the_work_of_a_batch():
    with Workers(1, ready=os.getpid) as workers:
        (first,) = workers.run(eval, ["__import__('os').getpid()"])
        (second,) = workers.run(eval, ["__import__('os').getpid()"])
    assert first == second
    assert first[1] != os.getpid()


def test_processes_that_no_work_asked_for_are_not_started():
    with Workers(2):
        assert not multiprocessing.active_children()
