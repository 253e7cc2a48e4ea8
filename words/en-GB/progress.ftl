### The way in to a person's own page.

title = Your page
title-error = Error: Your page
heading = See what is happening
reference = Your reference
    .hint = 8 letters and numbers. Spaces and small letters are fine.
word = Your 3 words, or the code that you were given
    .hint = A code has 10 letters and numbers. It works once, and then you get 3 words.
open = Open my page
lost = I lost my reference or my words
lost-call = Someone from our team can give you new words in a call. If you have closed your page, or your words no longer work, ask them when they call you, or ask someone who helps you.
lost-detail = That is all right. We will do what we said, and contact you only in the ways you said are safe. If you want to come back here, <form>answer the questions again</form>: you will get a new reference and new words.

# What to do about the reference and the words. No full stop: they are links.
problem-incomplete = Enter your reference and your 3 words or your code
problem-not-found = The reference and the words do not match. Check both
problem-closed = Your page has closed, to keep you safe. Enter your reference and your words again
problem-too-many = There were too many tries. Wait 15 minutes, then try again
problem-after-call = There were very many tries with this reference, so it does not open now. Our team can give you new words in a call. Ask them, or someone who helps you
