### Why the hub refuses what a member of staff, a provider or the police want to do. No full stop at the end.


## Commands of coordinators

no-conflict = This case has no conflict to clear
not-set-aside = This case was not set aside
let-through-first = This case was set aside. Let it go on first
conflict-already-cleared = The conflict in this case is already cleared
clear-conflict-first = Clear the conflict in this case first
choose-a-service = Name at least one service that the person wants or does not want
no-such-service = There is no such service in this area
wanted-and-unwanted = The same service cannot be both wanted and not wanted
each-service-once = Name each service once
not-to-be-offered = This case cannot be offered to services at the moment
not-a-transfer = Only a national service, or the hub of the area where the person lives, can take over a case
unwanted-service = The person does not want this service
service-has-case = The service already has the case, or has an offer for it
choose-what-to-raise = Choose what to raise: the tier, the risk or both
nothing-lowered = You can raise the tier or the risk, but not lower them
merge-duplicates = To close a duplicate, merge it into the other case
closed-for-another-reason = The case is already closed, for another reason
transfer-not-accepted = No one has agreed to take over the case yet. Transfer it first and wait for the answer, or close it for another reason
person-has-died = The person has died. Open a separate case for anyone who is bereaved
pause-until = “until” must be a time in the future, within a year
person-deleted = What identified the person has been deleted
data-deleted-in-one = What identified the person has been deleted in one of the cases

## Multi-agency meetings and sharing without consent

mash-criterion = For a child or an adult at risk, refer to the MASH
marac-criterion = For a repeat within 12 months, refer to the MARAC
not-referred-to-meeting = The case was not referred to that meeting
scope-each-once = “scope” must name what is shared, each item once
approver-account = “approver” must be the account of the person who will approve it
approver-is-requester = Choose another person to approve it. You cannot approve your own request
no-such-disclosure = The case has no such disclosure
not-the-approver = Only the person who was chosen to approve it can do this, with their own account
disclosure-refused = It was refused, or is no longer needed. Ask for it again if you need it

## What a coordinator records for the person

consent-incomplete = Say who agreed, and to what
consent-without-basis = If the person agrees to something, “basis” must be “consent”
basis-not-theirs = “basis” must be “consent”, or empty if the person no longer agrees to anything
scope-repeats = Name each thing that they agree to once
not-a-council = “local_authority” must be the code of a council, such as E06000038, or empty
council-known = Another council is already recorded
complaint-length = “words” must be what the person said, in 1 to 5,000 characters
no-such-complaint = The case has no such complaint

page-ended = The case continues as another one, or should not have been opened, so its page stays closed

## Tasks

not-a-coordinator = “to” must be the account of a coordinator
task-of-hub = The hub gives this task automatically
task-due = “due” must be a time in the future, within a year, and after “from”
no-such-task = The case has no such task
task-has-outcome = The task already has another outcome
name-coordinator = To complete this task, name a coordinator
check-death = Close the case as “died”. If it was a mistake and the person is alive, use “not-needed”
say-the-way = “way” must be how you spoke to the person
way-not-confirmed = Speak to the person in a way that was confirmed before the case was stopped. If there is none, choose another result
approve-disclosure = To complete this task, approve the disclosure. Any other outcome refuses it

## Merging cases

no-earlier-case = We found no earlier case of this person
merge-newer = Keep the older case, or say why the newer one continues
merge-same = You cannot merge a case into itself
merge-into-closed = The other case is closed. Reopen it first
merge-police = The police use the reference of this case. Merge the other case into this one instead
merge-perhaps-died = A provider heard that the person has died. Check this first
merge-consent = The person agreed to share less in this case than in the other. Ask them, and record their answer first
merge-conflict = There may be a conflict in this case. Clear it first

## Referring on

ask-person-first = Ask the person first. You can only refer them on if they agree
needs-each-once = Name the needs that it is for, each once
own-service = This is one of your own services. You do not need a referral within your organisation
accept-first = Accept the case first. Only a provider that supports the person can refer them on
not-to-be-referred-on = The person has not agreed to sharing with other services, or there is a conflict to clear first. Ask the coordinators

## Why a change is not allowed. These follow an introduction such as “This cannot be done:”, so they begin in lower case.

already-received = the case has been received already
no-such-onward = the case has no such onward referral
not-on-offer = the offer has expired or was withdrawn
service-has-it = the service already has the case, or has an offer for it
known-onward = another onward referral of the case has that code
not-to-be-shared = the person has not agreed to share the case with services
home-known = the council is already recorded
not-accepted = the provider has not accepted it, or the support is over
case-closed = the case is closed. Reopen it first
case-open = the case is not closed
still-live = a provider has the case, or has an offer for it. Withdraw that first
erased = what identified the person has been deleted
no-pause = the pause ends before it begins, or there is no pause
not-transferred = no coordinator transferred this case, so only its provider can close it
already-merged = the cases are already merged
already-named = this coordinator is already named
nothing-raised = this does not raise anything, and nothing can be lowered
meeting-has-it = the meeting already has the case
no-such-meeting = the meeting does not have the case, or has already acknowledged it
needs-approval = another person has to approve it, and it has to say what is shared
nothing-to-approve = nothing with that number is waiting for approval
task-not-open = the case has no such task, or the task is done
complaint-not-open = the case has no such complaint, or this is already recorded
not-to-be-erased = close the case and lift its legal hold first
hold-unchanged = the legal hold is already set that way
not-held = the coordinators do not hold the case for that reason, or a coordinator has already looked
still-late = the provider is still late. Ask it to act, or withdraw the case from it
nothing-planned = give a task first, to say what happens next and by when
was-not-set-aside = the case was not set aside
is-set-aside = the case was set aside. Let it go on, or close it
page-closed = the page is closed already, or the code is used up
page-ended-here = the case continues elsewhere, so its page stays closed
support-over = the support under this onward referral is over
session-minutes = a session must last between 1 and 600 minutes
score-range = a score must be between 0 and 10
need-twice = a need is named twice
measured-before = this is already measured. The start and the end are each measured once
start-not-measured = measure the start first
not-measured = measure the start and the end first. If the person prefers not to say, record that
not-reached = no contact with the person is recorded yet. Record it first
other-agency = { $agency ->
    [police] the police record this
   *[witness-care] the witness care unit records this
 }
in-the-future = this time is in the future
heard-too-early = “heard_at” is before it happened
before-the-report = this is before the crime was reported
step-needs = { $steps } must be recorded first
before-step = this is before { $steps }
step-recorded = the same step at the same time is already recorded
too-many-steps = the case has too many steps. Call the hub
either = { $first } or { $last }
