### What the commissioner’s office sees: providers, outcomes, switches to consent, and what providers see of themselves.

only-providers = Only staff of a provider can see this

## The page

own-heading = The figures of { $provider }
summary = What the figures say
download-all = Download all tables as CSV
financial-year = April { $from } to March 20{ $to }
status-year-none = A financial year is shown once its four quarters are final. They are not all final yet, or were not published.
no-touchpoint = Names no touchpoint
any-partner = A partner

switches = Districts that changed to opt-in, before and after
switches-about = People referred from the district in the last quarter before the change and in the first quarter after it, by anybody. Lost means that they did not want support, could not be reached, needed nothing more, moved on or died. Only final figures are compared. [x] means that the quarter was not published.
switch-from = Opt-in from
switch-before = Quarter before
switch-after = Quarter after
switch-people = People
switch-lost = Lost
switch-fewer = { $district }: fewer people were lost in the quarter after opt-in ({ $after }%) than in the quarter before ({ $before }%)
switch-more = { $district }: more people were lost in the quarter after opt-in ({ $after }%) than in the quarter before ({ $before }%)
switch-same = { $district }: as many people were lost in the quarter after opt-in as in the quarter before ({ $before }%)
switch-unknown = { $district }: the figures of both quarters are not there, or are too small to say

providers = What providers did, and what it cost
providers-about = Offers made in the period, first contacts due in it, and sessions held in it. An answer in time is any acceptance or refusal: an offer without one ends. First contact is kept if the provider reached the person or tried to. People supported had their first session with the provider in the period. Hours are worked out from the lengths of sessions: the true number is between the two. Pounds are what the provider’s contracts are worth in the period by the area’s profile, spread evenly over the year. [x] means that the profile does not give the value of each contract, or that the period is not over.
provider-offers = Offers
provider-no-answer = No answer in time
provider-contacts = First contacts due
provider-contacts-kept = Kept
provider-supported = People supported
provider-sessions = Sessions
provider-hours-least = Hours, at least
provider-hours-most = Hours, at most
provider-pounds = Pounds
provider-pounds-a-person = Pounds a person supported

## The sentence above each table

finding-repeats = { $part } of { $all } people were harmed again, were targeted before, or are the same person as in another case
finding-restorative-justice = Of { $asked } people who asked for restorative justice or were told about it, { $offered } were offered a service and { $taken } took part
finding-touchpoints = { $named } of { $all } people came through a touchpoint or partner that the hub knows
finding-contact = Services made or tried first contact in the agreed time after { $part } of { $all } acceptances
finding-outcomes = { $part } of { $all } supports ended with the help that the person wanted
finding-distance = In { $better } of { $all } supports whose beginning and end are known, the person came further
finding-first-sessions = { $all } times, a provider supported a person for the first time
finding-full = { $all } times, a service was full for a person
finding-session-lengths = Services gave between { $from } and { $to } hours in sessions

## Codes that no other page shows

repeat =
    .being-checked = Like an earlier case, not checked yet
    .harmed-again = Harmed again
    .no-sign = No sign of it
    .same-person = Same person, confirmed
    .targeted-before = Targeted before

restorative =
    .accepted = A service accepted
    .asked = Asked or interested
    .not-asked = Did not ask
    .not-wanted = Did not want it
    .offered = Offered
    .told = Told about it
    .took-part = Took part

first-contact =
    .not-reached = Not reached
    .overdue = Overdue
    .reached-in-time = Reached in time
    .reached-late = Reached late
    .tried-in-time = Tried in time
    .waiting = Not due yet

outcome =
    .completed = Got the help they wanted
    .declined = Did not want it
    .died = Died
    .duplicate = Helped under another reference
    .handed-over = Handed over
    .moved-on = Another service helps
    .no-capacity = No capacity
    .not-reached = Not reached
    .out-of-area = Out of area
    .stopped = Stopped
    .unsafe = Not safe
    .wrong-details = Wrong details

distance =
    .high-better = From high, better
    .high-same = From high, the same
    .high-worse = From high, worse
    .low-better = From low, better
    .low-same = From low, the same
    .low-worse = From low, worse
    .middle-better = From middle, better
    .middle-same = From middle, the same
    .middle-worse = From middle, worse
    .not-measured = Not measured
    .start-only = Start only

after-full =
    .another-service = Another service took them
    .nobody = No service yet
    .on-offer = On offer
    .taken-later = The service took them later

length =
    .longer = More than 2 hours
    .up-to-120 = Up to 2 hours
    .up-to-15 = Up to 15 minutes
    .up-to-30 = Up to 30 minutes
    .up-to-45 = Up to 45 minutes
    .up-to-60 = Up to 1 hour
    .up-to-90 = Up to 1½ hours

first =
    .first-session = First session
    .later-session = Later session

# The rights of people now. At first means when the referral came.
tier =
    .enhanced-at-first = Enhanced rights, also at first
    .enhanced-since = Enhanced rights, found later
    .standard = Standard rights

# The risk now.
risk =
    .high-at-first = High risk, also at first
    .high-since = High risk, found later
    .medium-at-first = Medium risk, also at first
    .medium-since = Medium risk, found later
    .standard = Standard risk
