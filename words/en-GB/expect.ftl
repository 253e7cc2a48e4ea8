### What to expect: the pages about each step after something happened, and the links to them.

title = What to expect
heading = What to expect
lead = What happens after you report a crime, or if you do not. Who does what, how long it should take, and what you can do.
in-order = One step after another
more = Good to know
limit-days-both = { $days } working days ({ $enhanced } with enhanced rights)
limit-days = { $days ->
    [0] the same working day
    [one] 1 working day
   *[other] { $days } working days
}
limit-months = { $months ->
    [one] 1 month
   *[other] { $months } months
}
all = All steps
rights = The times are from the Victims’ Code. <rights>Your rights, and who has enhanced rights</rights>.
complain = If someone does not keep to them, you can <complain>complain</complain>.
guides = Read a guide about how you feel, or what you can do: <guides>all guides</guides>.
# On the person's own page. Each is a link.
own-step = What to expect at this point
own-all = What to expect, step by step
