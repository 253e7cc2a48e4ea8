### What several pages show.

danger = <b>In danger now?</b> <call>Call 999</call>. If you cannot speak, stay on the line, and when you are asked, press 55.
call = Call { $phone }
website-or = { " or " }<website>see their website</website>
# Above what has to be put right.
problem = There is a problem
problem-kept = Your answers are still here. Nothing has been sent yet.
# For people who hear the page, before what is wrong with an answer.
problem-prefix = { "Error: " }
yes = Yes
no = No
not-known = I do not know
call-now = You can call now. You do not need to finish this first.
talk-now = Talk to someone now
what-next = What happens next
example-service = { $name } (example, not a real service)
example-place = { $name } (example, not a real place)
# For people who hear the page: which service a link is about.
about = { " (" }{ $name })

hours-to-midnight = { $from } to midnight
hours = { $from } to { $until }
hours-always = day and night
hours-on-days = { $days }, { $hours }
days = { $first } to { $last }
days-all = Every day
