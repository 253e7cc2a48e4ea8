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
finding-time-to-offer = { $part } of { $all } people were offered a service within a day
finding-time-to-acceptance = A service accepted { $part } of { $all } people within a day
finding-time-to-contact = A service reached { $part } of { $all } people within two days
finding-needs-met = For { $part } of { $all } needs there was only the universal service, or none
finding-specialists = No specialist was found for { $part } of { $all } special needs
finding-offers = Services declined, or did not answer, { $part } of { $all } offers
finding-sessions-held = Services held { $all } sessions
finding-promises-kept = { $part } of { $all } promises were broken or kept late

## The declarations, by their names

title =
    .losses = How cases ended, by consent model
    .needs-met = Needs, and whether a service has them
    .offers = Offers to providers, and their answers
    .promises-kept = Promises kept and broken
    .rights-and-risk = Rights and risk
    .sessions-held = Sessions held
    .specialists = Specialists needed and found
    .stages = How far people got, by who referred them
    .time-to-acceptance = Time until a service accepted
    .time-to-contact = Time until a service reached the person
    .time-to-offer = Time until the first offer

about =
    .losses = People referred in the period, by how their case stands. Lost means that they did not want support, could not be reached, needed nothing more, moved on or died. The consent model is the one under which police systems sent the person. It does not apply to people who came alone, or who were asked by a partner first.
    .needs-met = Needs that people named in the period. Someone with three needs counts three times. The universal service takes everybody, so a need that only it has may still lack a service for it.
    .offers = Offers to providers in the period, by the provider’s answer or the reason why it declined.
    .promises-kept = Promises to people that fell due in the period, those of the Victims’ Code and the hub’s own. A promise that was broken and kept afterwards counts as kept late.
    .rights-and-risk = People referred in the period, by their rights under the Victims’ Code and their risk. It is as assessed, or as a coordinator raised it.
    .sessions-held = Sessions that services recorded in the period.
    .specialists = Specialisms that people referred in the period need. The last search for services says whether a specialist was found. The universal service does not count as one.
    .stages = People referred in the period, by the furthest stage that any service reached with them.
    .time-to-acceptance = Hours from the referral until a service first accepted, for people referred in the period. Not yet means that the case is open, and never that it ended before.
    .time-to-contact = Hours from the referral until a service first spoke to the person, for people referred in the period. Not yet means that the case is open, and never that it ended before.
    .time-to-offer = Hours from the referral until the hub first offered the case to a service, for people referred in the period. The assessment is made when the referral arrives, so it takes no time. Not yet means that the case is open, and never that it ended before.

measure =
    .needs = Needs
    .onwards = Onward referrals
    .people = People. A person with two cases that nobody merged counts twice. A case that was merged into another, or entered in error, does not count
    .promises = Promises
    .sessions = Sessions
    .specialisms = Specialisms that people need

dimension =
    .agency = Who owes it
    .answer = Answer
    .consent-model = Consent model
    .district = District
    .ending = How the case stands
    .kept = Kept
    .met = Service
    .modality = Kind of session
    .need = Need
    .provider = Provider
    .risk = Risk
    .served = Specialist
    .source = Who referred
    .specialism = Specialism
    .stage = Furthest stage
    .tier = Rights
    .to-acceptance = Time
    .to-contact = Time
    .to-offer = Time

## Codes that no other page shows

source =
    .action-fraud = Action Fraud
    .british-transport-police = British Transport Police
    .hub = Another area’s hub
    .phone = By phone
    .police = The police
    .provider = A provider
    .self = The person
    .touchpoint = A touchpoint

consent-model =
    .automatic-transfer = Automatic transfer
    .does-not-apply = Does not apply
    .opt-in = Opt-in
    .unknown = Not known

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
    .never = Never
    .not-yet = Not yet
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
