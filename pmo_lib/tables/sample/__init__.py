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
``lineage``           abt. 16800  where the period's progress and dates of milestones were typed
``sources``                    1  the sample
``stories``             abt. 960  what is planted, see below
======================  ========  ==============================================================

Calendars, rates and plans; plans are as known at the day, of 150 live projects at the last

=========================  ==========  =========================================================
``calendars``                   20090  each day of 2022 to 2032: ``UK IE US UK-SITE DESK``
``fx_rates``                      116  month ends since 2022-01, pounds for a euro and a dollar
``deflators``                      51  three currencies, 2016 to 2032, prices of 2026
``schedules``                     150  one a plan
``activities``             abt. 19000  60 to 190 tasks a plan, milestones, summaries and more
``links``                  abt. 19000  nearly all finish to start
``activity_baselines``     abt. 22000  tasks and milestones of each baseline on record
``schedule_resources``       abt. 750  people, crews and purchases of plans that carry resources
``activity_resources``     abt. 10000  one a task of those plans
=========================  ==========  =========================================================

Registers: a row an entry and period, from the one in which it came up until it was settled

======================  ========  ==============================================================
``risks``             abt. 48000  about four a live project at a time
``issues``             abt. 9500  a fifth were risks
``change_requests``    abt. 4600  one for each later baseline, and others that are mostly small
``decisions``          abt. 3800  needed and taken
``actions``           abt. 13400  about risks, issues, changes, decisions, lessons and gates
``lessons``            abt. 2300  along the way, and one to three at the end
``deliverables``      abt. 46000  of the projects that measure by them, and of some others
``dependencies``       abt. 4700  both sides within a programme; one of what outsiders owe
``overrides``            abt. 340  ratings set by hand, while they hold
``tolerances``          abt. 2400  agreed for one project in five
======================  ========  ==============================================================

Assurance, as known at the day

=========================  ==========  =========================================================
``gate_reviews``                 5602  six gates a project, those to come as planned now
``standards``                      34  25 standards, six norms, three aims with what they measure
``standard_checks``        abt. 13300  what was found at gates; what is due within 60 days
``project_stops``             abt. 60  holds, and stops that have ended
``maturity_assessments``          321  P3M3 once a year; each service by three measures, twice
=========================  ==========  =========================================================

The office's own work, a year back and half a year ahead where it is by week:

========================  ===========  =========================================================
``absences``               abt. 14000  leave with its seasons, sickness, training; a row a week
``assignments``           abt. 113000  850 people on one to six projects each, firm or tentative
``timesheets``             abt. 75000  handed in on Friday or later, and not quite as planned
``role_demands``             abt. 430  asked for and not filled, by week ahead
``services``                       55  25 services in two or three versions each
``service_requests``        abt. 8100  of two years
``request_pauses``          abt. 1570  while a request waits for the client
``surveys``                 abt. 1420  four waves of clients, three of colleagues
``feedback``               abt. 18500  of surveys, requests and reports; 4200 with a comment
``report_reads``            abt. 9950  15 months of reports, opened or not
``data_requests``           abt. 8500  what was asked of people, from 440 a month to 225
``savings``                        75  £4 million estimated
``saving_stages``                 273  from idea to bank
``initiatives``                    36  the office's roadmap
``initiative_links``               25  which waits for which
``change_impacts``                576  what each asks of a group, by week
``group_capacity``          abt. 1530  ten groups by week
========================  ===========  =========================================================

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

A manager forecasts the finish of the final milestone. Contingency is set apart beside the budget
(none in some small projects), drawn in tenths as work goes on and as cost runs ahead of it, and
made up in part by a new baseline; narratives that name it are borne out. Benefits are expected as
in the case while they are rated green, and less the worse the rating. Most owners of amber and red
ratings say what would better them; some ask for help. Actual finishes are there once a project is
complete. What somebody owned who left is owned by the project's manager.

Dates that people set in registers and plans fall on working days of the client's calendar: ``UK``
for sterling, ``IE`` for euros, ``US`` for dollars. Plans are built backwards from milestones: an
activity has the id and the dates of its milestone (one forecast for a day that is not worked falls
on the working day before), the work in front of it is a network that ends there, and floats are
computed. Tasks that were done keep their dates; what is left is spread anew until the forecast.
Most plans run behind their baselines, as the milestones do. Risks come up at least every second
period while a project runs, come down step by step, and one in sixteen occurs and becomes an issue.
Each later baseline was brought in by a change request of its size. Gates are passed when
``projects.stage`` says so; norms are measured from the tables. What hangs on a withheld budget is
withheld too.

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
* are complete: no other project or client (of those live), nor anything else, shows the same. Where
a story is of something other than a project or client, ``expectation`` begins with its id (or name)
and a colon.

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

Of registers:

``no_new_risk_for_2_periods`` *
    Declared green; no risk was raised in the last two periods.
``risk_worsened`` *
    The probability of an open risk rose by 0.3 or more since the last period.
``risk_realised_as_issue``
    A risk occurred this period; ``issue_id`` names the issue that came up on that day.
``risk_certain`` *
    An open risk has the probability 1.
``overdue_action`` *
    An action is open more than 60 days after its due date (others up to 45 days).
``decision_overdue`` *, ``decision_needed_soon``
    A decision was needed by a day that has passed; is needed within two weeks, and waiting costs.
``scope_change_large`` *
    A change of 15% of the budget or more is undecided.
``override_expired`` *, ``override_without_reason`` *
    A rating set by hand is used after its expiry; has no reason.
``ev_rising_without_accepted_deliverable`` *
    Earned value rose in each of the last three periods and no deliverable was accepted in them.
``dependency_late`` *
    Needed of a project of another client, in the same programme, before that one's forecast.

Of gates:

``gate_failed`` *, ``gate_overdue`` *
    The last review was not passed; the gate was planned for a day that has passed, and not held.
``gate_conditions_overdue`` *
    A condition of a gate is past its due date and not met.
``standard_not_met`` *
    A mandatory standard was not met at a gate that was passed.

Of plans, each of which fails one check and passes the other usual ones (open ends and other types
of links may bring high float, too):

``schedule_without_logic`` *, ``schedule_with_leads`` *, ``schedule_with_lags`` *
    Open ends at a fifth and more of the open activities; negative lags; lags at over 5% of links.
``schedule_link_types`` *, ``schedule_hard_constraints`` *
    Fewer than 90% of links are finish to start; over 5% of open activities have a hard constraint.
``schedule_high_float``, ``schedule_negative_float`` *
    Over 5% of open activities have more than 44 days of float; ``must_finish_by`` is too early.
``schedule_high_duration`` *
    Over 5% of open tasks are planned to take more than 44 days.
``schedule_invalid_dates`` *
    Not updated for two months: expected dates before the data date, an actual one after it.
``schedule_without_resources`` *
    The plan carries resources, but many tasks have neither resource nor cost.
``schedule_behind_baseline``
    Fewer than four in five of the tasks due by the baseline have finished.
``critical_path_broken`` *
    The last milestone must finish on a day, whatever comes first.
``baseline_missing_in_schedule`` *
    No activity has a baseline.

Of the office's own work:

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
from pmo_lib.tables.sample.make import labelled_comments, make_sample, sample_tables
from pmo_lib.tables.sample.projects import NOTE_CANARY
from pmo_lib.tables.sample.returns import SOURCE

__all__ = ["NOTE_CANARY", "SEED", "SOURCE", "labelled_comments", "make_sample", "sample_tables"]
