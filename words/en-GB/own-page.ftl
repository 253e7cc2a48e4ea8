### A person's own pages. Anyone may read over their shoulder: no text says what happened to them.

title = Your page
title-error = Error: Your page
problem = There is a problem
closes-by-itself = This page closes by itself after 30 minutes. What you have not sent is then cleared.{ " " }
closes-by-itself-no-script = This page closes by itself after 30 minutes. What you have not sent is then cleared. Close the tab when you leave: the Back button can ask to open this page again.{ " " }
see-again = To see it again, <open>enter your reference and words again</open>. This phone does not keep them.
ways-on = What else you can see and do
# The pages, by the last part of their address.
page =
    .progress = What is happening
    .contact = How we contact you
    .consent = Who sees what
    .ask = Tell us or ask us something
    .diary = Your diary
    .access = Who can open this page
    .stop = Pause or stop
    .export = All that we know about you
reference = Reference <code>{ $reference }</code>
save = Save
yes = Yes
no = No

## What is happening.

promises = What was promised to you
steps = What has happened so far
helplines-hint = This page is not monitored. These helplines are open day and night.
paused = Contact is paused until { $until }. We will not send you anything before then.
closed = We closed this. You can reopen it at any time, under “Pause or stop”.
cannot-reopen = This continues with what you told us at another time. Use that reference and its three words.
erased = We deleted what says who you are, at { $at }: your name, how to contact you, and what you wrote. What is left only says that we had a case, and the weeks in which we closed it and deleted it. It is deleted a year later. Copies that we keep in case something breaks are gone after 35 days, and no one looks at them. If you need help, send the questions again. It is never too late.
council = Which council do you live in?
    .hint = We do not know your postcode. Your council helps us find services near you. You do not have to say.
    .choose = Choose a council
    .elsewhere = Somewhere else
    .save = Tell us
next-contact = The service will try to contact you, only in a way you said is safe.
next-contact-named = “{ $service }” will try to contact you, only in a way you said is safe.
next-contact-again = The service will try to contact you again by then.
next-contact-again-named = “{ $service }” will try to contact you again by then.
next-answer = The service will tell us if it can help. If not, we will find someone else.
next-answer-named = “{ $service }” will tell us if it can help. If not, we will find someone else.
late = This should have happened { $by }. It is late, and that is not your fault. To talk to someone now, call a number at the end of this page

some-wrong-words = Someone has entered wrong words for this page several times in the last 30 days. If it was not you, you can change your words under “Who can open this page”, or ask us to call you.

## What happened and what was promised.

done = Done:{ " " }
under-way = In progress:{ " " }
police-and-courts = Police and courts
nothing-yet = Nothing yet.
promise =
    .to-come = Still to come
    .kept = Done in time
    .kept-late = Done, but late
    .broken = Not done in time. If you want to complain, tell us

## Who sees what.

consent-lead = { $coordinator } from our team sees what you tell us.
sees =
    .what-is-needed = We asked if it can help. It sees what kind of help you need and roughly how old you are. It does not see your name, or how to contact you
    .who-you-are = It is helping you. It sees your name, the ways to contact you that you said are safe, where you live and your own words from the form
    .its-own-notes = It no longer sees what you tell us. It keeps its own notes of the help it gave you. You can ask it about them
    .nothing = It no longer sees anything about you
no-services = No service has been told about you.
refuse = If you do not want one of them
    .service = I do not want { $service }
    .why = Why? You do not have to say
    .why-unsaid = I do not want to say
    .send = Tell them no
agree = What you agree to
    .legend = Tick what you agree to
withdraw-consent = Withdraw consent
    .hint = You can change your mind about any of this. We will tell the services, and they will not see anything more about you. If we think that you or a child may be badly hurt, we may have to tell someone who can stop it.
looks = Who looked, and when
looked-at = , { $when }
nobody-looked = No one has looked yet.

## How we contact you.

contact-lead = Tick only what is safe: no one who scares you will see or hear it. <b>We will not use anything that you do not tick. Untick something, and we will stop using it immediately.</b>
contact-page-closes = If you untick “I will come back to this site to check”, your page closes when you save. Someone from our team can open it again for you in a call.
contact-told = You last told us this at { $at }.
unconfirmed = These are not confirmed yet, so we do not use them:
contact-code = Code
    .hint = We send a code to your new email address, in a short message that says nothing else. If none comes, someone from our team checks the address with you.
    .send = Confirm
old-mail-safe = If you change your email address: is your old one still safe?
    .hint = If you say yes, we will tell your old address that your contact details changed. If you do not answer, we will not write there again.
contact-safe = What is safe?
contact-best = Best way
    .unsaid = I do not mind
contact-often = How often should we write or call?
    .unsaid = You decide
address =
    .email = Email address
    .text = Phone number for texts
    .phone = Phone number for calls
    .letter = Address for letters
    .online = Address for letters
voicemail = Can we leave a message?
code-word = A word that we say first, so you know it is us
safe-times = Safe times
    .from = From (leave blank for any time)
    .until = Until
    .days = Only on these days (leave blank for any day)
trusted = Someone you trust
    .name = Their name
    .channel = How we can contact them
    .channel-hint = A phone number or an email address.
    .knows = Do they know what happened?
    .knows-hint = We will only speak to them if they do.

## Tell us or ask us something.

ask-lead = This page is not monitored. If you cannot wait, call one of these helplines.
say = Write to us
    .label = Your own words
    .hint = In any language. Up to 2,000 characters.
    .send = Send
call = Ask us to call you
    .no-safe-phone = No number for calls is ticked as safe, so we will not call you. You can write to us above, call one of the helplines, or tick a number under “How we contact you”.
    .hours = You said that these times are safe:
    .day = On which day?
    .day-hint = For example, 2026-11-24.
    .time = At what time?
    .time-hint = For example, 14:30.
    .send = Ask for a call
feedback = Tell us how it was for you
    .hint = Answer as many questions as you like. It does not change the help you get.
    .helped = Did it help?
    .had-a-say = Did you have a say in it?
    .felt-safe = Did you feel safe with how it was done?
    .about = Who is this about?
    .about-all = All of it
    .send = Tell us
how-much =
    .code-1 = Not at all
    .code-2 = A little
    .code-3 = Partly
    .code-4 = Mostly
    .code-5 = Very much
complain = Complain
    .hint = You will hear from us within 10 working days, and get a reply within 20. It does not change the help you get.
    .about = What is it about?
    .what-happened = What happened?
    .send = Send the complaint
restorative-justice = Restorative justice: talking to the person responsible, only if you want to
    .hint = Some people want to tell the person responsible how it affected them. Someone will be with you, and it only happens if you want it to. This is called restorative justice. Asking about it does not mean that you have to do it.
    .send = Tell me more
panel = Help us do better
    .hint = People who have been through something themselves help us do better. They meet as a panel, whenever they want to.
    .send = Tell me about the panel
asked-already = You asked for this. Someone from our team will tell you more.
safe-hours = { $days }, { $from } to { $until }
safe-hours-always = { $days }, at any time
any-day = Any day

## Who can open this page.

opened = When this page was opened
    .hint = These are the last times. We do not know who it was. If it was not you, change your words or close the page.
wrong-words = When someone entered wrong words
change-words = Change your words
    .hint = You get 3 new words. The old ones no longer work, and every other page that is open closes. The reference stays the same.
    .send = Change my words
new-words = Your new words
    .once = We show them only once. Write them down only where it is safe, or learn them by heart. If you lose them, someone from our team can give you new ones in a call.
close-page = Close this page
    .hint = No one can open it after that, with any words. Everything else continues: the people who help you still help you. Someone from our team can open it again for you in a call.
    .send = Close my page
page-closed = Your page is closed
    .hint = No one can open it. What you told us is kept, and everything else continues. If you want it back, tell someone who helps you, or our team when they call you. They will give you new words in the call.

## Pause or stop.

pause = Pause contact
    .hint = We will not send you anything for a while, and no one will try to contact you. Nothing is lost. You can end the pause here at any time.
    .weeks = For how long?
    .resume = End the pause now
weeks =
    .code-1 = 1 week
    .code-2 = 2 weeks
    .code-4 = 4 weeks
    .code-12 = 12 weeks
stop = Stop
    .hint = You can stop everything. We will tell the services, and they will not see anything more about you. You do not have to say why. If the police or the courts are dealing with what happened, they will still tell you what they have to. You can come back here and start again whenever you like.
    .send = Stop everything
reopen = Start again
    .hint = We will look again for someone who can help you. You do not have to tell us everything again.
delete = Delete what we know about you
    .hint = You can ask us to delete your name, how to contact you and what you told us. Someone from our team will do this within a month, or tell you why we have to keep some of it for a while. Copies that we keep in case something breaks are gone 35 days later. You may want to save “All that we know about you” first.
    .send = Ask us to delete it
    .asked = You have asked us to do this. You will hear from us within a month.

## All that we know about you.

export-reference = Reference <code>{ $reference }</code>. This is what we knew at { $at }.
export-hint = You can print this page. Or save it as a file, only where no one who scares you can find it.
export-save = Save as a file
export-messages = What you wrote to us here
export-not-here = What is not here
    .hint = A service that helps you may keep its own notes. Only that service reads them. You can ask it for them, or ask us to ask. What other people told us, and the names of the people who work here, are not only about you, so they are left out. You can ask us why, under “Tell us or ask us something”.
    .file = A service that helps you may keep its own notes. You can ask it for them, or ask us to ask.
part-you = About you
part-contact = How we contact you
part-home = Where you live
part-happened = What happened
part-needs = What you need
part-safety = Being safe, and what matters for your rights
part-wishes = What you would like
label-name = Name
label-preferred-name = What to call you
label-pronouns = Pronouns
label-born = Date of birth
label-age = Age
label-language = Language
label-role = How you were affected
label-interpreter = Interpreter
label-access = What you need to take part
label-postcode = Postcode
label-council = Council
label-no-home = No fixed home
label-best = Best way to contact you
label-often = How often
label-trusted = Someone you trust
label-what = What it was
label-when = When
label-reported = Did you tell the police?
label-crime-number = Crime number
label-in-danger = You are in danger now
label-device-seen = Someone may look at your phone
label-suspect = Who did it
label-talk = How you like to talk
label-worker = Who you would rather talk to
label-restorative = Talking to the person responsible
label-own-words = Your own words
way-safe = safe
way-not-safe = not safe, so we do not use it
way-hours = { $from } to { $until }
# What a message in the file is about.
about =
    .message = message
    .service = complaint about a service
    .code = complaint about the Victims' Code

## Problems, for programs.

error =
    .not-found = There is nothing at this address
    .incomplete = Send the reference and the three words
    .page-closed = The page has closed: send the reference and the three words again
    .no-such-case = No case has this reference and these words
    .after-call = There were too many wrong words for this reference. It opens after a coordinator has given the person new words in a call
    .too-many-tries = Too many wrong words. Try again after the time in Retry-After
    .too-long = More than 49,152 bytes
    .unreadable = Send a form or I-JSON (RFC 7493)
