"""What risks and issues are about, in words: the subjects of building and of change projects."""

from __future__ import annotations

from typing import Final

from pmo_lib.tables.sample.registers.subjects import Subject

BUILD: Final = (
    Subject(
        "Site conditions",
        (
            "Ground at {place} may be contaminated",
            "Opening up the {part} may bring asbestos to light",
            "Buried services at {place} may not be where the drawings show them",
            "Bad weather may stop work on the {part}",
            "Access to {place} may be lost during the works",
            "Protected species may be found at {place}",
            "The existing structure may not carry the {part}",
        ),
        (
            "Records of {place} are forty years old.",
            "The survey could not reach the occupied areas.",
            "The programme puts the {part} in the wettest months.",
            "The access road is shared with a neighbour.",
        ),
        (
            "Work on the {part} stops while the ground is made safe.",
            "Redesign of the {part} is needed before {milestone}.",
            "Plant stands idle at {place}, at cost.",
        ),
        (
            "Survey {place} by radar before digging starts.",
            "Carry out an intrusive survey during the next closure.",
            "Agree a weather allowance with {party} and move indoor work forward.",
            "Secure a second access by licence before {milestone}.",
        ),
        (
            "Asbestos found behind the {part}",
            "A buried cable was struck at {place}",
            "Flooding at {place} after heavy rain",
            "The access road to {place} is closed",
            "Ground at {place} is softer than assumed",
            "Nesting birds stop work at {place}",
        ),
        (
            "Work is stopped within the area and goes on elsewhere.",
            "{party} is on site and has proposed a method.",
            "The designer is checking the foundations.",
        ),
        (
            "The area was made safe and work has resumed.",
            "The route was moved by four metres.",
            "{party} pumped out the water and replaced what was damaged.",
        ),
    ),
    Subject(
        "Health and safety",
        (
            "People may be hurt by traffic at {place}",
            "Lifting of the {part} may endanger the public",
            "Work at height on the {part} may be unsafe in wind",
            "Isolations for the {part} may be incomplete",
            "A duty holder for {place} may not be appointed in time",
        ),
        (
            "{place} stays open to the public during the works.",
            "Two contractors work in the same area.",
            "The permit system of {team} differs from that of {party}.",
        ),
        (
            "Someone is hurt and work stops for an investigation.",
            "The regulator stops work at {place}.",
        ),
        (
            "Separate people and vehicles at {place} before work starts.",
            "Lift the {part} at night behind a closed road.",
            "Run one permit system for all at {place}.",
        ),
        (
            "Near miss during lifting of the {part}",
            "An isolation for the {part} was removed too early",
            "Scaffold at {place} failed its inspection",
            "Visitors entered the works at {place}",
        ),
        (
            "Nobody was hurt; work on the {part} stopped for a review.",
            "{party} has withdrawn the method statement.",
        ),
        (
            "The method was changed and all teams were briefed.",
            "Fencing and a banksman are in place.",
        ),
    ),
    Subject(
        "Design and engineering",
        (
            "The {part} may not fit the existing {thing}",
            "Design of the {part} may be released late",
            "Commissioning of the {thing} may find faults between systems",
            "Calculations for the {part} may not pass the independent check",
            "Changes to standards may affect the {part}",
            "Energy supply at {place} may be too small for the {thing}",
        ),
        (
            "Interfaces between {party} and the designer were left open.",
            "As-built drawings of the {thing} are incomplete.",
            "Testing was shortened to protect {milestone}.",
        ),
        (
            "The team takes the {part} out for adjustment at {party}'s works.",
            "Commissioning takes six weeks instead of three.",
            "{milestone} moves and temporary supplies are kept for longer.",
        ),
        (
            "Hold an interface review for the {part} every fortnight.",
            "Measure the {thing} before making the {part}.",
            "Test the {part} at {party}'s works before it is shipped.",
        ),
        (
            "The {part} clashes with existing pipework",
            "The independent check of the {part} found errors",
            "Drawings for {place} were issued late",
            "The {thing} tripped during commissioning",
            "Pressure test of the {part} failed",
        ),
        (
            "The designer has been asked for a revised detail.",
            "{party} is tracing the fault; other areas go on.",
        ),
        (
            "A revised detail was issued and built.",
            "The fault was a setting; the test was passed at the second attempt.",
            "The check was passed after two drawings were corrected.",
        ),
    ),
)
"""Subjects of projects that build."""

CHANGE: Final = (
    Subject(
        "Requirements",
        (
            "Requirements for the {part} may still grow",
            "{team} may need the {part} to do more than was agreed",
            "Rules for the {thing} may differ between {place} and the rest",
            "The first release of the {part} may miss what {team} needs most",
            "Exceptions in the {thing} may not be known to anyone",
        ),
        (
            "Workshops with {team} covered the usual cases only.",
            "The person who knew the old rules has retired.",
            "The business case names outcomes, not functions.",
        ),
        (
            "Work on the {part} is done twice.",
            "User acceptance takes a further round and {milestone} moves.",
            "Manual work remains at {place}.",
        ),
        (
            "Freeze the scope of the {part} and collect the rest for a later release.",
            "Walk through real cases with {team} before design is agreed.",
            "Let {team} rank what is left by value.",
        ),
        (
            "New requirements for the {part} after sign-off",
            "{team} and {place} want different rules",
            "The specification of the {part} contradicts itself",
            "Acceptance criteria for the {part} are missing",
        ),
        (
            "A change request is being written.",
            "{team} will rank the requests at the next workshop.",
        ),
        (
            "Half of the requests were moved to a later release.",
            "One rule was agreed for all sites.",
            "Criteria were agreed and signed.",
        ),
    ),
    Subject(
        "Data",
        (
            "Data of the {thing} may be too poor to move",
            "Records at {place} may be held twice under different names",
            "The volume of the {thing} may be larger than tested",
            "Migration of the {part} may not fit in one weekend",
            "History needed by {team} may be lost in the move",
            "Data may have to stay within the country",
        ),
        (
            "Nobody has owned the quality of these records.",
            "Two systems were merged ten years ago without cleansing.",
            "The test used a tenth of the records.",
        ),
        (
            "Cleansing continues after {milestone}, by hand.",
            "The cutover is abandoned and repeated a month later.",
            "{team} cannot answer enquiries about old cases.",
        ),
        (
            "Profile all records of the {thing} and agree rules with {team}.",
            "Rehearse the full load twice before {milestone}.",
            "Keep the old {thing} readable for a year.",
        ),
        (
            "A third of the records of {place} failed validation",
            "Rehearsal of the migration ran over by nine hours",
            "Addresses were truncated in the {part}",
            "Duplicates found after the load of the {part}",
            "Personal data found in a test copy of the {thing}",
        ),
        (
            "{team} is correcting the worst of them at source.",
            "The load has been taken back and will be repeated.",
        ),
        (
            "The rules were corrected and the second load was clean.",
            "Records that failed were cleansed by {team} within two weeks.",
            "The copy was destroyed and the log reviewed.",
        ),
    ),
    Subject(
        "Technology",
        (
            "The {part} may be too slow with all users",
            "The interface to the {part} may not be ready for testing",
            "Test environments for the {thing} may not be available",
            "{party} may end support of the version in use",
            "The {part} may not work on the devices at {place}",
            "Defects of high severity may be found late in testing of the {part}",
            "Single sign-on may not be ready for {milestone}",
        ),
        (
            "Load tests were planned for the end.",
            "Three projects share one test environment.",
            "{party} changed its interface without notice.",
            "Devices at {place} are seven years old.",
        ),
        (
            "Users wait and go back to the old {thing}.",
            "Testing of the {part} is shortened and defects reach users.",
            "{milestone} moves by one release.",
        ),
        (
            "Test the {part} under load a month earlier.",
            "Book the test environment for the weeks before {milestone}.",
            "Build a stand-in for the interface so that testing can start.",
            "Replace the oldest devices at {place} first.",
        ),
        (
            "The {part} failed its load test",
            "The test environment for the {thing} is down",
            "The interface of {party} changed without notice",
            "Severe defects in the {part}",
            "Users at {place} cannot sign in",
            "The nightly run of the {thing} overran into the morning",
        ),
        (
            "{party} has reproduced the fault.",
            "A work-around is in place for the pilot group.",
        ),
        (
            "A patch was installed and the test repeated.",
            "{party} restored the old interface until {milestone}.",
            "The environment was rebuilt over the weekend.",
        ),
    ),
    Subject(
        "Security and compliance",
        (
            "The {part} may fail its penetration test",
            "A privacy assessment may ask for changes to the {thing}",
            "Access rights in the {part} may be too wide",
            "New regulation may apply to the {thing} before {milestone}",
            "Audit may not accept the controls of the {part}",
        ),
        (
            "Security review comes after the design is agreed.",
            "Roles were copied from the old {thing}.",
            "Guidance from the regulator is still a draft.",
        ),
        (
            "The {part} cannot go live until findings are closed.",
            "The client is exposed to a fine or a qualified audit.",
        ),
        (
            "Bring the penetration test of the {part} forward.",
            "Have internal audit read the control design before it is built.",
            "Review roles with {team} and remove what is not used.",
        ),
        (
            "The penetration test of the {part} found a critical weakness",
            "Leavers still have access to the {thing}",
            "Internal audit rejected a control of the {part}",
            "The privacy assessment is overdue",
        ),
        (
            "Access was closed the same day.",
            "The fix is in test.",
        ),
        (
            "The weakness was closed and tested again by {party}.",
            "Rights were removed and a monthly review set up.",
            "Audit accepted the changed control.",
        ),
    ),
)
"""Subjects of projects that change how an organisation works."""
