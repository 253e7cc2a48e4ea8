### Why a service was chosen or not, in words that a coordinator can read to the person. They say nothing about the
### person that the service, or someone who listens, could learn from.

## Why a service was not chosen, by code.

why-left =
    .contract-not-open = It is not taking anyone new at the moment.
    .another-area = It is for people who live somewhere else, or we do not know where you live.
    .another-hub = It is the team for another area. Our team passes people on to it.
    .another-national = It is a national service for something else.
    .another-funding = It is not funded for this.
    .another-role = It is for people who were affected in another way.
    .another-age = It is for people of another age, or we do not know your age.
    .another-risk = It is for people who are in more danger, or less.
    .another-complexity = It is for people who need more help, or less.
    .another-specialism = It is for people who have been through something else.
    .another-stage = It gives a different kind of support from what you need now.
    .another-need = It does not help with what you told us you need.
    .already-on-offer = We have already asked it.
    .person-said-no = You told us that you do not want it.
    .refused-before = We asked it before, and it could not help.
    .already-supports = The organisation is already helping you.
    .may-serve-suspect = The organisation also works with people who have done harm. Our team checks this first.
    .police-staffed = Police staff work there, and you have not told us that the police may know.
    .access-not-offered = It cannot offer what you need to be able to use it.
    .language-not-spoken = No one there speaks your language, and it does not work with interpreters.
    .worker-not-promised = It cannot promise the worker you asked for.
    .modality-not-offered = It does not offer the kind of support you asked for.
    .full = It has no room at the moment.
    .only-beside-support = It comes with other support, and we have to find that first.
    .self-help-suffices = It is for people who need more help than you do.
    .covered = Others who are helping you already do this.
    .enough = We do not want to pass you to too many people.

## What triage found, by code.

finding =
    .earlier-referral = Someone with the same name, date of birth and postcode was referred in the past 12 months. They count as persistently targeted.
    .repeat-place = Three or more cases in the past 12 months happened at this place.

## Why a service was chosen. Each reason follows “because”.

chosen = the person chose it
universal = it is for everyone in the area (AS27)
national = { $need ->
    [homicide] it is the national service for people bereaved by homicide (AS6)
    [trafficking] it is the national service for people who were trafficked (AS6)
    [rape-support] it is the national service for people who were raped or sexually abused (AS6)
   *[court-witness] it is the national service for people who go to court (AS6)
 }
specialises = it specialises in { $specialisms }
meets-needs = { $all ->
    [one] it meets { $met } of the { $all } need named: { $needs }
   *[other] it meets { $met } of the { $all } needs named: { $needs }
 }
whole-area = it covers the whole area
serves-council = it covers { $council }
offers = it offers { $adaptations }
arranges = it arranges { $adaptations }
asks-adaptation = it asks what else they need to be able to use it
speaks-language = someone there speaks the language ({ $language })
interpreters = it works with interpreters
arranges-interpreters = it arranges interpreters
promises-worker = { $worker ->
    [woman] it can promise that they speak to a woman
   *[man] it can promise that they speak to a man
 }
tries-worker = { $worker ->
    [woman] it tries to arrange that they speak to a woman
   *[man] it tries to arrange that they speak to a man
 }
helps-by = it helps by { $ways }
tries-ways = it tries to arrange { $ways }
has-room = it has room: { $open } of { $capacity } cases are open
handed-on = a coordinator transfers the case to it
referred-on = a service that supports the person refers them on to it
takes-over = { $why ->
    [contract-ends] it takes over from a service whose contract ends
    [ends-early] it takes over from a service whose contract ends early
   *[provider-stops] it takes over from a service that stops
 }

## What the reasons name, by code.

specialism =
    .isva = independent advice after sexual violence
    .idva = independent advice for people at high risk at home
    .domestic-abuse = domestic abuse
    .hate-crime = hate crime
    .stalking = stalking and harassment
    .young-people = young people
    .bereavement = bereavement by crime
    .exploitation = exploitation
    .modern-slavery = modern slavery
    .fraud = fraud
    .learning-disability = learning disability
    .restorative-justice = restorative justice

need =
    .anger-or-frustration = anger or frustration
    .trouble-sleeping = trouble sleeping
    .loss-of-appetite = loss of appetite
    .worsened-mental-health = mental health
    .physical-injuries = injuries
    .isolation-or-loneliness = loneliness
    .impact-on-family = the family
    .offending-behaviours = offending
    .media-attention = media attention
    .legal-representation = legal representation
    .information-on-case = information on the case
    .police-liaison = contact with the police
    .ongoing-targeting-or-threats = ongoing targeting or threats
    .intimidation-or-bullying = intimidation or bullying
    .safeguarding-concerns = safeguarding
    .marac-or-mash = a MARAC or MASH referral
    .understanding-entitlements = understanding entitlements
    .lack-of-trust = trust in the system
    .court-attendance = going to court
    .restorative-justice = restorative justice
    .employment-or-education = work or education
    .compensation-claim = a compensation claim
    .damage-to-property = damage to property
    .immigration-status = immigration status

access =
    .british-sign-language = British Sign Language
    .large-print = large print
    .easy-read = easy read
    .step-free = a place without steps
    .text-relay = text relay
    .screen-reader = formats for screen readers
    .other = something else

way =
    .phone = phone
    .face-to-face = meeting face to face
    .group = a group
    .online = talking online
    .text = text

list = { $first } and { $last }
