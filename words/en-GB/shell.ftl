### The frame of every page.

home = Support
skip = Skip to main content
exit = Exit now
exit-one = Exit now: press 1 of 3.
exit-two = Exit now: press 2 of 3.
exit-late = Exit now: timed out.
exit-what = <b>Exit now</b> takes you to another site. It does not clear your history. <leaving>How to leave safely</leaving>
get-support = Get support
progress = See what is happening
guides = Guides
directory = Who can help
about = About us
contact = Contact
privacy = Privacy
cookies = Cookies
accessibility = Accessibility
who = This site is run by { $hub }, for people in { $area }. It is free.

# Before a page closes by itself.
closing = This page will close in about { $minutes } minutes. What you have not sent will be cleared.
keep-open = Keep this page open
