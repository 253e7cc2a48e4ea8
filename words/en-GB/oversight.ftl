### What the commissioner’s office sees: figures, and what their pages say.

sign-in = Please sign in
only-oversight = Only the commissioner’s office can see this
period-wrong = period is a quarter, such as 2026-Q3
district-wrong = district is the code of a council of the area, unknown or elsewhere
no-such-table = There is no such table

## The page

heading = How support works in { $area }
choose = Choose what to see
period = Period
quarter = { $months } { $year }
quarter-months = { $quarter ->
    [Q1] January to March
    [Q2] April to June
    [Q3] July to September
   *[Q4] October to December
}
district = District
whole-area = Whole area
show = Show
status-final = These figures are final. They were published a month after the quarter ended and do not change.
status-provisional = These figures are provisional. They are counted each day, rounded to the nearest 5, and can change until a month after the quarter ends.
status-none = There are no figures for this period yet.
definition = What is counted
download = Download as CSV
column-number = Number
column-total = All
row-total = All
table-of = { $rows } by { $columns }
marks = Marks in the tables
mark-c = [c] – the number is hidden because it is small, or would give away a small one
mark-x = [x] – the number is not available
mark-z = [z] – there is no such number
mark-low = [low] – the number is more than 0 and rounds to 0
dictionary = Data dictionary
dictionary-about = Each table is made from one declaration. What it counts and what its rows and columns mean is here.
dictionary-measure = Counts
dictionary-rows = Rows
dictionary-columns = Columns
dictionary-answers = Answers
csv-table = table
csv-period = period
csv-district = district
csv-row = row
csv-column = column
csv-number = number

## The sentence above each table

too-few = The numbers are too small to say
finding-losses-fewer = Fewer people were lost under opt-in ({ $opt-in }%) than under automatic transfer ({ $transfer }%)
finding-losses-more = More people were lost under opt-in ({ $opt-in }%) than under automatic transfer ({ $transfer }%)
finding-losses-same = As many people were lost under opt-in as under automatic transfer ({ $transfer }%)
finding-losses-lost = { $part } of { $all } people were lost before support was over
finding-stages = A service reached { $part } of { $all } people
finding-rights-and-risk = { $part } of { $all } people have enhanced rights
finding-time-to-offer = { $part } of { $all } first offers were made within a day
finding-time-to-acceptance = { $part } of { $all } first acceptances came within a day
finding-time-to-contact = { $part } of { $all } people who were reached were reached within two days
finding-needs-met = For { $part } of { $all } needs there was only the universal service, or none
finding-specialists = No specialist was found for { $part } of { $all } special needs
finding-offers = Services declined, or did not answer, { $part } of { $all } offers
finding-sessions-held = Services held { $all } sessions
finding-promises-kept = { $part } of { $all } promises were broken or kept late

## The declarations, by their names

title =
    .contact = First contact in the agreed time, by provider
    .distance = Distance travelled, by provider
    .distance-coping = Distance travelled: ability to cope
    .distance-health = Distance travelled: health and wellbeing
    .distance-informed = Distance travelled: feeling informed and supported
    .distance-justice = Distance travelled: the criminal justice system
    .distance-reintegration = Distance travelled: being among people again
    .distance-safety = Distance travelled: safety
    .first-sessions = People supported for the first time, by provider
    .full = Full services, and what happened then
    .losses = How cases ended, by who referred them
    .needs-met = Needs, and whether a service has them
    .offers = Offers to providers, and their answers
    .outcomes = How support ended, by provider
    .promises-kept = Promises kept and broken
    .repeats = People who were harmed before
    .restorative-justice = Restorative justice, offered and taken up
    .rights-and-risk = Rights and risk
    .session-lengths = Length of sessions, by provider
    .sessions-held = Sessions held
    .specialists = Specialists needed and found
    .stages = How far people got, by who referred them
    .time-to-acceptance = Time until a service accepted
    .time-to-contact = Time until a service reached the person
    .time-to-offer = Time until the first offer
    .touchpoints = Touchpoints and partners

about =
    .contact = Acceptances whose first contact was due in the period. The agreed time runs from acceptance, and a pause that the person asked for before then moves it. Tried means that the provider tried in time and did not reach them in time. Overdue means that the time has passed and the coordinators follow it up.
    .distance = Supports that ended in the period, by the person’s scores at the beginning and at the end, over all six areas together. Low is a mean score of 0 to 3, middle is above that and below 7, and high is 7 to 10. After a change of provider, the beginning is the one with the first provider. Start only means that no end was recorded, or that the person preferred not to say.
    .distance-coping = Supports whose scores are known at both ends, each counted in the month after the one in which it ended. The table shows everyday life. Low is a score of 0 to 3, middle 4 to 6 and high 7 to 10.
    .distance-health = Supports whose scores are known at both ends, each counted in the month after the one in which it ended. The table shows health and wellbeing. Low is a score of 0 to 3, middle 4 to 6 and high 7 to 10.
    .distance-informed = Supports whose scores are known at both ends, each counted in the month after the one in which it ended. The table shows feeling informed and supported. Low is a score of 0 to 3, middle 4 to 6 and high 7 to 10.
    .distance-justice = Supports whose scores are known at both ends, each counted in the month after the one in which it ended. The table shows their experience of the criminal justice system. Low is a score of 0 to 3, middle 4 to 6 and high 7 to 10.
    .distance-reintegration = Supports whose scores are known at both ends, each counted in the month after the one in which it ended. The table shows being among people again. Low is a score of 0 to 3, middle 4 to 6 and high 7 to 10.
    .distance-safety = Supports whose scores are known at both ends, each counted in the month after the one in which it ended. The table shows safety. Low is a score of 0 to 3, middle 4 to 6 and high 7 to 10.
    .first-sessions = Sessions that services recorded in the period, by whether the provider had one with the person before. First sessions count people.
    .full = Each person and each service that had no place when the hub first searched for them in the period. A service with a limit is full when its open cases reach it. The hub keeps no waiting list. It searches again, and so a place may be found later.
    .losses = People referred in the period, by how their case stands. Lost means that they did not want support, could not be reached, needed nothing more, moved on or died. The police have a row for each consent model. Someone they sent before anyone had asked counts under automatic transfer.
    .needs-met = Needs of people referred in the period, as they named them or as was recorded later. Someone with three needs counts three times. The universal service takes everybody, so a need that only it has may still lack a service for it.
    .offers = Offers to providers in the period, by the provider’s answer or the reason why it declined.
    .outcomes = Supports that ended in the period, by how the provider said that they ended. Stopped means that the person did not want it any more, or that it ended with the case.
    .promises-kept = Promises to people that fell due in the period, those of the Victims’ Code and the hub’s own. A promise that was broken and kept afterwards counts as kept late.
    .repeats = People referred in the period. Harmed again means that a coordinator recorded it. Same person means that a coordinator merged an earlier or later case. Targeted before is what the referral said, or what a coordinator recorded later. A likeness that the hub found and nobody has checked counts apart.
    .restorative-justice = People referred in the period, by the furthest point that is recorded. Asked means that they named it as a need, showed interest or asked on their page. Told means that a coordinator told them. Offered means that a service for it had an offer for them. Took part means that the service held a session. A meeting with the offender is not recorded apart.
    .rights-and-risk = People referred in the period, by their present rights under the Victims’ Code and their present risk: as assessed, as assessed again, or as a coordinator raised them. Found later means that they were lower when the referral came.
    .session-lengths = Sessions that services recorded in the period, by their length in minutes.
    .sessions-held = Sessions that services recorded in the period.
    .specialists = Specialisms that people referred in the period need. Restorative justice has its own table. The last search for services says whether a specialist was found. The universal service does not count as one.
    .stages = People referred in the period, by the furthest stage that any service reached with them.
    .time-to-acceptance = Hours from the referral until a service first accepted. Each person is counted in the month after that. People who still wait are not in this table.
    .time-to-contact = Hours from the referral until a service first spoke to the person. Each person is counted in the month after that. People who still wait are not in this table.
    .time-to-offer = Hours from the referral until the hub first offered the case to a service. Each person is counted in the month after that. People who still wait are not in this table. The assessment is made when the referral arrives, so it takes no time.
    .touchpoints = People referred in the period, by the touchpoint whose code the referral has. All partners are one row. A campaign’s own name stays with the referral and is not counted.

measure =
    .contacts = Acceptances by a provider
    .endings = Supports by a provider that ended
    .journeys = Supports that were measured at the beginning and at the end, in the month after they ended
    .needs = Needs
    .onwards = Onward referrals
    .people = People. A person with two cases that nobody merged counts twice. A case that was merged into another, or entered in error, does not count
    .promises = Promises
    .sessions = Sessions
    .specialisms = Specialisms that people need
    .turned-away = People and services that were full for them. Someone counts twice if two services were full
    .waits-for-acceptance = Waits until a service first accepted, in the month after they ended
    .waits-for-contact = Waits until a service first reached the person, in the month after they ended
    .waits-for-offer = Waits until the first offer, in the month after they ended

dimension =
    .after-full = What happened then
    .agency = Who owes it
    .answer = Answer
    .distance = Beginning and change
    .distance-coping = Beginning and change
    .distance-health = Beginning and change
    .distance-informed = Beginning and change
    .distance-justice = Beginning and change
    .distance-reintegration = Beginning and change
    .distance-safety = Beginning and change
    .district = District
    .ending = How the case stands
    .first = Session
    .first-contact = First contact
    .kept = Kept
    .length = Length
    .met = Service
    .modality = Kind of session
    .need = Need
    .outcome = How support ended
    .provider = Provider
    .repeat = Harmed before
    .restorative = Restorative justice
    .risk = Risk
    .route = Who referred
    .served = Specialist
    .service = Service
    .specialism = Specialism
    .stage = Furthest stage
    .tier = Rights
    .to-acceptance = Time
    .to-contact = Time
    .to-offer = Time
    .touchpoint = Touchpoint or partner

## Codes that no other page shows

route =
    .action-fraud = Action Fraud
    .british-transport-police = British Transport Police
    .hub = Another area’s hub
    .phone = By phone
    .police-automatic-transfer = The police, by automatic transfer
    .police-opt-in = The police, by opt-in
    .police-unknown = The police, consent model not known
    .provider = A provider
    .self = The person
    .touchpoint = A touchpoint

ending =
    .died = Died
    .moved-on = Moved on
    .no-more-needs = Needed nothing more
    .not-reached = Not reached
    .open = Open
    .support-over = Support over
    .withdrew = Did not want support

stage =
    .accepted = Accepted
    .completed = Got the help they wanted
    .offered = Offered
    .reached = Reached
    .received = Referred
    .supported = Had a session

met =
    .no-service = No service
    .not-settled = Not settled
    .on-offer = On offer
    .service-for-it = A service for it
    .universal-only = Universal service only

served =
    .no-specialist = No specialist
    .not-searched = Not searched for yet
    .specialist-found = Specialist found

kept =
    .broken = Broken
    .kept = Kept in time
    .kept-late = Kept late
    .open = Open
    .released = No longer owed
    .waiting = Waiting for someone else

took =
    .later = More than 10 days
    .within-1-day = 1 day or less
    .within-1-hour = 1 hour or less
    .within-10-days = 10 days or less
    .within-2-days = 2 days or less
    .within-4-hours = 4 hours or less
    .within-5-days = 5 days or less

answer =
    .accepted = Accepted
    .closed = Support over
    .conflict-of-interest = Declined: conflict
    .duplicate = Declined: supports them already
    .expired = No answer in time
    .handed-over = Handed over
    .needs-more-specialist-help = Declined: needs a specialist
    .no-capacity = Declined: no capacity
    .not-eligible = Declined: not eligible
    .offered = Waiting
    .out-of-area = Declined: out of area
    .unsafe = Declined: not safe
    .withdrawn = Withdrawn
    .wrong-details = Declined: wrong details

other = Not in the profile any more
unknown = Not known
elsewhere = Another area
