### The descriptions of the interfaces for other programs, in addition to commands.ftl.

title = { $hub }: { $interface ->
    [referrals] referrals
    [provider] providers
    [hub] coordinators
    [police] police and witness care
    [oversight] the commissioner’s office
   *[me] the person
}
referrals-about = Send a referral, as a person or as a partner. A self-referral needs no credentials.
provider-about = What a provider reads of the referrals that it is offered, and what it records. A token of the group provider-CODE, or volunteer-CODE.
hub-about = The coordinators’ queue, cases and commands. A token of the group coordinator.
police-about = What the police and witness care record and read. A token of the group police or witness-care.
oversight-about = What the commissioner’s office reads: figures, and never a case. A token of the group oversight. Staff of a provider read the figures of that provider, with a token of the group provider-CODE.
me-about = The person’s own page, as JSON. Each request is a POST, so that the reference and the three words are never part of an address.
period = A quarter, such as 2026-Q3, or a financial year that has ended, such as 2025/26. Without it, the last one with final figures
district = The code of a council. Without it, the whole area
figures = Every table of a quarter
figures-page = The same tables as part of a page, as HTML
figures-table = One table as CSV
figures-tables = Every table as CSV
figures-own = The same, with the rows of your own provider only. For staff of a provider
table-name = The name of the table
dictionary = What each table counts, and what its codes mean
token = A token of the staff login
send-referral = Send a referral
worklist = Referrals by state
onward = A referral, as far as the provider may see it now
notes = The provider’s own notes, oldest first
refer-on-choices = Services that the person can be referred to
queue = Cases that need a coordinator, the most urgent first
case = A case
case-copy = Everything about the person that they may have, to read to them or give on paper
wind-downs = Services of the area
set-aside = Only cases that were set aside, because many came from one connection, or only the others
unmet-needs = Needs that no service meets, by council
police-cases = Cases that the police referred
police-due = What an agency has to do soon, or should have done
police-case = Progress and promises of a case
progress = Progress, promises, and who has read the case
contact = How the person is contacted
consent = What the person agrees to
ask = What the person has asked for
stop = Pauses, and the end of support
export = Everything that the hub knows about the person
council = Record the person’s council
act = Record an act
act-name = What kind of act this is
after = What the last page gave as next
state = The state of the referral
list-service = Only the referrals to this service
list-due = Only the referrals in which you must act: “late” where the time has passed, “soon” where it has passed or comes before the end of the next working day
mine = Only cases of the coordinator who asks
unnamed = Only cases without a coordinator, or whose coordinator’s account is closed
overdue = Only cases whose time has passed
task = Only cases with an open task of this kind
year = The year, this year if left out
reference = The reference of the case
onward-code = The code of the referral
if-match = The version of the case that you have seen, such as "7"
person-reference = The reference that the person was given
person-words = The three words. Once, and only with the reference: the code that a partner handed over
diary = The private diary. JSON gets its entries if the words open it
    .own = The person's own sentence, if the diary has one. Only its letters and digits count
    .old = The words with which it was last opened, if they have changed since
    .open = Opens the diary, or begins one
    .write = Writes an entry: a text, how a day was, or a guide that was read
    .remove = Removes an entry
    .delete = Deletes the diary, also one that nothing opens any more
    .sure = Must be true
    .entry-id = Chosen by the client. The same id again adds nothing
    .feeling = From 1, very hard, to 5, good
    .day = Today if it is left out. It cannot be in the future
    .guide = The last part of a guide's address
    .exercise = Whether the exercise in that guide was done
export-diary = Whether the copy has the diary. The words and the person's own sentence have to open it
access = When the page was opened, and when someone entered wrong words
person-pass = What an earlier answer gave, in place of the reference and the words
person-version = The `version` that the page, or the last answer, carried. Send it back unchanged
person-council = The code of a council of the area, or elsewhere
ok = The current state
created = It is recorded
accepted-later = It will be deleted
problem = Why the request was not granted
unreadable = The request cannot be read
unauthorized = The credentials are missing or wrong
forbidden = Not for this account
not-found = There is no such thing for this account
conflict = The current case does not allow it
gone = The referral is no longer on offer
moved-on = The case has changed since you looked
too-long = The body is too long
invalid = The body is wrong: the title says what each faulty field has to be
version-missing = If-Match is missing
unavailable = Something does not work at the moment. Try again after the time in Retry-After
