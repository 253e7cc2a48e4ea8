### Pages about the site itself: about us, contact, cookies, accessibility.

about-title = About us
about-heading = About us
about-what = { $hub } helps people in { $area } who were hurt, scared, stolen from or treated badly by someone. It is free and private. You do not need to tell the police.
about-how = You tell us what you need. We find a service that fits, ask it to help you, and tell you when you will hear from it.
about-not = We are not the police, and we do not watch this site all the time. In an emergency, <call>call 999</call>.
about-who = Who runs this site
about-controller = { $controller } is responsible for it, and pays for it with public money.
about-services = The services that help you are run by others. <directory>See who can help</directory>.
about-more = More about how we work
about-privacy = <privacy>What we do with what you tell us</privacy>
about-rules = <rules>How we decide, with every rule</rules>
about-expect = <expect>What to expect from the police and courts</expect>
about-contact = <contact>How to contact us</contact>

contact-title = Contact
contact-heading = Contact us
contact-phone = By phone
contact-hours = Our hours
contact-bill = A call may show on your phone or your bill.
contact-no-phone = We do not have a number that you can call. Tell us how we can contact you safely, and someone from our team will call or write to you.
contact-form = <form>Tell us how to contact you</form>. It takes 4 short questions, and you can use any name.
contact-own = If you have a reference and 3 words, you can <progress>open your page</progress>. There you can write to us, ask for a call, or complain.
contact-privacy = Questions about your information
contact-officer = Write to { $address }.
contact-sign = If you cannot hear or speak on the phone, you can call any number here through <relay>Relay UK</relay>.

cookies-title = Cookies
cookies-heading = Cookies
cookies-one = This site uses 1 cookie. It is set only when you send the form.
cookies-what = It holds what the next page shows: your reference, your 3 words, and what happens next. It also shows us if the same form is sent twice, so that you do not become two people to us. It is encrypted, so no one can read it on your device.
cookies-long = It ends after 10 minutes, and when you press <b>Exit now</b>. For 1 second, 3 empty cookies then make your browser forget the page.
cookies-none = No other page sets a cookie. We do not count visits, we do not follow you, and no other company gets anything about you from this site.
cookies-storage = We keep nothing else on your device. Your browser keeps its own history. <leaving>How to leave safely</leaving>

accessibility-title = Accessibility
accessibility-heading = Accessibility statement
accessibility-aim = We want everyone to be able to use this site. You should be able to:
accessibility-aim-zoom = zoom in to 400% without text going off the screen
accessibility-aim-keyboard = use the site with a keyboard alone
accessibility-aim-reader = listen to the site with a screen reader
accessibility-aim-script = use every public page when scripts do not run
accessibility-aim-print = print every guide
accessibility-standard = How far we are
accessibility-partly = This site partly meets level AA of the <wcag>Web Content Accessibility Guidelines</wcag>, version 2.2. These are the limits that we know of:
accessibility-limit-people = Disabled people have not tested it yet.
accessibility-limit-language = It is in English only. There is no Easy Read and no British Sign Language yet.
accessibility-limit-tables = Tables in some exercises scroll sideways on a small screen.
accessibility-limit-others = Other sites that we link to may be hard to use.
accessibility-tested = How we tested it
accessibility-tested-how = We tested it on { $date }. Programs checked the pages with axe, and guides and pages about this site with HTML CodeSniffer too. They looked at small screens, the keyboard, use without scripts, and print.
accessibility-report = If you cannot use something
accessibility-report-how = Tell us, and we will help you in another way. <contact>How to contact us</contact>
accessibility-enforce = If you are not happy with our answer, you can contact the <advice>Equality Advisory and Support Service</advice>.
accessibility-law = The Equality and Human Rights Commission enforces the accessibility regulations of 2018.
