### The private diary on a person's own page. Anyone may read over their shoulder: no text says what happened to them.
### A locked page never says whether there is a diary.

lead = A diary is for you alone. You can write how a day was, what you tried, or anything else.
locked = It is locked with your 3 words. Without them, our team and the people who help you cannot open it. Nothing that they see says if you have one.
lost-warning = We cannot open it for you either. If you lose your words, what you wrote stays locked. To keep it for certain, save a copy where it is safe.
word = Your 3 words
    .hint = The words that opened this page.
own = A sentence of your own (you can leave this blank)
    .hint = It is a second lock that only you know. If you begin your diary with one, you need it every time. Use at least 12 letters, and four or more words that do not belong together. We cannot find it out.
changed = My words have changed since I last wrote
old = Your words from before
    .hint = Enter your words of today above, and the ones from before here. Your diary then opens with your words of today.
open = Open my diary
first-time = If you have no diary yet, this begins one.
carries-typed = What you wrote is not in your diary yet. Open it, and it is in the form again.
how-safe = How safe is this diary?
how-safe-words = With your reference and your 3 words, anyone can open it, unless it has your own sentence. Someone with your words can see that there is a diary, and can delete it, even if it has a sentence. If someone may know your words, change them first, under “Who can open this page”. Do that too if someone from our team gave you new words in a call.
how-safe-people = What you write is stored only in a locked form, and your words are part of its key. It is not shown to our team, to services or to the police. It is in no email, no figure and no report.
how-safe-limits = The computer that runs this site makes your 3 words. So a person with full control of it could open a diary without your own sentence. They would have to break our rules to do that. With your own sentence, they would have to guess it too.
how-safe-phone = We do not store it on this phone or computer. Press “Close my diary” before you go. Without that, the Back button can open it again until your page closes, at the latest after 2 hours. A device that records the screen or what you type can see it.
not-open-any-more = I cannot open it any more
    .hint = If you have lost the words or the sentence, no one can open what you wrote. You can delete it, and then begin a new one. For this you need your words of today.
delete = Delete my diary
    .hint = Everything in it is gone for good. Copies that we keep in case something breaks are gone 35 days later. They are locked too.
    .sure = Yes, delete all of it

write = Write something
    .hint = Fill in as much or as little as you like.
text = In your own words
    .hint = In any language. Up to 2,000 characters.
feeling = How was the day?
feelings =
    .code-1 = Very hard
    .code-2 = Hard
    .code-3 = In between
    .code-4 = All right
    .code-5 = Good
day = Which day is it about?
guide = I read this
    .none = Nothing chosen
exercise = I tried the exercise in it
keep = Keep this in my diary
picture = How your days were
picture-label = Your last 30 days, from very hard at the bottom to good at the top. The table below says the same.
picture-day = Day
picture-feeling = How it was
show = Show what I wrote
entries = What you wrote
nothing = Nothing yet. You can begin with a few words, or leave it for another day.
read-guide = You read “{ $title }”
tried-exercise = You tried the exercise in “{ $title }”
remove = Remove
    .of = (what you wrote at { $time })
    .sure = Yes, remove it
hard-day = Reading this again can be hard. You can stop at any time. To talk to someone now, call one of these:
close = Close my diary
    .hint = Press this before you go to another page. Without that, the Back button may open it again. If you have to leave straight away, press Exit now.
copy = Keep a copy
    .hint = You can see all that we know about you together with your diary, to print or save. Keep it only where no one who scares you can find it.
    .send = Show me all of it

in-copy = Your diary
not-here = Your diary is not here, because we cannot open it. If you keep one, open it and choose “Keep a copy” there.
bring = If you keep a diary
    .hint = Enter your words of today, and your diary opens with your new words. If you leave this blank, the old words still open it: enter both on the page of your diary.

## What a person reads after they did something with their diary. No full stop at the end.

begun = This is your diary. Your words open it. If you set a sentence of your own, you need it every time
moved = Your diary is open. From now on, your words of today open it
written = This is in your diary now
removed = We have removed this from your diary
deleted = Your diary is deleted. You can begin a new one whenever you like
words-missing = Enter your 3 words
not-opened = This does not open your diary. Check the words and your own sentence. If your words have changed, enter the ones from before too
own-short = Use at least 12 letters for your own sentence, or leave it blank
empty = Write something, or choose how the day was or what you read. A few words are enough
day-wrong = Enter today or a day of the last 5 years, like 24/11/2026
sure-missing = Tick “Yes, delete all of it” if you want that. Nothing is deleted yet
closed = Your diary has closed. Enter your words to open it again. What you typed is still here
full = Your diary is full. Copy what you typed first. Then keep a copy of your diary where it is safe, and remove something
wait = This was tried very often within an hour. If you typed something, copy it first. Then try again in an hour
came-along = Your words are new, and your diary came along. The old words, and any code that you were given, no longer work
stays = Your words are new, and the old ones no longer open this page. Your diary did not come along: open it with the new words and the ones from before. Keep the old words until you have opened it
