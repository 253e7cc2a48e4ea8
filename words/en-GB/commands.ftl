### What people may do to a case: the titles, labels and hints of forms, which also describe the interfaces for other programs.
### The keys are those of the commands in the code; a label has the key COMMAND-FIELD.

# What a coordinator does.
coordinator-title =
    .clear-conflict = There is no conflict of interest
    .choice = The person wants a service, or does not want one
    .hand-on = Ask another hub or a national service to help
    .assign = Assign a coordinator
    .look = I have looked at this case
    .let-through = Let this case go on
    .task = Add a task
    .task-done = Finish a task
    .uplift = The case is more serious than the assessment says
    .reassess = Record what we learned, and assess again
    .pathway = Refer to a safeguarding meeting
    .acknowledge-pathway = The meeting has confirmed that it has the case
    .disclose = Share something without consent
    .approve-disclosure = Approve sharing without consent
    .complaint = Record a complaint
    .answer-complaint = Record a reply to a complaint
    .close = Close the case
    .merge = Propose to merge with another case of the same person
    .approve-merge = Approve the merging of two cases
    .confirm-same-person = The person confirmed that they asked us before
    .reopen = Reopen the case
    .pause = The person wants a pause
    .resume = End the pause
    .died = The person has died
    .legal-hold = Legal hold
    .contact = Change how the person can be reached
    .confirm-contact = The person confirmed their new contact details
    .consent = Change what the person agrees to
    .home = Record where the person lives
    .new-words = Give the person new words
    .close-page = Close the person’s page
    .restrict = Let only named colleagues open the case
    .unrestrict = Let the whole team open the case
    .exclude = Keep an account out of the case
    .include = Let an account open the case again
    .erase = Propose to delete the person’s details
    .approve-erasure = Approve deleting the person’s details
    .wind-downs = Move the cases of a service that is ending
    .set-aside = Decide about referrals that came from one connection

# The questions of a coordinator’s forms.
coordinator-label =
    .clear-conflict-reason = Why is there no conflict?
    .choice-wanted = Services that they want
    .choice-unwanted = Services that they do not want
    .choice-reason = Why?
    .hand-on-service = Which service?
    .hand-on-basis = What is the legal basis?
    .hand-on-reason = Why?
    .assign-to = Your colleague’s account
    .look-why = What did you look at?
    .task-kind = What needs to be done?
    .task-from = Not before (optional)
    .task-due = By when (optional)
    .task-done-task = Which task?
    .task-done-outcome = What was the result?
    .task-done-way = How did you speak to the person? (optional)
    .uplift-tier = Rights under the Victims’ Code
    .uplift-risk = Risk
    .uplift-reason = Why?
    .reassess-why = Who told us?
    .reassess-spoken = Have you spoken to the person about it, in a way that is safe?
    .reassess-needs = What else do they need? (optional)
    .reassess-weight = How much does it weigh on them?
    .reassess-needs-over = What do they no longer need? (optional)
    .reassess-happened = What else happened? (optional)
    .reassess-in-danger-now = Are they in danger now?
    .reassess-thoughts-of-suicide = Do they think about ending their life?
    .reassess-someone-may-see-device = Can someone else see their phone or computer?
    .reassess-lives-with-suspect = Do they live with the suspect?
    .reassess-suspect-known = Who is the suspect to them?
    .reassess-afraid = Are they afraid?
    .reassess-getting-worse = Is it getting worse, or happening more often?
    .reassess-threats-to-kill = Did someone threaten to kill them or someone else?
    .reassess-strangled-or-choked = Did someone strangle or choke them?
    .reassess-weapon = Was there a weapon?
    .reassess-recently-separated = Did they leave, or try to, in the last few months?
    .reassess-forced-marriage-or-honour = Is someone forcing them to marry, or saying that they brought shame on the family?
    .reassess-child-at-risk = Is a child not safe?
    .reassess-times-in-12-months = How often did it happen in 12 months? (optional)
    .reassess-targeted-deliberately = Were they targeted on purpose?
    .reassess-mental-disorder = Do they have a mental disorder?
    .reassess-learning-disability = Do they have a learning disability?
    .reassess-physical-disability = Do they have a physical disability?
    .reassess-afraid-to-give-evidence = Are they afraid to give evidence?
    .reassess-lives-alone = Do they live alone?
    .reassess-children-at-home = Are there children at home?
    .reassess-caring-responsibilities = Do they care for someone?
    .reassess-dash-ticks = DASH: the number of ticks (optional)
    .reassess-dash-judgement = DASH: the practitioner’s judgement
    .reassess-dash-reason = DASH: the reason (optional)
    .reassess-modality = How would they like support? (optional)
    .reassess-worker-gender = Who would they like to speak to?
    .reassess-restorative-justice = Would they like to hear more about restorative justice?
    .pathway-pathway = Which meeting?
    .pathway-criterion = Why?
    .pathway-basis = What is the legal basis?
    .acknowledge-pathway-pathway = Which meeting?
    .disclose-to = Who do you want to share it with?
    .disclose-reason = What harm does it prevent?
    .disclose-scope = What do you want to share?
    .disclose-approver = Who will approve it?
    .disclose-reader = Who in the police may read it?
    .approve-disclosure-disclosure = Which disclosure?
    .complaint-about = What is the complaint about?
    .complaint-words = What does the person say?
    .answer-complaint-complaint = Which complaint?
    .answer-complaint-step = What has the person been told?
    .close-why = Why are you closing the case?
    .merge-into = Reference of the case to keep
    .merge-reason = If that is the newer case: why does it continue? (optional)
    .merge-approver = Who will approve it? (optional)
    .approve-merge-proposal = Which proposal?
    .reopen-why = Why are you reopening the case?
    .pause-until = Until which day?
    .legal-hold-on = Is there a legal hold?
    .contact-contact = How can the person be reached?
    .contact-why = How do you know?
    .consent-basis = What is the legal basis?
    .consent-given-by = Who told you?
    .consent-scope = What do they agree to now?
    .home-local-authority = Which council?
    .restrict-account = Who may open it? (optional)
    .restrict-reason = Why?
    .unrestrict-reason = Why?
    .exclude-account = Which account?
    .exclude-reason = Why?
    .include-account = Which account?
    .include-reason = Why?
    .erase-reference = Enter the reference of this case again
    .erase-approver = Who will approve it? (optional)
    .approve-erasure-proposal = Which proposal?
    .wind-downs-service = Which service is ending?
    .wind-downs-to = Which service takes over? (optional)
    .wind-downs-reason = Why?
    .wind-downs-next = Where to continue
    .set-aside-mark = Which connection?
    .set-aside-step = What happens to all of them?
    .set-aside-next = Where to continue

# Help under a coordinator’s question.
coordinator-hint =
    .assign-to = The name that they sign in with. If you leave it out, the case is assigned to you.
    .task-from = If the person named a time.
    .task-due = If you leave it empty, it is due at the end of the next working day.
    .disclose-scope = Share only what is needed.
    .disclose-approver = The account of another coordinator. You cannot approve it yourself.
    .disclose-reader = Only if it is for the police: the account of the one person there who needs it.
    .merge-approver = The account of another coordinator. If you leave it empty, any other coordinator of the hub can approve it.
    .erase-approver = The account of another coordinator. If you leave it empty, any other coordinator of the hub can approve it.
    .restrict-account = The name that a colleague signs in with. If you leave it empty, it is you. Add each colleague who needs it.
    .exclude-account = The name that they sign in with, here, at a service or in the police.
    .task-done-way = Needed where a sudden stop was checked: a way that was confirmed before.
    .complaint-words = Use their own words. Only coordinators and the person can read this.
    .merge-into = 8 letters and numbers. Look at both cases first.
    .pause-until = Up to a year from today. The pause ends at 9am.
    .contact-contact = Tick only what the person told you is safe. If you do not know, it is not safe.
    .home-local-authority = If you leave it out, the person lives in another area.
    .wind-downs-next = What the last answer gave as “next”. Leave it out the first time.
    .set-aside-mark = The mark that the queue shows.
    .set-aside-step = A family, a refuge, a library or a mobile network can share one connection. Read some of them first.
    .set-aside-next = What the last answer gave as “next”. Leave it out the first time.

# What happens after a coordinator sends a form.
coordinator-consequence =
    .clear-conflict = We will look for services again, and may offer them the case.
    .choice = Services that the person wants come first when we look again. Services that they do not want are told to stop.
    .hand-on = We will ask the service immediately. The case stays here until it accepts.
    .assign = The coordinator finds the case under “Mine”. Speak to them first, so that the person does not have to explain again.
    .look = If something still needs to be done, add a task first.
    .task-done = The task comes off the list.
    .uplift = We will look again for services that fit. This cannot be lowered later.
    .reassess = The hub assesses the person again, with the same rules as at first. What you leave out does not change, and the earlier answers are kept. If the last entry was wrong, all of it is taken back, so record again what was right in it. Services that now fit are asked, and support that is under way continues. In danger a coordinator looks within 15 minutes. If someone can see their phone or computer, no one writes or sends a text, and the page closes. If they live with the suspect, no one sends a letter. Record under “Contacts” what is safe now. The person’s page does not show it.
    .pathway = The meeting confirms within one working day that it has the case. The queue shows it until then.
    .acknowledge-pathway = The queue no longer shows it.
    .disclose = Nothing is shared yet. The approver has an hour to approve it. After that the account that you named in the police can read what you ticked; you tell anyone else yourself, and nothing more than you ticked. We keep a record, with your account and the approver’s. The person’s own page does not show it, because someone else may read it: tell them if that is safe.
    .approve-disclosure = If this is for the police, they can read it in the hub from now on, for as long as the case says. The coordinator who asked tells anyone else. The record names you as the approver.
    .complaint = Tell the person that we will confirm within 10 working days and reply within 20. If it is about the Victims’ Code, pass it on by the end of the next working day.
    .answer-complaint = Record this after the person has been told, not before.
    .close = Services that have the case are told to stop. The time that we keep the person’s details starts today. What the Victims’ Code promises them continues. You can reopen the case.
    .confirm-same-person = Do this only after you asked the person, in a way that was safe before. From now on the earlier case counts for their rights, and the person’s page and their services see it.
    .merge = Nothing is merged before another coordinator approves it, within one working day. Then this case ends, and its page and any diary on it close for good: tell the person to keep a copy first. The page of the other case closes too, until the person is given new words in a call: tell them to keep its old words for the diary there. What the person needs here is added to the other case. Services that have this case are told to stop. No one can undo it.
    .approve-merge = This case ends. What the person needs here is added to the other case. Services that have this case are told to stop. The pages of both cases close: call the person in a way that was safe before, and give them new words for the other case. You cannot undo this.
    .restrict = From now on only the coordinator who stays with the person, duty managers and the colleagues that you name can open the case. For other coordinators it does not exist.
    .unrestrict = Every coordinator can find and open the case again.
    .exclude = For this account the case does not exist any more, in any list or answer. It is not told.
    .include = The account can open the case again, if its role may.
    .reopen = We will look for services again.
    .pause = No one has to contact the person before that day. They can end the pause at any time.
    .resume = The person’s services contact them within 2 working days.
    .died = The case ends. No one calls or writes to the person any more. Anyone who is bereaved can have their own case.
    .new-words = You see the words once. Say them in a call, to the person and no one else, and do not write them down. The old words no longer work, and every open page closes. A page that was closed opens again. If the person keeps a diary, only the old words open it: tell them to keep those until they have opened it once.
    .close-page = No one can open the page until you give the person new words. Everything else continues.
    .legal-hold = During a legal hold nothing in the case is deleted, even if the person asks. When you end it, details whose time has passed are deleted the next night.
    .contact = From now on we use only what is ticked. We keep an address that is not ticked, so that no one uses it by mistake.
    .confirm-contact = Do this only after you spoke to the person in a way that was safe before the change. From now on we and their services use the new details.
    .consent = What is not ticked ends today. If the person no longer agrees to sharing, each service is told to stop. What the Victims’ Code promises them continues. They can agree again at any time.
    .home = We will look again for services that fit. If the person lives in another area, the coordinators hand the case on.
    .erase = Nothing is deleted before another coordinator approves it, within one working day.
    .approve-erasure = The person’s name, contact details, own words and all support notes are deleted within minutes. You cannot undo this. We keep a record of what was done, which does not say who it was for.
    .wind-downs = We ask another service to take over each case. Each case stays where it is until the new service accepts.
    .let-through = We look for services and write to the person, as with any other case.
    .set-aside = If they go on, we look for services and write to each person. If you close them, you can reopen each of them.

# What a provider’s staff do.
provider-title =
    .accept = Accept this referral
    .decline = Decline this referral
    .notes = Add a note
    .refer-on = Refer to another service
    .contact-tried = I tried to contact the person
    .session-held = I gave support
    .measured = How the person is
    .stage-reached = The person’s progress
    .closed = Support has ended

# The questions of a provider’s forms.
provider-label =
    .decline-why = Why are you declining?
    .notes-id = The note’s own number
    .notes-text = Note
    .refer-on-service = Which service?
    .refer-on-needs = Which needs?
    .refer-on-reason = Why?
    .refer-on-agreed = The person has agreed to this
    .contact-tried-by = How?
    .contact-tried-outcome = What was the result?
    .session-held-modality = How?
    .session-held-minutes = How many minutes?
    .measured-point = When is this?
    .measured-scores = How is the person in each of these areas?
    .measured-needs = Which needs are left?
    .stage-reached-stage = Which stage?
    .closed-outcome = How did it end?

# Help under a provider’s question.
provider-hint =
    .notes-id = A UUID that you choose. Sending the same note again changes nothing.
    .measured-scores = 0 is as bad as it can be, 10 is good. Leave all 6 empty if the person prefers not to say.
    .measured-needs = Leave this empty if you did not ask.

# What happens after a provider sends a form.
provider-consequence =
    .accept = You can then see who the person is and how to contact them safely. We show by when you need to make first contact.
    .decline = The referral comes off your list and we look for another service. You cannot accept it later.
    .notes = Only staff of your organisation can read it.
    .refer-on = We offer the case to the other service, with the assessment. Your support continues.
    .contact-tried = The person can see this on their own page. Check it before you save: you cannot change it later.
    .session-held = The person can see this on their own page. Check it before you save: you cannot change it later.
    .closed = The referral comes off your list, and you can no longer record anything for it. You cannot reopen it. The person can see on their own page that this support has ended.

# What the police and witness care do.
police-title =
    .progress = Record a step of the justice system
    .told = Record that the person was told
    .request-notes = Ask for support notes

# The questions for the police and witness care.
police-label =
    .progress-id = Your own number for this record
    .progress-step = Which step?
    .progress-at = When did it happen?
    .progress-heard-at = When did you hear of it?
    .told-id = Your own number for this record
    .told-promise = Which promise?
    .told-how = How was the person told?
    .told-at = When?
    .request-notes-id = Your own number for this request
    .request-notes-reason = Why?

# Help for the police and witness care.
police-hint =
    .progress-id = A UUID that you choose. Sending the same record again changes nothing.
    .progress-heard-at = Only for what a court decided, from witness care. If you leave it out, we use the time that we receive it.
    .told-id = A UUID that you choose. Sending the same record again changes nothing.
    .told-promise = The code of the promise, as the case shows it.
    .told-at = If you leave it out, we use the time that we receive it.
    .request-notes-id = A UUID that you choose. Sending the same request again changes nothing.

# What happens after the police or witness care send something.
police-consequence =
    .progress = The case shows by when the person has to be told.
    .told = The promise is kept.
    .request-notes = We never give support notes. The request is registered, and a coordinator looks at it.

# What a person does.
person-title =
    .change-contact = Change how we contact me
    .confirm-contact = Confirm my new email address
    .agree = Change what I agree to
    .refuse = I do not want this service
    .say = Write to the team
    .call = Ask for a call
    .restorative-justice = Hear about restorative justice
    .complain = Make a complaint
    .feedback = Give feedback
    .panel = Hear about the panel
    .pause = Pause contact
    .resume = End the pause
    .withdraw = Stop support
    .reopen = Start again
    .delete = Ask us to delete my details
    .new-words = Change my words
    .close-page = Close my page

# The questions for a person.
person-label =
    .change-contact-contact = How can we contact you?
    .change-contact-old-mail-safe = Is your old email address still safe?
    .confirm-contact-code = The code that we sent
    .agree-scope = What do you agree to?
    .refuse-provider = Which service?
    .refuse-reason = Why? (optional)
    .say-words = Your message
    .call-day = Which day?
    .call-time = What time?
    .complain-about = What is the complaint about?
    .complain-words = Your complaint
    .feedback-helped = Did it help?
    .feedback-had-a-say = Did you have a say?
    .feedback-felt-safe = Did you feel safe?
    .feedback-service = Which service? (optional)
    .pause-weeks = For how many weeks?
    .new-words-id = A UUID of your own, so that the same request again gets the same words (optional)

# What is wrong with the body of a command. The names of fields and the codes are not translated.
unknown-field = There is a field that this command does not have
expected-field = { $name } is { $what }
expected-optional-field = { $name } is { $what }, or left out
nothing-expected = The body is empty or {"{}"}
expected-text = text of at most { $max } characters
expected-account = the account of a member of staff
expected-reference = the reference of a case
expected-id = a UUID
expected-code = { $of ->
    [service] the code of a service
    [provider] the code of a provider
    [council] the code of a council
   *[promise] the code of a promise
}
expected-codes = { $of ->
    [service] a list of codes of services
    [provider] a list of codes of providers
    [council] a list of codes of councils
   *[promise] a list of codes of promises
}
expected-choice = one of { $codes }
expected-choices = a list of { $codes }
expected-moment = a moment, such as 2026-12-24T09:00:00Z
expected-date = a day, such as 2026-12-24
expected-time = a time of day, such as 14:30
expected-number = a whole number from { $min } to { $max }
expected-event-number = the number that the case shows
expected-flag = true or false
expected-contact = as in the section contact of a referral
expected-group = an object with { $names }
expected-next = what the last answer gave as next
