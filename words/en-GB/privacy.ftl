### What the hub does with what a person tells it (UK GDPR, articles 13 and 14).

title = Privacy
heading = What we do with what you tell us
lead = This page is about your information: why we keep it, for how long, and what you can ask us to do.

who = Who is responsible
who-controller = { $controller } is responsible for your information. It runs { $hub }.
who-address = Address: { $address }
who-officer = A data protection officer checks that we look after it properly. You can write to them: { $contact }
who-register = Our number in the register of the Information Commissioner is { $number }.
who-missing = This site is a trial. No office is responsible for it yet.

what = What we keep
what-answers = What you answer on this site, what you tell us on the phone, and what a partner passes to us about you.
what-from-others = If someone else referred you, we have what they told us. The police may do this without asking you first, in some areas. You can ask us who it was.
what-diary = If you keep a diary on your own page, it is locked with your words. No one who works here reads it.
what-optional = You can leave most questions empty. You still get help.

why = What we use it for
why-help = To find services that can help you, to keep you safe, and to keep you updated as the Victims’ Code says.
why-figures = To count how many people ask for help, and whether they get it. These figures do not say who anyone is.

law = What the law says
law-task = Supporting victims of crime is a task that the law gives to the Police and Crime Commissioner: section 143 of the Anti-social Behaviour, Crime and Policing Act 2014. We use your information for this task: article 6(1)(e) of the UK GDPR.
law-special = Some of what you tell us is more private, such as your health. We use it because there is a substantial public interest in supporting and protecting people: article 9(2)(g), and Schedule 1 of the Data Protection Act 2018.
law-consent = We do not rely on your consent in law. But we pass your details to a service only if you say yes. There is one exception: if you or a child may be badly hurt.

computer = A computer reads it first
computer-how = It works out which rights you have, how soon someone should look, and which services may fit. Anyone can read <rules>the rules</rules>. A service is only offered your case; people decide whether they can help. A person from our team can change what the computer worked out. You can ask for this.

sees = Who sees it
sees-team = Our own team. Every time someone looks at your case, we record it. You can ask us who looked.
sees-services = Services, if you say yes. They see your name and how to contact you only after they accept.
sees-police = The police, if you say yes, or if they referred you. They do not see what services write about you.
sees-harm = Someone who can stop it, if we think that you or a child may be badly hurt. We try to talk to you first.
sees-suppliers = Amazon Web Services keeps the information for us, in London. It is locked with keys that are ours.
sees-list = The services that we work with

long = How long we keep it
long-lead = The time starts when your case is over.
long-class =
    .no-take-up = You did not take up any support
    .not-reached = No one could reach you
    .supported = You were supported
    .complaint = You complained, or we or the police did not do what you were owed
long-weeks = { $n ->
    [one] { $n } week
   *[other] { $n } weeks
 }
long-months = { $n ->
    [one] { $n } month
   *[other] { $n } months
 }
long-years = { $n ->
    [one] { $n } year
   *[other] { $n } years
 }
long-how = How it ended
long-kept = We keep your information for
long-then = Then we delete what says who you are, and what was done. For a year a note stays: that there was a case, and in which weeks we closed it and deleted it. Copies that we keep in case something breaks are gone 35 days later. If we have to use such a copy, we delete you from it again.
long-services = A service that helped you keeps its own notes. Ask the service how long.

ask = What you can ask for
ask-see = To see what we have about you. It is under “All that we know about you” on <page>your page</page>.
ask-correct = To correct what is wrong.
ask-stop = To stop, or to take back that you said yes.
ask-delete = To delete it. We may have to keep some of it, and will tell you why.
ask-how = You can do this on your page, or ask anyone from our team. It is free. We will answer within one month.

complain = If you are not happy
complain-how = You can complain to us first. You can also complain to the Information Commissioner at any time: call <phone>0303 123 1113</phone> or see ico.org.uk.
