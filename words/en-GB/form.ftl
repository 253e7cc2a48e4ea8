### The form to ask for support.

title = Support
title-error = Error: Support
heading = Get support
nothing-saved = Nothing is saved until you send it. If you leave this page, or do nothing on it for 30 minutes, your answers are cleared.
without-script = Answer the first 4 questions. The others can stay closed. Nothing is sent until you press Send now. If you leave this page, your answers are cleared. Until then they stay on the screen.
question = Question { $number } of { $total }
optional = Optional: { $number } of { $total }. You can send now.
optional-question = { $question } (optional)
optional-group = Optional

# The buttons, and what happens when the form is sent.
what-sent = We will keep what you send. { $coordinator } from our team will read it.
send-now = Send now
privacy = What we do with what you tell us
go-on = Next
more-first = Tell us more first
back = Back
sending = Sending. This can take a minute if your connection is slow.
sending-kept = Your answers are still here. You can press Send now again.
sending-unsent = We could not send it. Check that you are online.

# The headings of the questions.
step-danger = Are you safe right now?
step-name = What should we call you?
step-contact = How can we contact you safely?
step-share = Can we ask a service to help you?
step-happened = What happened?
step-safety = Are you in danger from someone?
step-needs = What do you need?
step-home = Where do you live?
step-support = What kind of help would you like?
step-about = More about you
step-words = In your own words

# Danger.
in-danger = Are you in danger now?
someone-may-see = Could someone else look at this phone or computer?
    .hint = If yes, we will take extra care with what we send.
talk-now = I want to talk to someone now

# Who asks.
name = Name
    .hint = Any name you like. It does not need to be your real one.
role = How were you affected?
for-someone-else = I am filling this in for someone else
given-by = Who is giving permission?
    .hint = Answer the questions about the person it happened to.
given-by-person = The person it happened to
given-by-parent = I am, as their parent or guardian
given-by-representative = I am, because they asked me to speak for them

# Safe contact.
safe-lead = Tick only what is safe: no one who scares you will see or hear it. <b>We will not use anything that you do not tick.</b>
safe = What is safe?
safe-nothing = Nothing is safe? You can still send this. You will get a reference and 3 words to come back with.
safe-more = Best way, how often, someone you trust
preferred = Best way to contact you
    .any = I do not mind
frequency = How often should we contact you?
    .any = You decide
email = Email address
    .hint = Use one that no one else can read.
text = Phone number for texts
    .hint = Texts can show on a locked screen.
call = Phone number for calls
letter = Address for letters
call-more = Safe times, messages, a code word
call-from = Call me from (leave blank for any time)
call-until = Call me until
voicemail = Can we leave a message?
code-word = A word that we say first, so that you know it is us
trusted-name = Name of someone you trust
trusted-channel = How we can contact them
    .hint = A phone number or an email address.
trusted-knows = Do they know what happened?
    .hint = We will only speak to them if they do.

# Consent.
share = Can we share what you tell us with a service that can help?
    .hint = Only with a service that fits your needs, and only what it needs to know. You can change your mind later.
share-yes = Yes, you can share it
share-no = No, do not share it
share-no-what = If you say no, or do not answer, we will not tell any service about you. Our team will still read what you send, and show you where you can find help yourself.

# What happened.
select-all = Select all that apply
because = Do you think it happened because of who you are?
antisocial = Is it only noise, mess or nasty behaviour near you?
suspect = Who did it?
not-said = I do not want to say
lives-with = Do you live with them?
occurred = When was it?
    .hint = As much as you want to say: 2026, or March 2026, or 14 March 2026.
times = How many times in the last year?
on-purpose = Did they choose you on purpose?
reported = Did you tell the police?
    .hint = You can get help either way.
crime-number = Crime number, if you have one

# Safety, needs, home and help.
safety = Select all that are true
how-much = How much?
postcode = Postcode
    .hint = It tells us which services are near you. We will not write to this address.
no-fixed-home = I have no fixed home
modality = How would you like to talk?
worker = Who would you rather talk to?
restorative = Would you like to talk to the person who did this (restorative justice)?
    .hint = Someone will support you, and it only happens if you want it. We can ask again another time.
supported-by = Is someone already helping you? Who?

# About the person.
age = How old are you?
language = Which language is best for you?
    .any = I do not mind
interpreter = I need an interpreter
access = What helps you to use a service?
rights = Select all that are true for you. You may have more rights
own-words = Anything you want us to know
    .hint = In any language. You do not need to tell us everything. Up to 4,000 characters.

# Another form was sent a few minutes ago.
sent-before = You sent us a form a few minutes ago. We have it, and you do not need to send it again.
sent-before-what = To tell us more, open <page>your page</page>. If this is about something new, press “Send now” again.
