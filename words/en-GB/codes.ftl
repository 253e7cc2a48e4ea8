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
