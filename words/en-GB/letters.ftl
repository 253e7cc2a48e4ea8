### Letters by email. Anyone may read them over a shoulder: they say no name, no organisation, no purpose and no crime.
### Each message is the first paragraph of its letter and its line in a digest. “more” follows it in the letter alone.

title = Hello
hello = Hello,
not-for-you = If this is not for you, please delete it.

acknowledged = Thank you. We have received your message. Someone will have read it by { $by }.
    .more = You do not need to reply or do anything else.

help-found = What you asked for is being arranged. You will hear more by { $by }.
    .more =
        This will only be in a way that you told us is fine.

        You do not need to do anything until then.

looking-again = Someone we asked cannot help this time. We are looking for someone else. We will tell you more by { $by }.
looking-again-open = Someone we asked cannot help this time. We are looking for someone else. We will write again when we know more.
looking-again-more =
    This is not because of anything you said or did.

    You do not need to do anything.

our-team = Someone from our team will have looked at what you told us by { $by }.
    .more = You do not need to do anything until then.

support-over = What we were doing for you has now ended. You can come back at any time.
    .more =
        You do not have to say why.

        Nothing more will happen unless you ask for it.

as-asked = We have done what you asked. { $what ->
    [stop] We have stopped. Nothing more will happen unless you ask for it.
    [again] We have started again. Your page says what will happen next, and by when.
    [quiet] The pause has ended. We will carry on from where we stopped.
   *[consent] We have updated your choices.
 }
    .more = You can change your mind at any time.

promise-broken = We told you that something would be done by { $due }. It was not done in time. We are sorry. Someone from our team will find out why by { $by }.
promise-broken-open = We told you that something would be done by { $due }. It was not done in time. We are sorry.
promise-broken-more = If you are not happy with this, you can tell us on your page.

on-your-page = There is something new on your page. You have already been told about it.
    .more =
        There is nothing you need to do.

        You can look at it whenever it suits you.

confirm-contact = Your code is { $code }.
    .more = You do not need it if you did not ask for it.

complaint-received = Thank you for telling us that something was not right. You will have an answer by { $by }.
    .more = You do not need to do anything until then.

contact-changed = The way we contact you was changed at { $at }.
    .more =
        If this was you, you do not need to do anything.

        If it was not you, please tell us on your page. Someone from our team will put it right.

digest-start = This is what is new since we last wrote to you:
digest-end = You do not need to reply. We will send the next update at the time you chose.

# What the inbox shows: nothing that a stranger could learn from.
subject =
    .acknowledgement = Thank you for getting in touch
    .help-found = What you asked for
    .looking-again = A short update
    .our-team = A short update
    .support-over = A short note
    .as-asked = As you asked
    .promise-broken = A short update
    .on-your-page = Something new
    .confirm-contact = Your code
    .complaint-received = Thank you for telling us
    .contact-changed = A change you may want to know about
    .digest = What is new
