### Labels of closed sets, by the code that the contract uses. A test checks that each code has one.

# What a person is to the crime.
role =
    .victim = It happened to me
    .witness = I saw it or heard it
    .family-member = It happened to someone in my family
    .other-affected = It affected me in another way

# What happened.
flag =
    .domestic-abuse = Someone I live with, love or am related to hurts me, scares me or controls me
    .sexual-offence = Someone did something sexual to me that I did not want
    .hate-race = It was because of my race or where I come from
    .hate-religion = It was because of my religion or belief
    .hate-sexual-orientation = It was because I am gay, lesbian or bi, or someone thinks I am
    .hate-disability = It was because of my disability
    .hate-transgender = It was because I am trans, or someone thinks I am
    .stalking-or-harassment = Someone follows me, watches me or will not leave me alone
    .modern-slavery = Someone made me work or move somewhere against my will
    .bereaved-by-crime = Someone close to me was killed
    .attempted-murder = Someone tried to kill me
    .kidnap = Someone took me somewhere against my will
    .false-imprisonment = Someone locked me in or would not let me leave
    .arson-endangering-life = Someone set a fire that could have killed someone
    .wounding-with-intent = Someone meant to injure me badly, and did
    .terrorism = A terrorist attack
    .fraud = Someone tricked me out of money
    .exploitation = Someone used or controlled me to get something they wanted

# What a person needs.
need =
    .anger-or-frustration = I feel angry or fed up
    .trouble-sleeping = I cannot sleep well
    .loss-of-appetite = I have lost my appetite
    .worsened-mental-health = My mental health has got worse
    .physical-injuries = I was injured
    .isolation-or-loneliness = I feel alone
    .impact-on-family = My family is finding it hard
    .offending-behaviours = I am worried about getting into trouble with the law
    .media-attention = The news or people online are talking about it
    .legal-representation = I need a lawyer
    .information-on-case = I want to know what is happening with my case
    .police-liaison = I want help to talk to the police
    .ongoing-targeting-or-threats = It is still going on, or I am being threatened
    .intimidation-or-bullying = Someone is trying to scare me or is bullying me
    .safeguarding-concerns = I am worried that someone is not being kept safe
    .marac-or-mash = I want services to make a safety plan together
    .understanding-entitlements = I want to know my rights
    .lack-of-trust = I find it hard to trust the police or the courts
    .court-attendance = I may have to go to court
    .restorative-justice = I might want to talk to the person who did this (restorative justice)
    .employment-or-education = I need help with work, school or college
    .compensation-claim = I want to claim compensation
    .damage-to-property = Something of mine was broken or taken
    .immigration-status = I am worried about my right to stay in the country

# The groups of needs.
need-group =
    .feelings = How I feel
    .people = People around me
    .law = Police and law
    .safety = Being safe
    .rights = My rights and the courts
    .everyday = Everyday life

# How heavily a need weighs.
weight =
    .a-little = A little
    .a-lot = A lot
    .overwhelming = More than I can cope with

# How the suspect is known.
suspect =
    .partner-or-ex = My partner or ex
    .family = Someone in my family
    .neighbour = A neighbour
    .colleague = Someone from work
    .acquaintance = Someone else I know
    .stranger = A stranger
    .unknown = I do not know

# Whether it was reported.
reported =
    .yes = Yes
    .no = No
    .later = Maybe later
    .unsure = I do not know

# What bears on a person's rights.
about-me =
    .mental_disorder = I have a mental health condition
    .learning_disability = I have a learning disability
    .physical_disability = I have a physical disability
    .afraid_to_give_evidence = I am scared to speak in court
    .lives_alone = I live alone
    .children_at_home = Children live with me
    .caring_responsibilities = I look after someone

# How old.
age =
    .under-12 = Under 12
    .code-12-15 = 12 to 15
    .code-16-17 = 16 or 17
    .code-18-24 = 18 to 24
    .code-25-59 = 25 to 59
    .code-60-plus = 60 or over

# The short safety screen.
safety =
    .afraid = I am afraid
    .getting_worse = It is getting worse or happens more often
    .threats_to_kill = Someone said they would kill me or someone else
    .strangled_or_choked = Someone put their hands on my neck, or I could not breathe
    .weapon = Someone used or showed a weapon
    .recently_separated = I left, or tried to leave, in the last few months
    .forced_marriage_or_honour = I am being made to marry, or told that I brought shame on my family
    .child_at_risk = A child is not safe
    .thoughts_of_suicide = I think about ending my life

# What a service must be able to do.
access =
    .british-sign-language = British Sign Language
    .large-print = Large print
    .easy-read = Easy read
    .step-free = A place without steps
    .text-relay = Calls through text relay
    .screen-reader = Things that work with a screen reader
    .other = Something else

# A language, in its own name.
language =
    .ar = العربية
    .bfi = British Sign Language
    .bg = Български
    .bn = বাংলা
    .cs = Čeština
    .cy = Cymraeg
    .de = Deutsch
    .en = English
    .es = Español
    .fa = فارسی
    .fr = Français
    .gu = ગુજરાતી
    .hi = हिन्दी
    .hu = Magyar
    .it = Italiano
    .ku = Kurdî
    .lt = Lietuvių
    .lv = Latviešu
    .ne = नेपाली
    .pa = ਪੰਜਾਬੀ
    .pl = Polski
    .pt = Português
    .ro = Română
    .rom = Romani
    .ru = Русский
    .sk = Slovenčina
    .so = Soomaali
    .sq = Shqip
    .ta = தமிழ்
    .tr = Türkçe
    .uk = Українська
    .ur = اردو
    .vi = Tiếng Việt
    .zh = 中文

# How to be supported.
modality =
    .phone = On the phone
    .face-to-face = Face to face
    .group = In a group
    .online = Online
    .text = By text

# Who to speak to.
worker =
    .woman = A woman
    .man = A man
    .no-preference = I do not mind

# How often to hear.
frequency =
    .every-change = Each time something changes
    .weekly = Once a week
    .monthly = Once a month
    .only-when-asked = Never, unless I ask

# What a person thinks of restorative justice.
restorative =
    .interested = I would like to hear more
    .not-now = Not now
    .no = No

# A way to reach a person, shortly.
channel =
    .email = Email
    .text = Text message
    .phone = Phone call
    .letter = Letter
    .online = I will come back here

# That a way is safe.
channel-safe =
    .email = You can email me safely
    .text = You can text me safely
    .phone = You can call me safely
    .letter = You can write to me safely
    .online = I will come back to this site to check

# A day of the week.
day =
    .mon = Monday
    .tue = Tuesday
    .wed = Wednesday
    .thu = Thursday
    .fri = Friday
    .sat = Saturday
    .sun = Sunday

# What a person agrees to.
scope =
    .assess = You can work out what I need
    .share-with-providers = You can share what I tell you with a service that can help me
    .updates = You can update me, in the ways I said are safe
    .share-with-police = You can share what I tell you with the police
    .research = You can include me in research, without my name

# Why a person does not want a service. Other codes are no reason against one.
why-not =
    .tried-before = I used it before, and it did not help
    .known-there = Someone I know is there
    .not-ready = I am not ready for it
    .found-own-help = I have found help myself

# What a complaint is about.
complaint =
    .service = Us, or a service that is helping me
    .code = The police or the courts not doing what the Victims' Code says

# What a service specialises in, as a person would say what it is about.
specialism =
    .isva = Something sexual happened that I did not want
    .idva = I am in serious danger from a partner, an ex or family
    .domestic-abuse = A partner, an ex or family hurts me, scares me or controls me
    .hate-crime = I was targeted because of who I am
    .stalking = Someone will not leave me alone
    .young-people = I am under 18
    .bereavement = Someone close to me was killed
    .exploitation = Someone uses or controls me to get something they want
    .modern-slavery = Someone makes me work or move somewhere against my will
    .fraud = Someone tricked me out of money
    .learning-disability = I have a learning disability
    .restorative-justice = I might want to talk to the person who did this (restorative justice)

# Who a service helps, by what they are to the crime.
taken =
    .victim = people it happened to
    .witness = people who saw it or heard it
    .family-member = their families
    .other-affected = other people it affected

### Labels for the people who work on a case. Where a person reads other words for the same code, the key ends in `-staff`.

# What has to be looked at.
assessment-flag =
    .conflict-check = Check for a conflict of interest
    .device-unsafe = Their phone or computer may not be safe
    .guardian-conflict = Possible conflict with the parent or guardian
    .immediate-danger = Immediate danger
    .marac = Consider a MARAC
    .mash-adult = Consider a MASH (adult)
    .mash-child = Consider a MASH (child)
    .suicide-risk = Suicide risk

# On what ground a case is shared.
basis =
    .awaiting-consent = No consent yet
    .consent = Consent
    .serious-harm-override = Without consent, to prevent serious harm

# How support ended.
care-outcome =
    .completed = Support is complete
    .declined = They do not want support
    .died = The person has died
    .duplicate = Already supported under another referral
    .moved-on = They moved to another service or area
    .no-capacity = We do not have capacity
    .not-reached = We could not reach them
    .out-of-area = They live outside our area
    .unsafe = It is not safe to continue
    .wrong-details = The contact details are wrong

# Why a person has enhanced rights.
category =
    .intimidated = Intimidated
    .most-serious-crime = Victim of the most serious crime
    .persistently-targeted = Persistently targeted
    .vulnerable = Vulnerable

# That a way to contact a person is safe.
channel-safe-staff =
    .email = They can be emailed safely
    .letter = They can be written to safely
    .online = They will check the website
    .phone = They can be called safely
    .text = They can be texted safely

# A way to contact a person.
channel-staff =
    .email = Email
    .letter = Letter
    .online = Website
    .phone = Phone call
    .text = Text message

# Why a person wants a service, or does not.
choice-reason =
    .asked = They asked for it
    .found-own-help = They have found help themselves
    .known-there = Someone they know works there
    .knows-it = They know the service and trust it
    .not-ready = They are not ready for it
    .tried-before = They used it before, and it did not help

# Why a case is closed.
close-reason =
    .died = The person has died
    .duplicate = It is a duplicate of another case
    .entered-in-error = It was opened by mistake
    .moved-on = Another hub or service has taken it over, and has confirmed this
    .no-more-needs = They have no other needs
    .not-reached = No one could reach them
    .support-over = Support has ended
    .withdrew = They do not want support

# What a complaint is about.
complaint-staff =
    .code = A right under the Victims’ Code that the police, the courts or someone else did not keep
    .service = The hub, or a service

# What has been done about a complaint.
complaint-step =
    .acknowledged = We told them that we have the complaint, and when they will get a reply
    .replied = We replied to the complaint

# How much support a person needs.
complexity =
    .complex = Complex needs
    .low = Low needs
    .self-help = Self-help is enough

# Why a conflict of interest does not stop a referral.
conflict-cleared-reason =
    .another-consented = Another person who can give consent has agreed
    .not-the-suspect = The person who signed, or lives with them, is not the suspect
    .provider-checked = The service does not support the suspect
    .spoken-alone = I spoke to the person alone, and it is safe

# Why contact details changed.
contact-change-reason =
    .asked = The person told us
    .bounced = A message was returned
    .complained = Someone objected to a message
    .confirmed = It was confirmed
    .found-out = Someone else told us, or we found out

# The result of an attempt to contact a person.
contact-outcome =
    .another-time = They asked for another time
    .declined = They do not want support
    .helped-already = They already have help
    .may-have-died = They may have died
    .message-left = Left a message
    .no-answer = No answer
    .no-answer-no-message = No answer, and it was not safe to leave a message
    .no-common-language = We need an interpreter
    .reached = Spoke to the person
    .somebody-else = Someone else answered
    .unsafe = It was not safe to continue
    .wrong-number = Wrong number or address

# Why a coordinator has to look at a case.
coordinator-reason =
    .guardian-conflict = Possible conflict with the parent or guardian
    .no-service = No service found
    .not-reached = No one could reach them
    .not-to-be-shared = No consent to share
    .nothing-left = No other service to ask
    .outside-area = They live outside this area
    .overdue = Someone missed a deadline
    .set-aside = Many referrals came from the same connection
    .unsafe = A service stopped because it was not safe

# Why a case goes to a safeguarding meeting.
criterion =
    .adult-at-risk = An adult with care needs may be at risk (MASH)
    .child-at-risk = A child may be at risk (MASH)
    .potential-escalation = It is getting worse, or happens more often
    .professional-judgement = Professional judgement
    .repeat = It was discussed there in the last 12 months (MARAC)
    .visible-high-risk = The risk is visibly high

# Why a provider declines a referral.
decline-reason =
    .conflict-of-interest = Conflict of interest
    .duplicate = We already support this person
    .needs-more-specialist-help = They need more specialist help
    .no-capacity = We do not have capacity
    .not-eligible = They are not eligible for our service
    .out-of-area = They live outside our area
    .unsafe = It would not be safe
    .wrong-details = The details are wrong

# What is shared without consent.
disclosed-scope =
    .concern = What the concern is
    .identity = Who the person is
    .safe-contact = How to contact the person safely
    .whereabouts = Where the person is

# Who receives what is shared without consent.
disclosed-to =
    .health = A health service
    .marac = A MARAC
    .mash = A MASH
    .police = The police

# What harm is prevented by sharing without consent.
disclosure-reason =
    .danger-to-life = Someone’s life is in danger
    .harm-to-adult = An adult at risk may be seriously harmed
    .harm-to-child = A child may be seriously harmed
    .harm-to-others = Someone else may be seriously harmed

# How often a person wants to hear.
frequency-staff =
    .every-change = Each time something changes
    .monthly = Once a month
    .only-when-asked = Only when they ask
    .weekly = Once a week

# Who pays for a service.
funding =
    .moj-grant = Ministry of Justice grant
    .pcc-budget = Police and crime commissioner’s budget

# Who gives consent.
given-by =
    .parent-or-guardian = A parent or guardian
    .person = The person
    .representative = Someone who can speak for them

# On what ground a case goes to another hub, a national service or a meeting.
hand-on-basis =
    .consent = The person agrees to this
    .serious-harm-override = Without consent, to prevent serious harm

# Why a case goes to another hub or a national service.
hand-on-reason =
    .lives-there = They live there
    .moves-there = They are moving there
    .national-need = The service supports this need across the country
    .serious-harm = To prevent serious harm

# When in the support a measure was taken.
measure-point =
    .beginning = Beginning
    .end = End
    .middle = Middle

# A national service that could help.
national =
    .court-witness = Court witness service
    .homicide = Homicide service
    .rape-support = Rape support
    .trafficking = Modern slavery support

# What a person needs.
need-staff =
    .anger-or-frustration = Anger or frustration
    .compensation-claim = Compensation claim
    .court-attendance = Going to court
    .damage-to-property = Damage to property
    .employment-or-education = Employment or education
    .immigration-status = Immigration status
    .impact-on-family = Impact on family
    .information-on-case = Information about the case
    .intimidation-or-bullying = Intimidation or bullying
    .isolation-or-loneliness = Isolation or loneliness
    .lack-of-trust = Lack of trust in the police or courts
    .legal-representation = Legal representation
    .loss-of-appetite = Loss of appetite
    .marac-or-mash = MARAC or MASH
    .media-attention = Media attention
    .offending-behaviours = Offending behaviour
    .ongoing-targeting-or-threats = Ongoing targeting or threats
    .physical-injuries = Physical injuries
    .police-liaison = Police liaison
    .restorative-justice = Restorative justice
    .safeguarding-concerns = Safeguarding concerns
    .trouble-sleeping = Trouble sleeping
    .understanding-entitlements = Understanding their rights
    .worsened-mental-health = Worse mental health

# Where an onward referral is.
onward-state =
    .accepted = Accepted
    .closed = Closed
    .declined = Declined
    .expired = No answer in time
    .handed-over = Handed over
    .offered = Waiting for an answer
    .withdrawn = Withdrawn

# A safeguarding meeting.
pathway =
    .marac = MARAC
    .mash = MASH

# Who has to do what was promised.
promise-owner =
    .court = The court
    .cps = Crown Prosecution Service
    .hub = The hub
    .person = The person
    .police = The police
    .probation = Probation
    .provider = The provider
    .witness-care = Witness care unit

# How far a person has come.
recovery-stage =
    .connect = Connect: spends time with other people again
    .inform = Inform: knows what is happening and what can be done
    .normalise = Normalise: knows that their feelings are normal
    .reflect = Reflect: can look back on it
    .stabilise = Stabilise: safe, and immediate needs are met

# Why a provider refers a person on.
refer-on-reason =
    .conflict = Conflict of interest
    .moves = They are moving
    .needs-more = They need more than we can give
    .no-capacity = We do not have capacity
    .other-need = They have another need

# Why a case is reopened.
reopen-reason =
    .asked = The person asked
    .closed-in-error = It was closed by mistake
    .harmed-again = It has happened again
    .new-needs = They have new needs

# How great the risk is.
risk =
    .high = High risk
    .medium = Medium risk
    .standard = Standard risk

# What a person agrees to.
scope-staff =
    .assess = We can work out what they need
    .research = We can include them in research, without their name
    .share-with-police = We can share what they tell us with the police
    .share-with-providers = We can share what they tell us with services that can help
    .updates = We can update them, in the ways they said are safe

# An area of life in which a person is measured.
score-area =
    .coping = Coping with everyday life
    .health = Health and wellbeing
    .informed = Feeling informed and supported
    .justice = Experience of the criminal justice system
    .reintegration = Spending time with other people
    .safety = Feeling safe

# What a service specialises in.
specialism-staff =
    .bereavement = Bereavement
    .domestic-abuse = Domestic abuse
    .exploitation = Exploitation
    .fraud = Fraud
    .hate-crime = Hate crime
    .idva = Independent domestic violence adviser
    .isva = Independent sexual violence adviser
    .learning-disability = Learning disability
    .modern-slavery = Modern slavery
    .restorative-justice = Restorative justice
    .stalking = Stalking
    .young-people = Young people

# What someone does by hand.
task-kind =
    .approve-disclosure = Approve or refuse sharing without consent
    .approve-erasure = Approve or refuse the deletion of the person’s details
    .approve-merge = Approve or refuse the merging of two cases
    .call = Call the person
    .chase-promise = Chase a late promise
    .check-contact = Check the contact details
    .check-death = Check whether the person has died
    .check-stopped = Check with the person, in a way confirmed before, that they wanted this to stop
    .complaint = Answer a complaint
    .consider-marac = Consider a MARAC
    .consider-mash = Consider a MASH
    .deletion = Answer a request to delete
    .duplicate = Check for a duplicate case
    .letter = Write a letter
    .look-at-danger = Check on immediate danger
    .name-coordinator = Assign a coordinator
    .notes-request = Protect support notes that were requested, and tell the person
    .panel = Invite them to the panel
    .read-words = Read and answer a message
    .restorative-justice = Explain restorative justice
    .tell-person = Tell the person
    .wrong-words = Check who tried to open the person’s page with wrong words

# The result of a task.
task-outcome =
    .done = Done
    .not-needed = Not needed
    .not-reached = Could not reach them
    .not-safe = Not safe to contact them
    .not-wanted = They do not want this

# Rights under the Victims’ Code.
tier =
    .enhanced = Enhanced rights
    .standard = Standard rights

# Why the newer of two cases continues.
merge-reason =
    .older-not-safe = The contact details of the older case are no longer safe
    .person-asked = We asked the person in a way that was safe before
    .supported-there = Services support them in the newer case

# Why rights or risk are raised.
uplift-reason =
    .evidence-affected = The quality of their evidence may be affected
    .greater-danger = The danger is greater
    .happened-again = It has happened again
    .judgement = Professional judgement
    .multi-agency = A multi-agency meeting decided
    .other-case = Another case of theirs

# Why a service ends.
set-aside-step =
    .close = Close them as a mistake
    .let-through = Let them go on

wind-down-reason =
    .contract-ends = Its contract ends
    .ends-early = Its contract ends early
    .provider-stops = The provider is stopping the service
