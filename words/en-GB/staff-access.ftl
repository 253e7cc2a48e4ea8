### Which members of staff may open which case, what takes two of them, and what they read about it.

## Refusals. No full stop at the end.

reason-needed = This case is a colleague’s, or it is closed. Say why you open it
reason-unknown = “reason” must be one of these: { $reasons }
too-many-cases = You have opened too many cases in this hour. Ask your manager if you need more, or try again later
excluded-account = This account may never open the case. Include it first
assign-first = This account stays with the person. Assign the case to someone else first
may-not-open = This account may not open the case, so it cannot get it
name-the-reader = “reader” must be the account that may read it, if it is for the police, and left out for anyone else
no-such-reader = “reader” must be the account of someone in the police who may see the case
proposed-already = This waits for approval already
not-to-be-erased = The case is open or under a legal hold, so nothing can be deleted
no-such-proposal = The case has no such proposal
own-proposal = You proposed this yourself, so someone else has to approve it
changed-since = The case has changed since this was proposed. Look at it again and propose it again if it is still right
approve-instead = To complete this task, approve what was proposed. Any other outcome refuses it
approver-of-hub = Only a coordinator employed by the hub can approve this

from-wrong = “from” must be a moment or a day, such as 2026-11-23

## The form that asks why somebody opens a case.

why-title = Why do you open this case?
why-hint = The case is a colleague’s, or it is closed. We record your reason with your account, and the person can see it.
why-label = Reason
why-button = Open the case

# Why a coordinator opens a case that is not theirs. Staff read it.
reason =
    .asked-by-person = The person asked for it
    .complaint = I answer a complaint
    .correction = I correct a mistake
    .covering = I cover for a colleague
    .legal-duty = The law asks for it
    .quality-check = I check the quality of our work
    .safeguarding = Someone may be in danger
    .second-person = I check what a colleague proposed

# The same, as the person reads it on their page. What would tell someone who reads along about danger, or about a task
# that the page does not show, is left out: the line then says only who looked.
told =
    .asked-by-person = because you asked us
    .complaint = to answer a complaint
    .correction = to correct a mistake
    .covering = for a colleague who was away
    .legal-duty = because the law asks for it
    .quality-check = to check our work
team-because = Our own team, { $why }

# Why somebody may or may not open a case.
limit-reason =
    .asked-by-person = The person asked for it
    .knows-person = They know the person
    .knows-suspect = They know, or may be, someone who harmed the person
    .no-longer-needed = It is not needed any more
    .public-interest = The press or the public watches the case
    .safeguarding = Someone may be in danger
    .works-here = The person, or someone close to them, works with us

# What one coordinator proposes and another approves.
act =
    .erase = Delete the person’s details
    .merge = Merge with another case

# The descriptions of the interfaces.
api-reason = Why you open a case that is a colleague’s, or closed. It can also be the header X-Hub-Reason. It is recorded, and the person sees it
api-looks = The cases that an account opened, when and why; without an account, the accounts whose looks are unusual
api-account = The account, as the sign-in service knows it
api-from = A moment or a day; a week ago if left out
