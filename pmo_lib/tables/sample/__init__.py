"""The sample portfolio: a project management office's two years, made by code from a seed.

It is as large as the real office, so that a new user has data from the first minute and tests have
something to find. All names are made up. Months run from 2024-11 to 2026-10; the store has a
snapshot of each of the last six month ends, which holds only what was known then: projects in
existence, baselines approved, names and links of the day, and reports up to the period.

Tables, with their rows at scale 1 (about, where so marked)
-----------------------------------------------------------
======================  ========  ==============================================================
``periods``                   24  months, ``2024-11`` to ``2026-10``
``clients``                  600  most with one project, a few with many, some with none
``programmes``                40  each gathers projects of one category, of several clients
``people``                   895  850 project professionals, then 45 staff of the office
``projects``                 940  750 live, 132 complete, 18 cancelled, 16 on hold, 24 pipeline
``project_clients``          948  one lead client each; five are shared, three change hands
``project_programmes``  abt. 720  three projects in four belong to a programme
``baselines``          abt. 1200  one to three a project, none for most of the pipeline
``plan_periods``      abt. 26000  every month of every baseline, before and after the 24 periods
``progress``          abt. 12000  a row a project and period from its start until it closes
``status_reports``    abt. 80000  seven dimensions by the owner, overall also by reviewers
``milestones``        abt. 75000  four to nine a project, in each period in which it reports
``rejects``                    6  values of the last period that could not be read
``stories``             abt. 820  what is planted, see below
======================  ========  ==============================================================

The office's own work, a year back and half a year ahead where it is by week:

=======================  ===========  ==========================================================
``absences``             abt. 14000   leave with its seasons, sickness, training; a row a week
``assignments``          abt. 113000  850 people on one to six projects each, firm or tentative
``timesheets``           abt. 75000   handed in on Friday or later, and not quite as planned
``role_demands``         abt. 430     asked for and not filled, by week ahead
``services``             55           25 services in two or three versions each
``calendars``            1827         of these: the service desk's, a row a day
``service_requests``     abt. 8100    of two years, with ``request_pauses`` (abt. 1570)
``surveys``              abt. 1420    four waves of clients, three of colleagues
``feedback``             abt. 18500   of surveys, requests and reports; 4200 with a comment
``report_reads``         abt. 9950    15 months of reports, opened or not
``data_requests``        abt. 8500    what was asked of people, from 440 a month to 225
``savings``              75           £4 million estimated, with 273 ``saving_stages``
``initiatives``          36           with 25 ``initiative_links``, 576 ``change_impacts``
``group_capacity``       abt. 1530    ten groups by week
``maturity_assessments`` 300          25 services by three measures, twice a year
=======================  ===========  ==========================================================

Clients with fixed ids
----------------------
``C0001`` has six live projects and is the one that notebooks point at; ``C0002`` has 40 live
projects, among them one of nearly every story; ``C0003`` never had any. ``C0004`` and ``C0005``
have nearly the same name, ``C0006`` has a name of 120 characters, and ``C0007`` to ``C0024`` have
names in other scripts and with awkward letters.

How it behaves
--------------
Budgets are lognormal, 50 thousand to 60 million. Work follows an S-curve at an uneven pace; plans
are optimistic (first finishes fall short of the true ones by a seventh on average) and slips are
owned up to little by little. Cost efficiency centres on 0.95 and wears off. Late projects
are re-baselined, some twice. Ratings follow the true position a colour at a time, bad news slowly,
good news more slowly; some owners discount a single bad dimension. About 55% of overall ratings
are green, 33% amber, 8% red and 4% are not reported; large projects are also reviewed, more
strictly, every third month.

People are booked for five sixths of their hours; a manager's are spread over own projects by size,
others have one or two spells of some months at a time. Bookings thin out with the weeks ahead and
are tentative before they are firm. Timesheets come to nine tenths of the bookings. Requests have
doubled in two years; new versions of services promise more and mostly keep it. A pause stops the
clock of a request; ``due`` is as promised when it was raised. Clients whose projects are in
trouble are less satisfied; comments are about one theme each, which :func:`labelled_comments`
tells. Themes are coded 40 days later, not always rightly. Reports are opened more since their new
form of March 2026. Savings shrink on their way from idea to bank.

Stories
-------
The ``stories`` table names each planted instance with its project or client. All are of the last
period and are true in the tables; a project plays one part at most (a canary apart). Those marked
* are complete: nothing else shows the same. Where a story is of something other than a project or
client, ``expectation`` begins with its id (or name) and a colon.

``green_overdue_milestone``
    Declared green while a key milestone is past its baseline date and open.
``red_worsened``, ``improved``
    The owner's overall rating went from amber to red, or to green, since the last period.
``stale_report`` *
    The period's report rests on data two months old.
``late_reporter`` *
    No status report for the period, of a live or held project.
``identical_narrative`` *
    The overall narrative of a live project is word for word the last period's.
``slip_velocity_one`` *
    A key milestone is forecast the same number of days away for six periods running.
``forecast_in_past`` *
    An open milestone is forecast for a day before the period's end.
``over_90_percent_for_3_periods``
    At least 90% complete, and not done, for four periods.
``rebaselined_twice``, ``budget_up``, ``finish_later``
    Re-baselined twice within 12 months; budget or finish of the baseline in force moved.
``joined_this_period``
    A live project that was not in the last snapshot.
``left_this_period``
    Completed this period; or, where ``client_id`` is given, the link to that client ended.
``renamed`` *
    The project has another name than in the last snapshot.
``assessor_changed`` *
    The last overall rating is the owner's, this one a reviewer's alone, of another colour.
``shared_project`` *
    Serves two clients, 60 to 40.
``client_without_project`` *, ``client_with_40_projects`` *
    Never served; exactly 40 live projects.
``withheld_budget`` *
    Budget, plan, earned value and forecasts are withheld; ``budget_state`` says so.
``unreadable_value`` *
    A row in ``rejects``, and the state ``unreadable`` where the value would stand.
``hostile_name`` *
    A project name with markup, quotes, a formula, a backslash or 120 characters.
``canary`` *
    ``expectation`` is a made-up word in the descriptions of the client's own projects (not of
    those it shares); it may stand in no other client's pack.

``overallocated_person`` *, ``underused_person`` *
    Booked above 120% of available hours in each of the seven weeks ahead; below 40% over the last
    13 weeks.
``role_gap`` *
    The project asks for a role of which more is needed than there is, for months ahead.
``actuals_without_timesheets`` *
    Actual cost rises while no hours are handed in for three months.
``timesheet_without_assignment`` *
    The person named handed in hours on the project without a booking.
``service_level_breached`` *, ``service_improved`` *
    Attainment of the last three months is short of the standard; attainment of the last version is
    a seventh better than before.
``request_open_past_due`` *
    Open, its clock (less pauses) past the standard's hours.
``detractor_client`` *, ``csat_fell`` *, ``wave_too_small``
    Of ten answers or more: NPS below zero by more than chance; satisfaction fell by more than
    chance. Three answers: too few to show.
``comment_needs_care`` *
    A comment names a person.
``report_unread`` *
    Nobody opened the client's last four reports.
``request_asked_twice`` *
    The same was asked of the same person again after it had been answered.
``saving_counted_twice`` *, ``saving_without_baseline`` *
    Two savings of one initiative, cost line and start; claimed without a baseline.
``saving_banked_less_than_estimated`` *, ``saving_reversed`` *
    Less than half was banked; banked, then taken out again: the stage is ``delivered`` once more
    and the amount at ``banked`` is 0.
``initiative_blocks_large_value`` *
    Of little worth by itself, it holds up the most.
``change_collision`` *, ``group_saturated`` *
    Two changes of impact 4 or more go live within four weeks in the group; the group's change load
    ahead is above its capacity.

Every ``internal_note``, and every comment of a timesheet, holds the word :data:`NOTE_CANARY`,
which no client may see.

How to make it
--------------
>>> from pathlib import Path
>>> from pmo_lib.tables.sample import make_sample
>>> store = make_sample(Path(".pmo/sample"))  # doctest: +SKIP
"""

from pmo_lib.tables.sample.draw import SEED
from pmo_lib.tables.sample.make import SOURCE, labelled_comments, make_sample, sample_tables
from pmo_lib.tables.sample.projects import NOTE_CANARY

__all__ = ["NOTE_CANARY", "SEED", "SOURCE", "labelled_comments", "make_sample", "sample_tables"]
