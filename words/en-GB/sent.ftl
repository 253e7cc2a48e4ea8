### The page after a person has asked for support.

title = Support: sent
heading = We have received your request
danger = <b>This page is not monitored.</b> In danger now? <call>Call 999</call>. If you cannot speak, stay on the line, and when you are asked, press 55.
come-back = How to come back
reference = Your reference
word = Your 3 words
come-back-with-both = With the reference and the 3 words you can come back from any phone or computer and see what is happening. No one can open your page with only one of them.
come-back-with-reference = You may need the reference when you talk to us. The person who helped you can tell you the rest.
write-down = Write this down only where it is safe: not where someone who scares you could look. You could learn it by heart, or ask a friend to keep it.
# A script, or the browser's own refresh, makes this true: it is shown only where one of them runs.
closes = This page closes by itself after 10 minutes. After that, no one can open it again.
on-your-own = We have not passed anything on. You can also <directory>find a service yourself</directory>.
done = Done? Press <b>Exit now</b>. It closes this page for good. Until then, Back shows it again. <leaving>How to leave safely</leaving>
