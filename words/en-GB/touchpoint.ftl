### The pages of a place where people can come and ask for support, and its poster.

heading = Someone here can help you ask for support
address = { $label }: { $sort }, { $address }
lead = If someone works here, you can ask them. Or answer the questions by yourself, here or at home. It is free.
start = Start
how-long = Answer 4 short questions. You can use any name. You tell us how we can contact you, and we will not use any other way. You do not need to tell the police.
what-next = { $coordinator } will read it. We will tell you straight away when you will hear from us. If you agree, we will ask a service that fits your needs to help you. <directory>Who can help</directory>

helping = I work here and I am helping someone
helping-danger = <b>Danger first.</b> In danger now? Call 999 with them.
helping-alone = <b>Privacy.</b> Go where no one can hear. If someone came with them, find a calm reason to speak to them alone.
helping-family = <b>No family interpreters.</b> Family, friends and children must not interpret. Ask us for an interpreter.
helping-phone = <b>Whose phone is it?</b> Use yours if someone could look at theirs. Press Exit now when you are done.
helping-safe = <b>What is safe?</b> Ask how we can contact them. If they are not sure, it is not safe: leave it out.
helping-words = <b>Their words.</b> Read each question out. They can skip any of them. Do not ask why it happened, or why they stayed.
helping-choice = <b>Their choice.</b> Do not promise to keep everything secret. If someone may be badly hurt, we may have to act.
helping-reference = <b>Their reference.</b> They keep it and the 3 words, where it is safe. Do not keep a copy.
helping-poster = A poster to print

poster-title = Support: poster
poster-print = Print this page from the menu of your browser. Put it where people can look at it alone: inside a toilet door, or in a quiet corner. Scan the code with a phone yourself, to check that it works.
poster-for = For you, or for someone you know.
poster-scan = Point the camera of a phone here, or take the address home: <b>{ $address }</b>
poster-code = Code that opens the address
poster-ask = Or ask someone who works here: <b>{ $place }</b>.
poster-call = Or call, day and night
poster-danger = In danger: 999
poster-line = { $name }: { $phone }
poster-from = { $hub }, for people in { $area }
