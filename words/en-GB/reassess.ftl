### What was learned of a person after the referral: what changed, in words to a coordinator, and why the hub refuses it.


## What changed

tier = Rights: { $before } before, { $after } now.
risk = Risk: { $before } before, { $after } now.
complexity = Support: { $before } before, { $after } now.
flag-new = New concern: { $what }
flag-gone = No longer a concern: { $what }
specialist-new = New specialist support: { $what }
specialist-gone = Specialist support no longer needed: { $what }
need-new = New need: { $what }
need-gone = No longer a need: { $what }
because = Because { $why }
assessed-alike = The assessment is the same as before.

# A part of what is known. Some of its answers are new.
part =
    .needs = Needs
    .what-happened = What happened
    .circumstances = Circumstances
    .safety = Safety
    .dash = DASH
    .wishes = Wishes

# Why the person was assessed again.
reason =
    .person-told = The person told us more
    .service-told = A service told us more
    .agency-told = The police, a practitioner or another agency told us more
    .wrong-entry = The last entry was wrong

# An answer.
answer =
    .yes = Yes
    .no = No

times = { $number ->
    [one] Once
    *[other] { $number } times
}
ticks = { $number ->
    [one] 1 tick
    *[other] { $number } ticks
}


## Why the hub refuses it. No full stop at the end

speak-first = This answer means less danger. Speak to the person first, in a safe way, and record that you did
taken-back-already = The last entry was taken back already. Record what is right as something new.
reopen-first = This case is over. Reopen it first, then record what you learned
to-be-deleted = What identifies the person must be deleted. Reopen the case first to keep it
too-many = This case cannot be assessed again: the limit has been reached
no-rules = The area’s rules cannot be used today
dash-needs-ticks = A DASH needs the number of ticks
dash-text = The reason for the DASH has characters that cannot be read
need-and-over = A need cannot be both new and over
weight-of-what = Say which needs you mean
