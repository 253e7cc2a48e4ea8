### Who can help: the list of services, and the search in it.

title = Who can help
title-error = Error: Who can help
heading = Who can help in { $area }
heading-elsewhere = Who can help where you live
lead = You do not need to choose. <form>Tell us what you need</form> and we will find the service that fits.
search-yourself = Find a service yourself
on-this-page = On this page:
lines = Helplines to call now
lines-open = Talk to someone now: open day and night
lines-more = More helplines
services = Services
country = For the whole country
places = { $places }: someone there can help you ask for support
place = { $sort }, { $address }
everyone = See everyone who can help

# The search.
postcode = Postcode
    .hint = You can leave it blank. We do not keep it.
council = Or choose your council
    .any = I do not know
need = What do you need?
not-said = I do not want to say
more = More choices
specialism = What is it about?
age = How old is the person it is for?
how = How would you like to talk?
    .any = I do not mind
open = When?
    .any = Any time
open-now = Open now
open-today = Open today
search = Show who can help
problem-kept = Your other choices are still here.
problem-not-a-postcode = Check the postcode. It should look like RG1 1AA. Or choose your council
problem-not-known = We do not know this postcode. Check it, or choose your council

# What was found.
change = Change your search
searched-for = You searched for:
searched-age = Age: { $age }
hours-unknown = Services that have not told us their hours are left out. Hours may differ on bank holidays.
found = { $services ->
    [one] 1 service fits
   *[other] { $services } services fit
 }
nothing = No service fits all of your choices
nothing-detail = That does not mean that no one can help. Take out one of your choices and search again.
nothing-universal = This one is for everyone:
next = You can call a service yourself. No one is told that you looked here. Or <form>tell us what you need</form>: { $coordinator } will read it and ask a service for you if you agree. We will tell you by when.

# For people who live in another area.
elsewhere = If you live somewhere else
elsewhere-lead = You can still <form>start here</form>. It does not matter where it happened. We will find out who helps where you live. We will share what you tell us only if you agree.
elsewhere-known = They help where you live:
elsewhere-hubs = These teams help in other areas:

# What a service does.
who = Who it is for
who-everyone = Everyone, of any age
who-ages = People { $ages }
who-roles = { $roles }; { $ages }
ages-any = any age
ages-under = under { $age }
ages-either = { $from } or { $until }
ages-from-until = { $from } to { $until }
ages-over = { $from } and over
ages-several = { $first }, or { $next }
home = Where you live
home-country = Anywhere in the country
home-area = Anywhere in { $area }
how-it-helps = How
opening = Open
opening-now = Open now.
opening-closed = Closed now.
where-it-is = Where it is
where-place = { $name }, { $address }, { $postcode }
where-secret = No one is told. That keeps the people there safe.
cost = Cost
cost-free = Free
say = It helps if you say
say-this = “{ $words }”
languages-spoken = Languages
languages-english = English
languages-interpreters = interpreters for others
access = It can work with
access-other = other things, if you ask
worker = You can ask for
worker-woman = a woman
worker-man = a man
worker-either = a woman or a man
about = More about this service
read-here = Read it here, now
website = See their website
ask-for-you = Ask us to contact them for you
