### What a person can have of what we know and concluded about them: on their own page, and from a coordinator.

conclusions = How we worked out your rights
reason = Because { $because }.
not-on-page = This is not on the page, because someone else may see it. Our team can tell you on the phone, or give it to you on paper. Ask us under “Tell us or ask us something”.

shared = Who we told, and when
asked = { $service } was asked
accepted = { $service } was told who you are and how to contact you
shared-police = The police know what you agreed to, or what they told us.
shared-not-here = If we told someone so that no one is badly hurt, it is not listed here. Our team can tell you.

letters = Messages that we sent you
letters-none = We sent you no messages.
letter =
    .acknowledgement = That we have your answers
    .help-found = That a service will contact you
    .looking-again = That we look for another service
    .our-team = That our team has it
    .support-over = That the support has ended
    .promise-broken = That something was late
    .on-your-page = That there is news here
    .complaint-received = That we have your complaint
    .digest = What happened since the message before
letters-not-here = Messages about changes on this page are not listed here.

# To a coordinator.
for-coordinator = Read this to the person, or give it to them on paper, only in a way that they called safe before. First ask who can hear them. “check_first” lists what you must not tell while someone else may hear or read it. A service has its own notes: the person can ask the service.
