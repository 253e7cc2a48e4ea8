### The pages of staff: coordinators and the staff of providers.

title = Staff
heading = Your worklist
no-script = This page needs JavaScript. Your own system can also read your queue.
no-web-assembly = This page needs WebAssembly, which your browser does not allow. Lockdown Mode and strict security settings turn it off. Allow it for this site, or use another browser or device.

# What is happening with what someone asked for.
loading = Loading.
saved = Saved.
saved-and-off-list = Saved. This referral is off your list.

sign-in = Sign in
sign-in-again = Sign in again.
sign-out = Sign out
signed-out = You are signed out.
signed-out-idle = You are signed out, because nobody used this page. Sign in again.
idle-warning = Are you still there? In less than a minute this page signs you out. What you have not saved is lost.
idle-stay = Stay signed in
sign-in-not-set-up = Signing in is not set up. Tell the hub’s team.
sign-in-failed = Signing in did not work. Try again.
sign-in-other-browser = This browser cannot sign in. Use another one.

# Why the hub did not do what it was asked, where it gives no reason.
refused-gone = This is no longer here, or you cannot see it.
refused-moved = Something has changed since you opened this. Check it, then try again.
refused-unacceptable = We could not save this. Check your answers.
refused-later = We could not reach the hub. Try again in a minute.
# The hub's own reason.
refused-because = { $reason }.

# Buttons. What follows a button's name is only heard.
close = Close
refresh = Refresh
more = Show more
save = Save
accept = Accept
button-for = : { $form }

# The worklist of a provider.
worklist-empty = Nothing is waiting for you.
answer-by = Answer by { $moment }
accepted = You have accepted this referral. Contact the person by the time below, only in a way that is listed.

# What was done under a referral.
attempts = Attempts to get in touch
attempt = { $moment }. { $way }: { $outcome }
measures = How the person is, from 0 to 10
measures-area = Area
measures-change = Change
measures-none = –

# The queue of coordinators.
filter =
    .all = Everything
    .mine = Mine
    .overdue = Overdue
    .unnamed = No coordinator
queue-empty = Nothing is waiting here.
# Many forms came from one connection. That says nothing about any one of the people.
set-aside-title = Set aside: many from one connection
set-aside-group = { $count ->
    [one] One referral
   *[other] { $count } referrals
}, look by { $due }
set-aside-danger = { $count ->
    [one] In one of them someone is in danger.
   *[other] In { $count } of them someone is in danger.
}
set-aside-result = { $done ->
    [one] One case is decided.
   *[other] { $done } cases are decided.
}
set-aside-failed = These cases have not changed. Decide about each of them: { $references }.
queue-reasons-between = { " · " }
due = By { $moment }. { $assigned }.
overdue-since = Overdue since { $moment }. { $assigned }.
assigned-to-you = Yours
assigned-to-colleague = A colleague’s
assigned-to-no-one = No coordinator
assigned-to-leaver = The coordinator has left
find = Find
find-reference = Find a case by its reference
case = Case { $reference }

# The parts of a case.
part-flags = Check

# What the members of a case and of a referral are called.
fact =
    .accept-by = Answer by
    .access-needs = Access needs
    .acknowledge-by = Confirm by
    .acknowledged-at = Confirmed
    .act = Proposal
    .address = Address
    .age-band = Age
    .agreed-at = Agreed
    .approve-by = Approve by
    .approved-at = Approved
    .approver = Approver’s account
    .assessment = Assessment
    .at = Time
    .authority = Authority
    .automatic = Automatic updates
    .basis = Ground for sharing
    .because = Reason
    .begun = At the beginning
    .by = Recorded by account
    .care = Support
    .care-before = Support before
    .categories = Enhanced rights because
    .channels = Way to contact
    .code-word = Word to say first
    .complexity = Complexity
    .consent = Consent
    .contact = Contact
    .criterion = Reason
    .days = Days
    .disclosures = Sharing without consent
    .distance-travelled = Change
    .due = By
    .earlier = Earlier case
    .ended = Closed
    .excluded = Accounts kept out
    .first-contact-by = First contact by
    .flags = Check
    .from = From
    .funding = Funding
    .given-by = Given by
    .handovers = Changes of coordinator
    .holds = Reason to check
    .interpreter = Interpreter needed
    .into = Continues in case
    .joined = Merged case
    .kind = Way
    .language = Language
    .lapsed = The case has changed since
    .legal-hold = Legal hold
    .local-authority = Council code
    .measures = Measures
    .minutes = Minutes of support
    .modality = Kind of support
    .name = Name
    .named = Colleagues who may open it
    .national = National services
    .needs = Needs
    .needs-that-remain = Needs that remain
    .next-by = Next contact by
    .no-fixed-address = No fixed address
    .not-met = Needs that no service meets
    .offer = Referral
    .onward = Referral number
    .outcome = Result
    .own-words = In their own words
    .page-changed-at = Changed on the person’s page
    .page-closed-since = Their page is closed since
    .page-open-since = Their page is open since
    .pathway = Meeting
    .pathways = Meeting
    .paused-until = Contact paused until
    .person = The person
    .point = Time of measure
    .postcode = Postcode
    .preferred = Preferred way
    .preferred-name = Preferred name
    .pronouns = Pronouns
    .proposal = Number
    .proposals = Waits for approval, or was approved
    .provider = Provider code
    .provider-name = Provider
    .quiet-until = Contact paused until
    .reach-only-by = Safe way to contact
    .reached-at = Reached
    .reader = Reader’s account
    .readers = Who may open the case
    .reason = Reason
    .reasons = Reasons
    .reference = Reference
    .referred-on-by = Referred on by
    .referred-on-to = Referred on to
    .residence = Home
    .restricted = Only named colleagues
    .risk = Risk
    .rule = Rule
    .rules = Version of the rules
    .safe = Safe
    .scope = Agreed to
    .service = Service code
    .service-name = Service
    .sessions = Sessions
    .shared = Shared
    .specialisms = Specialisms
    .stage = Stage
    .stages = Stages of support
    .state = State
    .takes-over-from = Takes over from
    .task = Call from the hub
    .tier = Rights
    .to = Shared with
    .unconfirmed = Not confirmed
    .unsafe-since = Not safe since
    .until = Until
    .voicemail = Voicemail is safe
    .why = Reason
    .worker-gender = Support worker
# After new words were given. No one sees them again.
facts-between = { ", " }
line-between = { " · " }
new-words = The new words are: { $words }. Say them in the call. They are not shown again.
no = No
yes = Yes

# How a contact was made, where no channel says it.
contact-method =
    .in-person = Face to face
    .message = Message from the hub
# What came of a contact, where no attempt and no task says it.
contact-result =
    .not-confirmed = Not confirmed
    .sent = Sent
    .told = Told
# Who made a contact.
contact-by =
    .coordinator = A coordinator
    .cps = Crown Prosecution Service
    .court = The court
    .hub = The hub
    .police = The police
    .probation = Probation
    .provider = A provider
    .witness-care = Witness care unit

# The whole area.
area = The whole area
area-unmet = Unmet needs
unmet-in = Unmet needs in { $year }
unmet-need = Need
unmet-council = Council
unmet-cases = Cases
unmet-not-known = Not known

# A service that ends.
wind-down-until = { $service } ({ $provider }, until { $day })
service-of = { $service } ({ $provider })
wind-down-result = We asked another service for { $asked }. { $waiting } already waited for an answer. { $matched-again } had no answer yet, and we are matching them again. { $with-coordinators } are with the coordinators, because no other service can take over.
wind-down-failed = These cases have not changed. Send this again for them: { $references }.
wind-down-takes-new = The area’s profile still sends new people to this service.

# What is wrong with an answer.
check = Check these answers
check-answer = { "Check: " }
check-field = { $label }: { $message }
check-question = { $label } { $message }
choose-one = Choose one
choose-none = None
tick-one = Tick at least one
tick-to-confirm = Tick the box to confirm this
enter-something = Enter something here
enter-number = Enter a number
enter-number-between = Enter a whole number from { $least } to { $most }
choose-day = Choose a day
choose-moment = Choose a day and a time
choose-later = Choose a time in the future
choose-within-year = Choose a time within a year
choose-after = Choose a time after the one above
check-account = Enter the account that they sign in with, without spaces
check-reference = Check the reference. It has 8 letters and numbers
answer-all = Answer this too, or leave all of them blank

# Before something that is hard to undo.
what-will-happen = { "What will happen: " }

# The parts of a case, each with the forms that change it.
form-group =
    .waiting = To do now
    .assessment = Assessment
    .journeys = Both journeys
    .services = Services
    .promises = Promises
    .contact = Contacts
    .said = What they said
    .sharing = Consent and sharing
    .readers = Who may open it, and who looked
    .linked = Linked cases
    .case = The whole case

# Forms that do one part of what their command can do. The texts of the commands are in commands.ftl.
form-title =
    .answer-complaint-code = Answer the complaint about the Victims’ Code
    .answer-complaint-service = Answer the complaint about the service
    .assign-to = Assign this case to a colleague
    .assign-to-me = Assign this case to me
    .consent-none = They withdraw all consent
    .home-elsewhere = They live in another area
    .home-here = They live in this area
    .legal-hold-end = End the legal hold
    .legal-hold-start = Start a legal hold
    .person-alive = It was a mistake: the person is alive
    .refuse-disclosure = Refuse sharing without consent
    .refuse-erasure = Refuse the deletion
    .refuse-merge = Refuse the merging of the cases
    .restrict-more = Let one more colleague open the case
form-consequence =
    .approve-disclosure = If this is for the police, they can read it in the hub from now on, for as long as the case says. The coordinator who asked tells anyone else. The record names you as the approver.
    .consent-none = Every service that has the case with their consent is told to stop, and we send no updates. What the Victims’ Code promises them continues. They can agree again at any time.
    .home-elsewhere = The coordinators hand the case on. We do not offer it to any service here.
    .home-here = We will look again for services that fit.
    .legal-hold-end = What we know about the person can be deleted again. If the time to keep it has passed, it is deleted the next night. The last copies are gone 35 days later. First ask the person who requested the hold.
    .legal-hold-start = Nothing in the case is deleted until you end the hold, even if the person asks.
    .person-alive = We can send the person updates again.
    .refuse-disclosure = Nothing is shared.
    .refuse-erasure = Nothing is deleted.
    .refuse-merge = Both cases stay open.
# The button of a form that is hard to undo.
form-button =
    .approve-disclosure = Approve
    .close = Close the case
    .closed = Close this referral
    .consent-none = Withdraw all consent
    .decline = Decline
    .died = Record the death
    .disclose = Ask for approval
    .approve-erasure = Delete permanently
    .approve-merge = Merge the cases
    .erase = Ask for approval
    .legal-hold-end = End the legal hold
    .merge = Ask for approval
    .wind-downs = Ask others to take over
# The first answer of a question that can stay open.
form-none =
    .uplift-risk = No change
    .uplift-tier = No change
    .wind-downs-to = The service that fits each person best

answer-now = Now: { $answer }
answer-not-known = Now: not known
answer-stays = No change

looked-at = Reviewed: { $reason }
task-done-for = Done: { $task }
meeting-confirmed = The { $meeting } has confirmed that it has the case
merge-earlier = 8 letters and numbers. Their earlier cases: { $references }. Look at both cases first.
account-hint = The name that they sign in with.

# How a person can be contacted.
contact-ways = What is safe?
contact-ways-hint = Tick only what they say is safe. If you do not know, it is not safe.
contact-preferred = Best way
contact-preferred-none = They do not mind
contact-frequency = How often do they want to hear from us?
contact-frequency-none = We decide
contact-email = Email address
contact-text = Phone number for texts
contact-phone = Phone number for calls
contact-address = Address for letters
contact-times = Safe times
contact-from = From (leave this blank for any time)
contact-until = Until
contact-days = On these days only (tick none for any day)
contact-voicemail = Can we leave a message?
contact-code-word = A word that we say first, so that they know it is us
trusted = Someone they trust
trusted-name = Their name
trusted-relationship = How they know the person
trusted-channel = How to contact them
trusted-knows = Do they know what happened?
trusted-knows-hint = We speak to them only if they do.
not-known = Not known
