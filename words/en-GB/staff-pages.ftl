### The pages of staff: the frame, the worklists and the page of a case. staff.ftl has the words of their forms.

## The frame.

signed-in-as = { "Signed in as " }
role-at = { $role }, { $employer }
role =
    .coordinator = Coordinator, employed by the hub
    .duty-manager = Duty manager, employed by the hub
    .police-coordinator = Coordinator, employed by the police
    .oversight = Commissioner’s office
    .provider = Staff of a service
    .volunteer = Volunteer of a service
    .police = Police
    .witness-care = Witness care
    .touchpoint = Touchpoint
    .unknown = No role
navigation = Your pages
page =
    .home = To do now
    .offers = Offers
    .open = Open
    .due = Due soon
    .over = Over
    .figures = Figures
    .queue = Queue
    .set-aside = Set aside
    .area = The area
    .cases = Referred by the police
home-title = What needs doing now
home-refreshes = These numbers refresh every minute.
count =
    .offers = offers to answer
    .open = people you support
    .due = people to act for by the end of the next working day
    .mine = yours
    .overdue = overdue
    .unnamed = without a coordinator
    .all = in the whole queue
    .set-aside = set aside, to be checked
    .owed = people with something due soon or late
    .referred = people the police referred
at-least = { $number }+
contents = Parts of this page
back-to-list = Back to the list
back-to-queue = Back to the queue
back-to-case = Back to the case
print = Print
late = Late
soon = Due soon
nothing-yet = Nothing yet.

## Lists.

filters = Which cases
filter-service = Service
filter-task = Kind of task
filter-all = All
filter-show = Show
paging = More pages
first-page = First page
next-page = Next page
act-by = Act by { $due }
team-follows-up = The coordinators are following this up
over-since = Over since { $since }
complaints = { $number ->
    [one] One complaint
   *[other] { $number } complaints
}

## How to make contact safely.

contact-title = How to make contact safely
contact-no-hours = they gave no hours
contact-after = after { $from }
contact-before = before { $until }
contact-between = from { $from } until { $until }
contact-on-days = { $hours }, on { $days } only
contact-code-word = Say this word first: { $word }
contact-voicemail-yes = You can leave a message.
contact-voicemail-no = Do not leave a message.
contact-voicemail-unknown = Do not leave a message: we do not know if that is safe.
contact-preferred = Preferred
contact-none = There is no safe way to make contact. Do not call or write. Ask the coordinators.
contact-stop =
    .unsafe = Someone found that contact is not safe. Do not call or write until the coordinators say so.
    .perhaps-died = Someone told us that this person may have died. Do not call or write until the coordinators say so.
    .died = This person has died. Do not call or write.
    .over = Nobody makes contact about this case any more. Do not call or write. Ask the coordinators.
contact-not-safe-since = Not safe since { $date }. Check before you use any way below.
contact-not-safe = Not safe. Check before you use any way below.
contact-check-death = This person may have died. Check before you use any way below.
contact-quiet = They asked for a pause. Make no contact before { $until }.
contact-not-confirmed = { $way }: changed on the person’s page and not confirmed yet. Do not use it.
contact-someone-may-see = Someone else may see their phone or computer. Someone else may answer or read what you send. Do not say in a message who you are or why.
contact-nobody-sees = The answer given was that nobody else sees their phone or computer.
contact-not-known-who-sees = We do not know who else sees their phone or computer. Expect that someone else may answer or read what you send. Do not say in a message who you are or why.
contact-if-someone-else = If someone else answers, do not say who you are or why you call. Say that you have the wrong number.

## The page of a referral, for a provider.

provider-part =
    .needs = Needs and plan
    .contacts = Contacts and timeline
    .sessions = Sessions
    .travelled = Distance travelled
    .notes = Your own notes
    .refer-on = Other services
    .close = End of the support
name-preferred = { $preferred } (full name: { $name })
support-over = This support is over
answer-until = Answer by
act-next = Act next by
own-words = In their own words
needs = Needs
needs-not-met = Needs that no service meets
needs-left = Needs that are left
specialisms = Specialisms
complexity = How much support
age = Age
council = Council
postcode-unknown = Not known. Their postcode is not in our list of { $date }: it may be new, or wrong. Ask where they live.
postcode = Postcode
no-address = No fixed address
language = Language
interpreter = Interpreter needed
access = Access needs
modality = Wants support by
worker = Wants a support worker who is
referred-on-by = Referred on by
referred-on-because = Referred on because
takes-over = Takes over from
why-here = Why this service
why-not-others = Why not other services
assessment-because = Why we assessed it like this
agreed-to = What they agreed to
timeline = What was done
done-tried = Tried to make contact. { $way }: { $outcome }
done-measured = Measured: { $point }
done-reached = First spoke to them
session-minutes = { $number ->
    [one] one minute
   *[other] { $number } minutes
}
sessions = { $number ->
    [0] No sessions yet.
    [one] One session, { $minutes } in all.
   *[other] { $number } sessions, { $minutes } in all.
}
own-notes-failed = We could not read your notes. { $why }
refer-on-failed = We could not read which services you can refer to. { $why }
outcome = How it ended
stage-now = Stage they have reached
stage-before = Stage with the service before
notes-are-yours = Only staff of your organisation can read these notes.
referred-on-to = Referred on to
referred-line = { $service }: { $state }
left-line = { $service }: { $why }
travelled-title = How far they have come
travelled-line = { $area }: from { $first } to { $last }.
travelled-one = { $area }: { $score }.
travelled-none = { $area }: not known.
travelled-key = From 0 to 10. The open dot is the beginning, the full dot is the latest.

## The page of a case, for a coordinator.

what-you-can-do = What you can do
who-has-it = Coordinator
case-of = Account { $account }
case-of-leaver = Account { $account } (closed)
opened-at = Opened
opened = Opened { $at }
closed = Closed
closed-because = Closed because
kept-until = Kept until
legal-hold = Legal hold
not-safe-since = Not safe since
page-open-since = Their page is open since
page-closed-since = Their page is closed since
trusted-knows = Yes
trusted-does-not-know = No. Do not speak to them about it.
trusted-not-known = Not known. Do not speak to them about it.
triage-found = What we found when it arrived
raised-title = Raised by hand
learned = { $parts }: { $why } (recorded by { $by })
corrected = Corrected later
raised = { $to }: { $why }
journeys-hint = What happened and what is promised, in the words that the person reads.
track =
    .support = Support
    .justice = Justice
no-services = No service was asked yet.
unserved = Specialisms that no service covers
standing =
    .waiting = Waits for something else
    .open = Open
    .due-soon = Due soon
    .kept = Kept
    .kept-late = Kept late
    .broken = Broken
    .lapsed = No longer applies
    .released = Released
owed = { $what }, by { $by }
promised = { $what } By { $by }.
owner-named = { $who } ({ $name })
kept-at = Kept { $at }
complaints-title = Complaints
complaint-open = { $about }: made { $at }, no reply yet
complaint-replied = { $about }: replied { $at }
ground = Ground for sharing
given-by = Given by
meetings = Safeguarding meetings
meeting-confirms = { $meeting } confirms that it has the case
meeting-asked = { $meeting }: asked, not confirmed yet
meeting-has = { $meeting }: confirmed { $at }
disclosed-title = Shared without consent
disclosed = { $to }: { $what }, approved { $at }
disclosure-waits = { $to }: { $what }. It waits for approval, and nothing is shared yet.
restricted = Only named colleagues may open it
named = Colleagues who may open it
excluded = Accounts kept out
handovers = Changes of coordinator
who-looked = Who looked
looked =
    .hub = The hub’s team
    .provider = A service
    .police = The police
    .witness-care = Witness care
    .unknown = Not recorded
linked-earlier = may be the same person, earlier
linked-joined = is part of this case now
linked-into = continues this case
linked-none = We know no other case of this person.
proposals = Proposed
proposal-waits = { $act }: waits for approval
proposal-approved = { $act }: approved { $at }
proposal-lapsed = { $act }: no longer applies, because the case has changed

## A person's full copy.

copy-link = Everything we know, as a copy for the person
copy-hint = To read to them or to give to them on paper. We record that you looked.
copy-title = Copy of case { $reference }
copy-how = Read this to the person, or give it to them on paper, only in a way that they called safe before. First ask who can hear them. Do not tell the last part while someone else may hear or read it. It is printed only if you say so. A service has its own notes: the person can ask the service.
copy-print-too = Print this part too
copy-part =
    .check-first = Only where no one else can hear or read it
    .answers = What they told us
    .consent = What they agreed to
    .assessment = What we concluded
    .shared = Who we told
    .letters = Messages that we sent
    .who-looked = Who looked
    .sent-by = Who sent it
source =
    .self = The person
    .phone = A call handler
    .touchpoint = A touchpoint
    .police = The police
    .british-transport-police = British Transport Police
    .action-fraud = Action Fraud
    .provider = A service
    .hub = Another hub
told =
    .who-they-are = Who they are
    .what-is-needed = What is needed

## The police and witness care.

justice-refer-title = Refer someone
justice-refer = Your force’s own system sends referrals, one by one or in a daily file. If it cannot, fill in the form together with the person. A case from the form is the person’s own, and is not in these lists.
justice-form = Open the form
justice-interface = The interface for your system
justice-tell = Tell the person
justice-told = Record that they were told: “{ $what }”
justice-nothing-to-tell = There is nothing to tell them now.
justice-steps = Steps of the justice system
justice-promises = What is promised
justice-concern = The harm to prevent
justice-disclosed = Shared with you to prevent harm
choose-past = Choose a time that has passed
justice-step =
    .crime-reported = Crime reported
    .needs-assessed = Needs asked
    .asked-before-referral = Asked before the referral
    .referred-to-support = Referred to support
    .updates-agreed = Updates agreed
    .not-investigated = No investigation
    .arrested = Arrest
    .interviewed-under-caution = Interview under caution
    .released-without-charge = Released without charge
    .bailed-or-under-investigation = Released on bail or under investigation
    .bail-changed = Police bail changed
    .out-of-court-disposal-considered = Out-of-court disposal considered
    .charged = Charge
    .not-prosecuted-by-police = Police decided not to prosecute
    .not-prosecuted-by-cps = CPS decided not to prosecute
    .charge-dropped-or-altered = Charge dropped or changed
    .police-review-requested = Review by the police requested
    .police-review-acknowledged = Review by the police acknowledged
    .police-review-decided = Review by the police decided
    .cps-review-requested = Review by the CPS requested
    .cps-review-decided = Review by the CPS decided
    .cps-independent-review-requested = Independent review requested
    .cps-independent-review-decided = Independent review decided
    .vps-offered = Victim Personal Statement offered
    .hearing-set = Hearing set
    .court-bail-decided = Court bail decided
    .court-bail-changed = Court bail changed
    .warrant-issued = Warrant issued
    .re-arrested = Arrested again
    .must-give-evidence = Has to give evidence
    .verdict = Verdict
    .sentenced = Sentence
    .appeal-notice = Notice of appeal
    .appeal-date-set = Date of the appeal set
    .appeal-changed = Appeal changed
    .appeal-outcome = Outcome of the appeal
    .contact-scheme-eligible = Eligible for the Victim Contact Scheme
    .contact-scheme-referred = Referred to the Victim Contact Scheme
    .liaison-officer-contact = Victim Liaison Officer made contact
    .complaint-made = Complaint made
    .complaint-acknowledged = Complaint acknowledged
    .complaint-answered = Complaint answered
notification-method =
    .in-person = Face to face
    .phone = Phone call
    .text = Text message
    .email = Email
    .letter = Letter
    .online = On a page for the person
    .court-notice = The court’s notice to witness care
notes-request-reason =
    .line-of-enquiry = It is a line of enquiry
    .prosecutor-asked = A prosecutor asked
    .defence-asked = The defence asked
    .risk-of-harm = Someone may be harmed
    .other = Another reason

## Roles without cases.

no-pages-title = There are no pages for this account
no-pages = You are signed in, but your account has no role here yet. Ask the person who gave you the account.
touchpoint-title = Help someone to ask for support
touchpoint-what = Fill in the form together with the person, or let them do it alone. Ask them first who may see their phone.
touchpoint-form = The form
touchpoint-directory = Who can help
touchpoint-progress = See what is happening, with a reference and three words
touchpoint-leaving = How to leave a page safely
touchpoint-outcome = The outcome is not shown here. Only the person sees it, on their own page.
