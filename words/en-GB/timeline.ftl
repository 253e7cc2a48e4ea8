### What happened to a case, as the person reads it on their page. They name no crime. No full stop at the end.

case-opened = We received what was sent about you
received = We received what you sent
asked-team = We asked another team to help you
asked-service = We asked a service to help you
accepted = A service agreed to help you
service-refused = We told a service that you do not want its help
chosen = You told us what you want
declined = A service could not help, so we are looking for someone else
expired = The service did not answer in time, so we are looking for someone else
with-our-team = Our own team is looking at it
home-told = You told us where you live
handed-over = Another service will carry on helping you
transferred = A service has taken on your case
promise-kept = A promise to you was kept
promise-broken = A promise to you was not kept in time. If you want to complain, tell us
email-sent = We sent you an email

paused = You asked us to pause contact
resumed = The pause ended
closed = We closed this
reopened = We reopened this
joined = We put together what you told us at two different times
coordinator-named = One person from our team will stay with you from now on
uplifted = We saw that you need more help, and changed our plan
task-done = Our team did something that we had promised you
contact-changed = The way we contact you changed
consent-changed = What you agree to changed
complained = You complained, and we have a record of it
complaint-answered = There was progress with your complaint
feedback-given = You told us how it was for you
erased = We deleted what says who you are

asked-for-call = You asked us to call you
asked-for-reading = You wrote to us
asked-for-restorative-justice = You asked about restorative justice
asked-for-panel = You asked about the panel
asked-for-deletion = You asked us to delete what we know about you

service-reached-you = The service spoke to you
service-tried = The service tried to contact you
session-held = You had support
support-ended = This support ended

## Steps and promises of the justice system that the person has not been told about yet: who tells them, and not what.

step-told =
    .police = The police will tell you about a step that was taken
    .cps = The Crown Prosecution Service will tell you about a step that was taken
    .witness-care = The witness care unit will tell you about a step that was taken
    .probation = Probation will tell you about a step that was taken
    .court = The court will tell the witness care unit about a step that was taken
step-owed =
    .police = The police will do something that they owe you
    .cps = The Crown Prosecution Service will do something that it owes you
    .witness-care = The witness care unit will do something that it owes you
    .probation = Probation will do something that it owes you
    .court = The court will do something that it owes you

## When.

done-at = at { $at }
was-due = It was due { $by }

## Who looked at a case.

our-team = Our own team
a-service = A service
police = The police
witness-care = The witness care unit
unknown-reader = Someone who works with us
service = { $provider }: { $service }
