"""Working hours of each day: which rule of a calendar or of its base decides, and where it is."""

import pytest

from pmo_lib.errors import SourceError

NAMES = ("Calendar/UID", "Day", "WorkingHours", "Opens", "Closes", "Exception")
SPAN = "<StartDate>2026-10-05T08:00:00</StartDate><FinishDate>2026-10-11T17:00:00</FinishDate>"
TIMES = (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00"))


def times(*spans):
    inner = "".join(
        f"<WorkingTime><FromTime>{a}</FromTime><ToTime>{b}</ToTime></WorkingTime>" for a, b in spans
    )
    return f"<WorkingTimes>{inner}</WorkingTimes>" if spans else ""


def working(spans):
    return f"<DayWorking>{int(bool(spans))}</DayWorking>{times(*spans)}"


def weekday(number, *spans):
    return f"<WeekDay><DayType>{number}</DayType>{working(spans)}</WeekDay>"


def week(**named):
    """A week of Monday to Friday, but for the days that are named."""
    days = {n: TIMES if 2 <= n <= 6 else () for n in range(1, 8)}
    days |= {int(name[1:]): spans for name, spans in named.items()}
    return "<WeekDays>" + "".join(weekday(n, *spans) for n, spans in days.items()) + "</WeekDays>"


def period(first, last):
    return (
        f"<TimePeriod><FromDate>{first}T00:00:00</FromDate>"
        f"<ToDate>{last}T23:59:00</ToDate></TimePeriod>"
    )


def exception(first, last, *spans, name="", more=""):
    inner = f"{period(first, last)}<Name>{name}</Name>{more}{working(spans)}"
    return f"<Exception>{inner}</Exception>"


def exceptions(*given):
    return f"<Exceptions>{''.join(given)}</Exceptions>"


def work_week(first, last, *days, name="Summer"):
    inner = f"{period(first, last)}<Name>{name}</Name><WeekDays>{''.join(days)}</WeekDays>"
    return f"<WorkWeeks><WorkWeek>{inner}</WorkWeek></WorkWeeks>"


def calendar(uid, *parts, base=-1):
    head = f"<UID>{uid}</UID><Name>C{uid}</Name><BaseCalendarUID>{base}</BaseCalendarUID>"
    return f"<Calendar>{head}{''.join(parts)}</Calendar>"


@pytest.fixture
def days_of(of_plan):
    """Read the days of some calendars of a plan of the week from Monday 5 October 2026."""

    def made(*calendars, span=SPAN, **settings):
        inner = f"{span}<Calendars>{''.join(calendars)}</Calendars>"
        return of_plan(inner, "CalendarDay", *NAMES, **settings)

    return made


def hours(read, uid="1"):
    return [float(row["WorkingHours"]) for row in read.rows if row["Calendar/UID"] == uid]


def test_every_day_of_the_plan_has_the_hours_of_its_day_of_the_week(days_of):
    found = days_of(calendar(1, week(d6=(("08:00:00", "12:30:00"),))))
    assert [row["Day"] for row in found.rows] == [f"2026-10-{n:02d}" for n in range(5, 12)]
    assert hours(found) == [8, 8, 8, 8, 4.5, 0, 0]


def test_a_day_says_when_work_starts_and_ends(days_of):
    monday, *_, sunday = days_of(calendar(1, week())).rows
    assert (monday["Opens"], monday["Closes"]) == ("8", "17")
    assert (sunday["Opens"], sunday["Closes"]) == ("", "")


def test_a_shift_until_midnight_ends_at_24(days_of):
    night = (("00:00:00", "03:00:00"), ("23:00:00", "00:00:00"))
    found = days_of(calendar(1, week(d2=night))).rows[0]
    assert (found["WorkingHours"], found["Opens"], found["Closes"]) == ("4", "0", "24")


def test_days_and_hours_are_typed_so_that_no_layout_is_needed(days_of):
    cells = days_of(calendar(1, week())).cells
    assert set(cells["Day"][0].kind) == {"d"}
    assert set(cells["WorkingHours"][0].kind) == {"n"}


def test_the_place_of_a_day_is_that_of_the_rule_that_decides(days_of):
    found = days_of(calendar(1, week()), calendar(2, base=1))
    assert found.place("WorkingHours", 0)[1] == "Calendar[1]/WeekDays/WeekDay[2]"
    assert found.place("WorkingHours", 7)[1] == "Calendar[1]/WeekDays/WeekDay[2]"
    assert found.place("Calendar/UID", 7)[1] == "Calendar[2]/UID"


def test_the_days_are_those_from_the_first_to_the_last_that_any_task_names(of_plan):
    inner = (
        f"{SPAN}<Calendars>{calendar(1, week())}</Calendars><Tasks>"
        "<Task><Deadline>2026-10-20T17:00:00</Deadline>"
        "<Baseline><Number>0</Number><Start>2026-10-01T08:00:00</Start></Baseline></Task></Tasks>"
    )
    found = of_plan(inner, "CalendarDay", *NAMES)
    assert [found.rows[0]["Day"], found.rows[-1]["Day"]] == ["2026-10-01", "2026-10-20"]
    assert found.reading.stated == {"days": "2026-10-01 to 2026-10-20"}


def test_more_days_than_the_plan_has_may_be_asked_for_and_are_stated(days_of):
    found = days_of(calendar(1, week()), days_after=10)
    assert found.rows[-1]["Day"] == "2026-10-21"
    assert found.reading.stated == {"days": "2026-10-05 to 2026-10-11, and 10 days"}


def test_a_plan_that_names_no_day_has_no_days(days_of):
    assert days_of(calendar(1, week()), span="").rows == []


def test_a_span_of_more_than_a_hundred_years_is_refused(days_of):
    span = SPAN.replace("2026-10-11", "2206-10-11")
    with pytest.raises(SourceError, match="from 2026-10-05 to 2206-10-11, more than a hundred"):
        days_of(calendar(1, week()), span=span)


def test_a_calendar_without_rules_has_those_of_its_base(days_of):
    assert hours(days_of(calendar(1, week()), calendar(2, base=1)), "2") == [8] * 5 + [0, 0]


def test_a_day_of_the_week_of_its_own_goes_before_that_of_the_base(days_of):
    own = f"<WeekDays>{weekday(2)}{weekday(7, *TIMES)}</WeekDays>"
    found = days_of(calendar(1, week()), calendar(2, own, base=1))
    assert hours(found, "2") == [0, 8, 8, 8, 8, 8, 0]


def test_an_exception_goes_before_the_week_and_names_the_day(days_of):
    holiday = exceptions(exception("2026-10-06", "2026-10-07", name="Fair"))
    found = days_of(calendar(1, week(), holiday))
    assert hours(found) == [8, 0, 0, 8, 8, 0, 0]
    assert [row["Exception"] for row in found.rows] == ["", "Fair", "Fair", "", "", "", ""]
    assert found.place("Exception", 1)[1] == "Calendar[1]/Exceptions/Exception[1]"


def test_an_exception_may_be_a_day_of_work(days_of):
    saturday = exceptions(exception("2026-10-10", "2026-10-10", ("09:00:00", "12:00:00")))
    assert hours(days_of(calendar(1, week(), saturday)))[5] == 3


def test_an_exception_of_the_base_goes_before_the_days_of_the_week_that_rest_on_it(days_of):
    base = calendar(1, week(), exceptions(exception("2026-10-05", "2026-10-05")))
    own = f"<WeekDays>{weekday(2, *TIMES)}</WeekDays>"
    assert hours(days_of(base, calendar(2, own, base=1)), "2")[0] == 0


def test_an_exception_of_its_own_goes_before_one_of_the_base(days_of):
    base = calendar(1, week(), exceptions(exception("2026-10-05", "2026-10-06")))
    own = exceptions(exception("2026-10-06", "2026-10-06", *TIMES))
    assert hours(days_of(base, calendar(2, own, base=1)), "2")[:2] == [0, 8]


def test_a_single_day_goes_before_a_pattern_that_recurs(days_of):
    fridays = exception(
        "2026-01-01", "2026-12-31", more="<Type>6</Type><DaysOfWeek>32</DaysOfWeek>"
    )
    one = exception("2026-10-09", "2026-10-09", *TIMES)
    assert hours(days_of(calendar(1, week(), exceptions(one, fridays))))[4] == 8


def test_a_work_week_holds_within_its_dates_and_a_day_it_does_not_name_is_not_worked(days_of):
    summer = work_week("2026-10-06", "2026-10-31", weekday(3, ("07:00:00", "13:00:00")))
    found = days_of(calendar(1, week(), summer))
    assert hours(found) == [8, 6, 0, 0, 0, 0, 0]
    assert [row["Exception"] for row in found.rows[:2]] == ["", "Summer"]


def test_a_work_week_of_the_base_holds_for_what_rests_on_it(days_of):
    summer = work_week("2026-10-05", "2026-10-31", weekday(2, ("07:00:00", "13:00:00")))
    found = days_of(calendar(1, week(), summer), calendar(2, base=1))
    assert hours(found, "2")[:2] == [6, 0]


def test_exceptions_among_the_days_of_the_week_hold_where_there_are_no_others(days_of):
    old = (
        f"<WeekDay><DayType>0</DayType>{period('2026-10-05', '2026-10-06')}{working(())}</WeekDay>"
    )
    days = week().replace("</WeekDays>", f"{old}</WeekDays>")
    assert hours(days_of(calendar(1, days)))[:3] == [0, 0, 8]
    other = exceptions(exception("2026-10-07", "2026-10-07"))
    assert hours(days_of(calendar(1, days, other)))[:3] == [8, 8, 0]


BROKEN = {
    "calendar: a working day has working times": week().replace(times(*TIMES), "", 1),
    "calendar: working times in order, none within another": week(
        d2=(("08:00:00", "12:00:00"), ("11:00:00", "17:00:00"))
    ),
    "calendar: FromTime is a time, not 'noon'": week(d2=(("noon", "13:00:00"),)),
    "calendar: a day of the week from 1 to 7, not '9'": f"<WeekDays>{weekday(9)}</WeekDays>",
    "calendar: hours of Sunday; neither it nor its base has any": "",
    "calendar: FromDate is a date, not 'soonT00:00:00'": week()
    + exceptions(exception("soon", "2026-10-05")),
    "calendar: Type is a whole number, not 'x'": week()
    + exceptions(exception("2026-10-05", "2026-10-05", more="<Type>x</Type>")),
    "calendar: an exception whose days can be told": week()
    + exceptions(exception("2026-10-05", "2026-10-05", more="<Type>8</Type>")),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_calendar_that_cannot_be_used_is_one_fault_and_its_neighbours_stay(days_of, rule):
    found = days_of(calendar(1, BROKEN[rule]), calendar(2, week()))
    assert [(fault.rule, fault.raw) for fault in found.faults] == [(rule, "C1")]
    assert hours(found, "2") == [8] * 5 + [0, 0]
    assert not hours(found, "1")


def test_a_calendar_that_rests_on_one_that_is_not_there_is_a_fault(days_of):
    found = days_of(calendar(1, week(), base=7))
    assert [fault.rule for fault in found.faults] == [
        "calendar: a base in the plan; 7 is not there"
    ]


@pytest.mark.parametrize("none", ["0", "-1", ""])
def test_a_base_of_0_or_minus_1_stands_for_none(days_of, none):
    assert hours(days_of(calendar(1, week(), base=none))) == [8] * 5 + [0, 0]


def test_calendars_that_rest_on_each_other_are_faults(days_of):
    found = days_of(calendar(1, base=2), calendar(2, base=1))
    rule = "calendar: bases that end; they lead back to it"
    assert [fault.rule for fault in found.faults] == [rule, rule]


def test_bases_upon_bases_without_end_are_faults(days_of):
    found = days_of(calendar(1, week()), *(calendar(n, base=n - 1) for n in range(2, 40)))
    assert len(found.faults) == 18
    assert {fault.rule for fault in found.faults} == {
        "calendar: at most 20 bases, one upon the other"
    }
