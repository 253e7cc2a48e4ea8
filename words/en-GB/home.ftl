### The first page.

title = Support
heading = Free, private support
lead = For you, if someone hurt you, scared you, stole from you or made your life hard. It does not matter when it happened. You do not need to tell the police.
get-support = Get support
how-long = Answer 4 short questions. You can use any name. You tell us how we can contact you, and we will not use any other way.
what-next = What happens next
what-next-read = { $coordinator } will read it. We will tell you straight away when you will hear from us.
what-next-service = If you agree, we will ask a service that fits your needs to help you.
what-next-come-back = You can come back and <progress>see what is happening</progress>.
talk-now-hint = These helplines are open day and night. This site is not monitored all the time.
more-ways = Other ways to get help
more-ways-guides = Read a guide: sleep, worry, money, being safe, and much more
more-ways-expect = What to expect from the police and courts, step by step
more-ways-directory = Find someone who can help near you
more-ways-places = { $places }: someone there can help you ask for support
more-ways-elsewhere = If you live in another area
